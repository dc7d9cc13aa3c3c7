using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The columns that were asked for, in memory: read from the input once, then served in any order and to several cursors.</summary>
/// <remarks>A column that is asked for later costs a further pass over the input.</remarks>
internal sealed class CacheDataView : IDataView
{
    // Rows of one batch of a cursor set.
    private const int BlockRows = 64;

    private readonly Lock _gate = new();
    private readonly IDataView _input;
    private readonly CacheColumn[] _columns;
    private readonly int[] _prefetch;
    private int? _rowCount;

    public CacheDataView(IDataView input, IEnumerable<DataViewSchema.Column> columnsToPrefetch)
    {
        _input = input;
        _columns = [.. input.Schema.Select(column => CacheColumn.Create(column.Type))];
        _prefetch = [.. columnsToPrefetch.Select(column => column.Index)];
    }

    public DataViewSchema Schema => _input.Schema;

    public bool CanShuffle => true;

    public long? GetRowCount()
    {
        lock (_gate)
            return _rowCount ?? _input.GetRowCount();
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(this, columnsNeeded, RowOrder.From(rand), 0, 1);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        RowOrder order = RowOrder.From(rand);
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return [.. Enumerable.Range(0, Math.Max(n, 1)).Select(part => new Cursor(this, columns, order, part, Math.Max(n, 1)))];
    }

    // Makes sure that the columns are in memory; gives the number of rows.
    private int Fill(ActiveColumns active)
    {
        lock (_gate)
        {
            IEnumerable<int> needed = Enumerable.Range(0, _columns.Length).Where(index => active[index]);
            if (_rowCount is null)
                needed = needed.Union(_prefetch);
            int[] missing = [.. needed.Where(index => !_columns[index].IsFilled)];
            if (_rowCount is null || missing.Length > 0)
                Read(missing);
            return _rowCount.Value;
        }
    }

    private void Read(int[] missing)
    {
        using DataViewRowCursor cursor = _input.GetRowCursor(missing.Select(index => Schema[index]));
        Action[] append = [.. missing.Select(index => _columns[index].StartFill(cursor, Schema[index]))];
        int rows = 0;
        while (cursor.MoveNext())
        {
            foreach (Action column in append)
                column();
            rows = checked(rows + 1);
        }

        if (_rowCount is { } before && before != rows)
            throw new InvalidOperationException($"The input of the cache gave {before} rows at first and {rows} now. Name all columns that you need as columns to prefetch.");
        foreach (int index in missing)
            _columns[index].IsFilled = true;
        _rowCount = rows;
    }

    // Serves the blocks part, part + parts, part + 2 · parts, … of the rows in their order.
    private sealed class Cursor(CacheDataView owner, IEnumerable<DataViewSchema.Column> columnsNeeded, RowOrder order, int part, int parts)
        : RowCursorBase(owner.Schema, columnsNeeded)
    {
        private readonly CachePosition _row = new();
        private int[] _order;
        private int _rowCount = -1;
        private long _block = part;
        private long _next = (long)part * BlockRows;

        public override long Batch => _block;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            RequireRow();
            value = new((ulong)_row.Index, 0);
        };

        protected override bool MoveNextCore()
        {
            if (_rowCount < 0)
            {
                _rowCount = owner.Fill(Active);
                _order = order?.Of(_rowCount);
            }

            if (_next == (_block + 1) * BlockRows)
            {
                _block += parts;
                _next = _block * BlockRows;
            }

            bool any = _next < _rowCount;
            _row.Index = !any ? -1 : _order is null ? (int)_next : _order[_next];
            _next++;
            return any;
        }

        protected override Delegate GetterOf(DataViewSchema.Column column) => owner._columns[column.Index].GetterAt(_row);
    }

    /// <summary>One random order of the rows, shared by the cursors of a set.</summary>
    private sealed class RowOrder(int seed)
    {
        private readonly Lock _gate = new();
        private int[] _rows;

        public static RowOrder From(Random rand) => rand is null ? null : new(rand.Next());

        public int[] Of(int rowCount)
        {
            lock (_gate)
            {
                if (_rows is null)
                {
                    _rows = [.. Enumerable.Range(0, rowCount)];
                    Randoms.Create(seed).Shuffle(_rows);
                }
                return _rows;
            }
        }
    }
}
