namespace Microsoft.ML.Data;

/// <summary>Finds the rows with a missing value.</summary>
internal static class MissingValues
{
    /// <summary>Tells of each row whether a column's value, or an item of it, is missing.</summary>
    public static Func<bool> Reader(DataViewRow row, DataViewSchema.Column column) =>
        RawTypes.Invoke(column.Type.ItemType().RawType, new MakeReader(row, column));

    private sealed class MakeReader(DataViewRow row, DataViewSchema.Column column) : IRawTypeFunction<Func<bool>>
    {
        public Func<bool> Invoke<T>()
        {
            if (Missing.TestOrNull<T>(column.Type.ItemType()) is not { } isMissing)
                return () => false;
            return column.Type is VectorDataViewType ? VectorReader(isMissing) : ColumnReaders.Reader(row, column, isMissing);
        }

        private Func<bool> VectorReader<T>(Func<T, bool> isMissing)
        {
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
}
