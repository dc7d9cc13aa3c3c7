namespace Microsoft.ML.Data;

/// <summary>Rows <paramref name="skip"/> … <paramref name="skip"/> + <paramref name="take"/> − 1 of a view, in its order.</summary>
internal sealed class RowRangeView(IDataView input, long skip, long take) : IDataView
{
    public DataViewSchema Schema => input.Schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => input.GetRowCount() is { } count ? Math.Min(take, Math.Max(0, count - skip)) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded ?? []];
        return new Cursor(input.GetRowCursor(needed), Schema, needed, skip, take);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(DataViewRowCursor input, DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded, long skip, long take)
        : WrappedCursor(input, schema, columnsNeeded)
    {
        private long _position = -1;
        private long _taken;
        private bool _skipped;

        public override long Position => _position;

        public override bool MoveNext()
        {
            if (_taken < take && Skip() && Input.MoveNext())
            {
                _position = _taken++;
                return true;
            }

            _position = -1;
            return false;
        }

        private bool Skip()
        {
            for (long row = 0; !_skipped && row < skip; row++)
            {
                if (!Input.MoveNext())
                    return false;
            }
            return _skipped = true;
        }
    }
}
