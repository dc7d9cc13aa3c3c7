using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;

namespace MlNetXai.MLNet.Blocks;

/// <summary>Reads rows ahead with one input cursor and computes a block when the first of its values is asked for.</summary>
internal sealed class BlockCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _input;
    private readonly BlockMap _map;
    private readonly RowColumns _columns;
    private readonly BlockWorker _worker;
    private readonly List<ColumnBuffer> _passing = [];
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly DataViewRowId[] _ids;
    private readonly long[] _batches;
    private int _rows;
    private int _slot;
    private long _first;
    private bool _computed;
    private bool _ended;

    public BlockCursor(DataViewRowCursor input, BlockMap map, IReadOnlyList<DataViewSchema.Column> active)
    {
        (_input, _map) = (input, map);
        int capacity = map.BlockRows;
        _worker = map.Open(input, capacity, map.ActiveOutputs(active));
        _idGetter = input.GetIdGetter();
        (_ids, _batches) = (new DataViewRowId[capacity], new long[capacity]);
        Dictionary<int, Delegate> getters = [];
        foreach (DataViewSchema.Column column in active.DistinctBy(column => column.Index))
        {
            if (map.OutputIndex(column) is >= 0 and int output)
            {
                getters[column.Index] = _worker.Getter(output, ComputedSlot);
                continue;
            }

            ColumnBuffer buffer = ColumnBuffer.Create(input, map.InputSchema[column.Index], capacity);
            _passing.Add(buffer);
            getters[column.Index] = buffer.Getter(CurrentSlot);
        }

        _columns = new(map.OutputSchema, active, index => getters[index]);
    }

    public override DataViewSchema Schema => _map.OutputSchema;

    public override long Position => _rows == 0 ? -1 : _first + _slot;

    public override long Batch => _rows == 0 ? 0 : _batches[_slot];

    public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _columns.Getter<TValue>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _ids[CurrentSlot()];

    public override bool MoveNext()
    {
        if (_slot + 1 < _rows)
        {
            _slot++;
            return true;
        }

        _first += _rows;
        (_rows, _slot, _computed) = (0, 0, false);
        while (!_ended && _rows < _ids.Length)
        {
            if (!_input.MoveNext())
            {
                _ended = true;
                break;
            }

            _worker.Read(_rows);
            foreach (ColumnBuffer buffer in _passing)
                buffer.Read(_rows);
            _idGetter(ref _ids[_rows]);
            _batches[_rows] = _input.Batch;
            _rows++;
        }

        return _rows > 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private int CurrentSlot() => _rows > 0
        ? _slot
        : throw new InvalidOperationException("Values are there only between the first MoveNext and the one that gives false.");

    private int ComputedSlot()
    {
        int slot = CurrentSlot();
        if (!_computed)
        {
            _worker.Compute(_rows, _first);
            _computed = true;
        }

        return slot;
    }
}
