using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A function of a type that is known at run time only.</summary>
internal interface IRawTypeFunction<out TResult>
{
    TResult Invoke<T>();
}

/// <summary>Steps from the raw type of a column to code that is generic over it.</summary>
internal static class RawTypes
{
    /// <summary>Calls <paramref name="function"/> for <paramref name="rawType"/>; by reflection, so once per cursor and not per row.</summary>
    public static TResult Invoke<TResult>(Type rawType, IRawTypeFunction<TResult> function) =>
        (TResult)typeof(RawTypes).GetMethod(nameof(Call), BindingFlags.Static | BindingFlags.NonPublic).MakeGenericMethod(rawType, typeof(TResult))
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [function], null);

    private static TResult Call<T, TResult>(IRawTypeFunction<TResult> function) => function.Invoke<T>();
}
