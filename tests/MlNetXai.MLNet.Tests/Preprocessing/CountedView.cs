using Microsoft.ML;

namespace MlNetXai.MLNet.Tests.Preprocessing;

/// <summary>A view that counts how often values of each column are asked for, and which columns were active.</summary>
internal sealed class CountedView(IDataView rows) : IDataView
{
    /// <summary>Values asked for, by column.</summary>
    public Dictionary<string, int> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Columns that any cursor was asked for.</summary>
    public SortedSet<string> Active { get; } = new(StringComparer.Ordinal);

    public DataViewSchema Schema => rows.Schema;

    public bool CanShuffle => rows.CanShuffle;

    public long? GetRowCount() => rows.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        Active.UnionWith(needed.Select(column => column.Name));
        return new Cursor(this, rows.GetRowCursor(needed, rand));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(CountedView view, DataViewRowCursor input) : DataViewRowCursor
    {
        public override DataViewSchema Schema => view.Schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<Microsoft.ML.Data.DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<TValue> getter = input.GetGetter<TValue>(column);
            return (ref TValue value) =>
            {
                view.Values[column.Name] = view.Values.GetValueOrDefault(column.Name) + 1;
                getter(ref value);
            };
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
