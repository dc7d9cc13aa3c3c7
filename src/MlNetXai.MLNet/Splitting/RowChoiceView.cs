using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;

namespace MlNetXai.MLNet.Splitting;

/// <summary>Some rows of a view, in the order of the input.</summary>
/// <param name="rows">The input.</param>
/// <param name="choice">Column by which rows are chosen, read whether it is asked for or not; null for none.</param>
internal abstract class RowChoiceView(IDataView rows, DataViewSchema.Column? choice) : IDataView
{
    public DataViewSchema Schema => rows.Schema;

    public virtual bool CanShuffle => rows.CanShuffle;

    public long? GetRowCount() => null;

    public virtual DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        return new Cursor(rows.GetRowCursor(Needed(active), rand), this, active);
    }

    public virtual DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        return [.. rows.GetRowCursorSet(Needed(active), n, rand).Select(input => new Cursor(input, this, active))];
    }

    /// <summary>Opens the choice on a cursor: a function that says whether the current row is kept.</summary>
    private protected abstract Func<bool> Keep(DataViewRow row);

    private IEnumerable<DataViewSchema.Column> Needed(DataViewSchema.Column[] active)
    {
        return choice is not { } needed || active.Any(column => column.Index == needed.Index) ? active : active.Append(needed);
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly Func<bool> _keep;
        private readonly HashSet<int> _active;
        private long _position = -1;
        private bool _ended;

        public Cursor(DataViewRowCursor input, RowChoiceView view, IEnumerable<DataViewSchema.Column> active)
        {
            _input = input;
            _keep = view.Keep(input);
            _active = [.. active.Select(column => column.Index)];
        }

        public override DataViewSchema Schema => _input.Schema;

        public override long Position => _ended ? -1 : _position;

        public override long Batch => _input.Batch;

        public override bool MoveNext()
        {
            while (!_ended)
            {
                _ended = !_input.MoveNext();
                if (_ended || !_keep())
                    continue;
                _position++;
                return true;
            }

            return false;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
            ? _input.GetGetter<TValue>(column)
            : throw RowColumns.NotActive(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _input.Dispose();
            base.Dispose(disposing);
        }
    }
}
