using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Tests.Conformance;

/// <summary>A view that counts how often values of each column are read.</summary>
internal sealed class CountingView(IDataView inner) : IDataView
{
    private readonly Dictionary<string, int> _reads = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public DataViewSchema Schema => inner.Schema;

    public bool CanShuffle => inner.CanShuffle;

    public int Cursors { get; private set; }

    public int Reads(string column)
    {
        lock (_gate)
            return _reads.GetValueOrDefault(column);
    }

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Cursors++;
        return new Cursor(inner.GetRowCursor(columnsNeeded, rand), Count);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        Cursors++;
        return [.. inner.GetRowCursorSet(columnsNeeded, n, rand).Select(cursor => new Cursor(cursor, Count))];
    }

    private void Count(string column)
    {
        lock (_gate)
            _reads[column] = _reads.GetValueOrDefault(column) + 1;
    }

    private sealed class Cursor(DataViewRowCursor inner, Action<string> count) : DataViewRowCursor
    {
        public override DataViewSchema Schema => inner.Schema;

        public override long Position => inner.Position;

        public override long Batch => inner.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => inner.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => inner.GetIdGetter();

        public override bool MoveNext() => inner.MoveNext();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<TValue> getter = inner.GetGetter<TValue>(column);
            return (ref TValue value) =>
            {
                count(column.Name);
                getter(ref value);
            };
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
