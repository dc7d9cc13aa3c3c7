namespace Microsoft.ML.Data;

/// <summary>The objects of a sequence as rows: enumerated anew by each cursor, so that rows added in between are seen.</summary>
internal sealed class EnumerableDataView<TRow>(IEnumerable<TRow> data, ObjectColumns<TRow> columns) : IDataView
    where TRow : class
{
    public DataViewSchema Schema => columns.Schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => data switch
    {
        ICollection<TRow> collection => collection.Count,
        IReadOnlyCollection<TRow> collection => collection.Count,
        _ => null,
    };

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(columns, columnsNeeded, data.GetEnumerator());

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(ObjectColumns<TRow> columns, IEnumerable<DataViewSchema.Column> columnsNeeded, IEnumerator<TRow> rows)
        : RowCursorBase(columns.Schema, columnsNeeded)
    {
        private readonly RowSlot<TRow> _slot = new();

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            RequireRow();
            value = new((ulong)Position, 0);
        };

        protected override bool MoveNextCore()
        {
            if (rows.MoveNext())
            {
                _slot.Row = rows.Current ?? throw new InvalidOperationException($"The object of row {Position + 1} is null. Leave it out of the data.");
                return true;
            }

            _slot.Row = null;
            return false;
        }

        protected override Delegate GetterOf(DataViewSchema.Column column) => columns.GetterOf(column.Index, _slot);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rows.Dispose();
            base.Dispose(disposing);
        }
    }
}
