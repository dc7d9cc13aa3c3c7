using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;

namespace MlNetXai.MLNet.Blocks;

/// <summary>The same columns for single rows, as prediction engines ask for them.</summary>
internal sealed class BlockRowMapper(BlockMap map) : IRowToRowMapper
{
    public DataViewSchema InputSchema => map.InputSchema;

    public DataViewSchema OutputSchema => map.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => map.Needed(dependingColumns);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new MappedRow(input, map, [.. activeColumns]);

    private sealed class MappedRow : DataViewRow
    {
        private readonly DataViewRow _input;
        private readonly BlockMap _map;
        private readonly RowColumns _columns;
        private readonly BlockWorker? _worker;
        private long _computed = -1;

        public MappedRow(DataViewRow input, BlockMap map, IReadOnlyList<DataViewSchema.Column> active)
        {
            (_input, _map) = (input, map);
            bool[] outputs = map.ActiveOutputs(active);
            if (outputs.Contains(true))
                _worker = map.Open(input, 1, outputs);
            _columns = new(
                map.OutputSchema,
                active,
                index => index < map.InputSchema.Count ? ColumnBuffer.InputGetter(input, input.Schema[index]) : _worker!.Getter(index - map.InputSchema.Count, Slot));
        }

        public override DataViewSchema Schema => _map.OutputSchema;

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _columns.Getter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _input.Dispose();
            base.Dispose(disposing);
        }

        // The row may be at another position at every call; what was computed holds for one.
        private int Slot()
        {
            if (_computed != _input.Position)
            {
                _computed = -1;
                _worker!.Read(0);
                _worker.Compute(1, _input.Position);
                _computed = _input.Position;
            }

            return 0;
        }
    }
}
