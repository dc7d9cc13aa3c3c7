namespace Microsoft.ML.Data;

/// <summary>Getters of values that never change, such as annotations.</summary>
internal static class Constants
{
    /// <summary>Hands out a copy of a vector, and any other value as it is.</summary>
    public static ValueGetter<T> Getter<T>(T value)
    {
        ValueCopy<T> copy = ValueCopies.Of<T>();
        return (ref T destination) => copy(value, ref destination);
    }
}
