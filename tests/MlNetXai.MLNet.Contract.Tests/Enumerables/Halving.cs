using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Contract.Tests.Enumerables;

/// <summary>A transformer as an outsider writes one: halves a number.</summary>
internal sealed class Halving(string output, string input) : ITransformer, IDisposable
{
    public int Disposed { get; private set; }

    private string Input => input;

    public bool IsRowToRowMapper { get; init; } = true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        if (inputSchema.GetColumnOrNull(input) is null)
            throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find input column '{input}'");
        DataViewSchema.Builder builder = new();
        builder.AddColumns(inputSchema);
        builder.AddColumn(output, NumberDataViewType.Single);
        return builder.ToSchema();
    }

    public IDataView Transform(IDataView input) => new View(this, input);

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

    public void Dispose() => Disposed++;

    private static ValueGetter<T> Getter<T>(DataViewRow row, DataViewSchema.Column column, string input)
    {
        if (column.Index < row.Schema.Count)
            return row.GetGetter<T>(row.Schema[column.Index]);
        ValueGetter<float> source = row.GetGetter<float>(row.Schema[input]);
        float read = 0;
        ValueGetter<float> half = (ref float value) =>
        {
            source(ref read);
            value = read / 2;
        };
        return (ValueGetter<T>)(object)half;
    }

    private static IEnumerable<DataViewSchema.Column> Needed(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns, string input) =>
        columns.Select(column => column.Index < schema.Count ? schema[column.Index] : schema[input]).DistinctBy(column => column.Index);

    private sealed class Mapper(Halving owner, DataViewSchema inputSchema) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => inputSchema;

        public DataViewSchema OutputSchema { get; } = owner.GetOutputSchema(inputSchema);

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => Needed(inputSchema, dependingColumns, owner.Input);

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
            new Row(input, OutputSchema, [.. activeColumns.Select(column => column.Index)], owner.Input);
    }

    private sealed class Row(DataViewRow source, DataViewSchema schema, HashSet<int> active, string input) : DataViewRow
    {
        public override DataViewSchema Schema => schema;

        public override long Position => source.Position;

        public override long Batch => source.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Getter<TValue>(source, column, input);

        protected override void Dispose(bool disposing)
        {
            source.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class View(Halving owner, IDataView source) : IDataView
    {
        public DataViewSchema Schema { get; } = owner.GetOutputSchema(source.Schema);

        public bool CanShuffle => source.CanShuffle;

        public long? GetRowCount() => source.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
            new Cursor(source.GetRowCursor(Needed(source.Schema, columnsNeeded, owner.Input), rand), Schema, [.. columnsNeeded.Select(column => column.Index)], owner.Input);

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];
    }

    private sealed class Cursor(DataViewRowCursor source, DataViewSchema schema, HashSet<int> active, string input) : DataViewRowCursor
    {
        public override DataViewSchema Schema => schema;

        public override long Position => source.Position;

        public override long Batch => source.Batch;

        public override bool MoveNext() => source.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Getter<TValue>(source, column, input);

        protected override void Dispose(bool disposing)
        {
            source.Dispose();
            base.Dispose(disposing);
        }
    }
}
