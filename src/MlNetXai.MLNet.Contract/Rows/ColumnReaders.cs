namespace Microsoft.ML.Data;

/// <summary>Reads columns of several types as one, a row at a time and without boxing.</summary>
internal static class ColumnReaders
{
    /// <summary>Whether it is Single or Double.</summary>
    public static bool IsFloating(DataViewType type) => type.Equals(NumberDataViewType.Single) || type.Equals(NumberDataViewType.Double);

    /// <summary>A reader of a Single or Double column.</summary>
    public static Func<double> Number(DataViewRow row, DataViewSchema.Column column) =>
        column.Type.Equals(NumberDataViewType.Double) ? Reader(row, column, (double value) => value) : Reader(row, column, (float value) => (double)value);

    /// <summary>A reader of a key column: 1 … count, 0 is missing.</summary>
    public static Func<ulong> Key(DataViewRow row, DataViewSchema.Column column) => Type.GetTypeCode(column.Type.RawType) switch
    {
        TypeCode.Byte => Reader(row, column, (byte value) => (ulong)value),
        TypeCode.UInt16 => Reader(row, column, (ushort value) => (ulong)value),
        TypeCode.UInt32 => Reader(row, column, (uint value) => (ulong)value),
        _ => Reader(row, column, (ulong value) => value),
    };

    /// <summary>A reader of a column's values as <paramref name="convert"/> gives them.</summary>
    public static Func<TResult> Reader<T, TResult>(DataViewRow row, DataViewSchema.Column column, Func<T, TResult> convert)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }
}
