using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;
using MlNetXai.Signals.Wfdb;

namespace MlNetXai.MLNet.Loading;

/// <summary>Record rows, opened one after another and read as far as columns are active.</summary>
internal sealed class RecordView(IRecordSource source, DataViewSchema schema) : IDataView
{
    public DataViewSchema Schema => schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => source.MayLeaveOut ? null : source.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(source, schema, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly IRecordSource _source;
        private readonly RowColumns _columns;
        private int _next;
        private long _position = -1;
        private RecordRow? _row;

        public Cursor(IRecordSource source, DataViewSchema schema, IEnumerable<DataViewSchema.Column> active)
        {
            (_source, Schema) = (source, schema);
            _columns = new(schema, active, column => MakeGetter(schema[column].Name));
        }

        public override DataViewSchema Schema { get; }

        public override long Position => _row is null ? -1 : _position;

        public override long Batch => 0;

        private RecordRow Row => _row ?? throw new InvalidOperationException("The cursor stands on no record: read values between a MoveNext that gave true and the next one.");

        public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _columns.Getter<TValue>(column);

        // Numbers of the source's records, so that an id stays with its record whatever is left out.
        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = Row is null ? default : new((ulong)(_next - 1), 0);

        public override bool MoveNext()
        {
            _row = null;
            while (_row is null && _next < _source.Count)
                _row = _source.Open(_next++);
            if (_row is not null)
                _position++;
            return _row is not null;
        }

        private Delegate MakeGetter(string column) => column switch
        {
            RecordColumns.Record => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = Row.Record.AsMemory()),
            RecordColumns.Patient => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = Row.Patient.AsMemory()),
            RecordColumns.SamplingRateHz => (ValueGetter<float>)((ref float value) => value = Row.SamplingRateHz),
            RecordColumns.Leads => (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) => Fill(ref value, Row.Leads, lead => lead.AsMemory())),
            RecordColumns.Signal => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => Row.ReadSignal(ref value)),
            RecordColumns.AnnotationSample => (ValueGetter<VBuffer<long>>)((ref VBuffer<long> value) => Fill(ref value, Row.Annotations, annotation => annotation.Sample)),
            RecordColumns.AnnotationSymbol => (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) =>
                Fill(ref value, Row.Annotations, annotation => AnnotationCodes.Symbol(annotation.Code).AsMemory())),
            RecordColumns.Truth => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = Row.Truth.AsMemory()),
            _ => throw new UnreachableException(),
        };

        private static void Fill<TItem, TValue>(ref VBuffer<TValue> values, IReadOnlyList<TItem> items, Func<TItem, TValue> select)
        {
            VBufferEditor<TValue> editor = VBufferEditor.Create(ref values, items.Count);
            for (int i = 0; i < items.Count; i++)
                editor.Values[i] = select(items[i]);
            values = editor.Commit();
        }
    }
}
