using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;

namespace MlNetXai.MLNet.Splitting;

/// <summary>The rows of some patients, in the order of the input.</summary>
internal sealed class PatientRowsView(IDataView rows, string patientColumn, IEnumerable<string> patients) : IDataView
{
    private readonly HashSet<string> _patients = new(patients, StringComparer.Ordinal);

    public DataViewSchema Schema => rows.Schema;

    private DataViewSchema.Column PatientColumn => Schema[patientColumn];

    public bool CanShuffle => rows.CanShuffle;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        return new Cursor(rows.GetRowCursor(Needed(active), rand), this, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        return [.. rows.GetRowCursorSet(Needed(active), n, rand).Select(input => new Cursor(input, this, active))];
    }

    private IEnumerable<DataViewSchema.Column> Needed(DataViewSchema.Column[] active)
    {
        return active.Any(column => column.Index == PatientColumn.Index) ? active : active.Append(PatientColumn);
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly HashSet<string> _patients;
        private readonly Func<string> _patient;
        private readonly HashSet<int> _active;
        private long _position = -1;
        private bool _ended;

        public Cursor(DataViewRowCursor input, PatientRowsView view, IEnumerable<DataViewSchema.Column> active)
        {
            _input = input;
            _patients = view._patients;
            _patient = NameReader.Create(input, view.PatientColumn, "patient");
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
                if (_ended || !_patients.Contains(_patient()))
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
