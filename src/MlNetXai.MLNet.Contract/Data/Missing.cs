namespace Microsoft.ML.Data;

/// <summary>The value that means "missing": NaN, key 0, empty text; other types have none.</summary>
internal static class Missing
{
    /// <summary>What a missing value of that raw type is; the default where there is none.</summary>
    public static T ValueOf<T>()
    {
        if (typeof(T) == typeof(float))
            return (T)(object)float.NaN;
        if (typeof(T) == typeof(double))
            return (T)(object)double.NaN;
        return default;
    }

    /// <summary>A test of values of a column type, or null where no value is missing.</summary>
    public static Func<T, bool> TestOrNull<T>(DataViewType itemType)
    {
        if (typeof(T) == typeof(float))
            return (Func<T, bool>)(object)(Func<float, bool>)float.IsNaN;
        if (typeof(T) == typeof(double))
            return (Func<T, bool>)(object)(Func<double, bool>)double.IsNaN;
        if (itemType is TextDataViewType)
            return (Func<T, bool>)(object)(Func<ReadOnlyMemory<char>, bool>)(text => text.IsEmpty);
        if (itemType is KeyDataViewType)
            return key => EqualityComparer<T>.Default.Equals(key, default);
        return null;
    }
}
