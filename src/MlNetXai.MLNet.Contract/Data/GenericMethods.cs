using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Calls of private generic methods with types that are known at run time only; once per cursor and not per row.</summary>
internal static class GenericMethods
{
    /// <summary>Calls a static method of <paramref name="owner"/>; its exceptions come through as they are.</summary>
    public static Delegate Invoke(Type owner, string method, Type[] types, params object[] arguments) =>
        (Delegate)owner.GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).MakeGenericMethod(types)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
