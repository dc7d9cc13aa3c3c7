using Microsoft.ML;

namespace MlNetXai.MLNet.Blocks;

/// <summary>A view with columns that are computed in blocks behind its cursors, when they are active.</summary>
internal sealed class BlockView(IDataView input, BlockMap map) : IDataView
{
    public DataViewSchema Schema => map.OutputSchema;

    public bool CanShuffle => input.CanShuffle;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        return Wrap(input.GetRowCursor(map.Needed(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        return [.. input.GetRowCursorSet(map.Needed(active), n, rand).Select(cursor => Wrap(cursor, active))];
    }

    private DataViewRowCursor Wrap(DataViewRowCursor cursor, DataViewSchema.Column[] active) =>
        map.ActiveOutputs(active).Contains(true) ? new BlockCursor(cursor, map, active) : new PassingCursor(cursor, map, active);
}
