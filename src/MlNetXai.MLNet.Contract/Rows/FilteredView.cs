namespace Microsoft.ML.Data;

/// <summary>The rows of a view that a condition keeps; they keep their ids.</summary>
/// <param name="input">The view.</param>
/// <param name="conditionColumns">What the condition reads, asked of the input beside the columns that the caller wants.</param>
/// <param name="condition">Makes, for one cursor, the test of its current row; true keeps it.</param>
/// <param name="inOrder">Whether the condition depends on the place of a row, so that rows come in one order by one cursor only.</param>
internal sealed class FilteredView(
    IDataView input, IReadOnlyList<DataViewSchema.Column> conditionColumns, Func<DataViewRow, Func<bool>> condition, bool inOrder = false) : IDataView
{
    public DataViewSchema Schema => input.Schema;

    public bool CanShuffle => !inOrder && input.CanShuffle;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded ?? []];
        return Filter(input.GetRowCursor(WithCondition(needed), CanShuffle ? rand : null), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded ?? []];
        return inOrder
            ? [GetRowCursor(needed)]
            : [.. input.GetRowCursorSet(WithCondition(needed), n, CanShuffle ? rand : null).Select(cursor => Filter(cursor, needed))];
    }

    private IEnumerable<DataViewSchema.Column> WithCondition(DataViewSchema.Column[] needed) =>
        needed.Concat(conditionColumns).DistinctBy(column => column.Index);

    private Cursor Filter(DataViewRowCursor cursor, DataViewSchema.Column[] needed) => new(cursor, Schema, needed, condition(cursor));

    private sealed class Cursor(
        DataViewRowCursor input, DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded, Func<bool> keep)
        : WrappedCursor(input, schema, columnsNeeded)
    {
        private long _position = -1;
        private long _kept;

        public override long Position => _position;

        public override bool MoveNext()
        {
            while (Input.MoveNext())
            {
                if (!keep())
                    continue;
                _position = _kept++;
                return true;
            }

            _position = -1;
            return false;
        }
    }
}
