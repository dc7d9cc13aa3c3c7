namespace Microsoft.ML.Data;

/// <summary>The rows of a view through a row-to-row step; asks the view only for what the active columns depend on.</summary>
internal sealed class RowMapView(IDataView input, RowMap map) : IDataView
{
    public DataViewSchema Schema => map.OutputSchema;

    public bool CanShuffle => input.CanShuffle;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return map.GetCursor(input.GetRowCursor(map.GetDependencies(needed), rand), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return [.. input.GetRowCursorSet(map.GetDependencies(needed), n, rand).Select(cursor => map.GetCursor(cursor, needed))];
    }
}
