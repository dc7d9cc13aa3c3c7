namespace Microsoft.ML.Data;

/// <summary>What is a missing value: NaN, key 0, empty text; integers and booleans have none.</summary>
internal static class MissingValues
{
    /// <summary>Tells of each row whether a column's value, or an item of it, is missing.</summary>
    public static Func<bool> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        DataViewType item = column.Type.ItemType();
        if (item.Equals(NumberDataViewType.Single))
            return Reader<float>(row, column, float.IsNaN);
        if (item.Equals(NumberDataViewType.Double))
            return Reader<double>(row, column, double.IsNaN);
        if (item is TextDataViewType)
            return Reader<ReadOnlyMemory<char>>(row, column, text => text.IsEmpty);
        if (item is not KeyDataViewType)
            return () => false;

        return Type.GetTypeCode(item.RawType) switch
        {
            TypeCode.Byte => Reader<byte>(row, column, key => key == 0),
            TypeCode.UInt16 => Reader<ushort>(row, column, key => key == 0),
            TypeCode.UInt32 => Reader<uint>(row, column, key => key == 0),
            _ => Reader<ulong>(row, column, key => key == 0),
        };
    }

    private static Func<bool> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, bool> isMissing)
    {
        if (column.Type is not VectorDataViewType)
            return ColumnReaders.Reader(row, column, isMissing);

        // Items that a sparse vector leaves out are default: 0 is a number, but no key.
        bool defaultIsMissing = isMissing(default);
        return ColumnReaders.Reader(row, column, (VBuffer<T> vector) =>
        {
            if (defaultIsMissing && !vector.IsDense)
                return true;
            foreach (T value in vector.GetValues())
            {
                if (isMissing(value))
                    return true;
            }
            return false;
        });
    }
}
