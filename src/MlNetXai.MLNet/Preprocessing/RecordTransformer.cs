using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;

namespace MlNetXai.MLNet.Preprocessing;

/// <summary>A fitted step over record rows that adds one column, computed once per row and only when the column is active.</summary>
/// <remarks>Rows pass in the input's order, on the cursor's thread: of recordings only one at a time is in memory.</remarks>
/// <example>
/// <code>
/// RecordTransformer[] steps = [mlContext.Transforms.BandpassFilter("Signal").Fit(records), mlContext.Transforms.DetectBeats().Fit(records)];
/// IDataView withPeaks = steps.Aggregate(records, (rows, step) =&gt; step.Transform(rows));
/// </code>
/// </example>
public abstract class RecordTransformer : ITransformer
{
    private protected RecordTransformer(DataViewSchema.DetachedColumn output, IReadOnlyList<InputColumn> inputs) => (Output, Inputs) = (output, inputs);

    /// <summary>True: one row in, one row out.</summary>
    public bool IsRowToRowMapper => true;

    private DataViewSchema.DetachedColumn Output { get; }

    private IReadOnlyList<InputColumn> Inputs { get; }

    /// <summary>The input's columns and the new one.</summary>
    /// <param name="inputSchema">Columns of record rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        foreach (InputColumn input in Inputs)
            input.Find(inputSchema);
        DataViewSchema.Builder builder = new();
        builder.AddColumns(inputSchema);
        builder.AddColumns([Output]);
        return builder.ToSchema();
    }

    /// <summary>The columns that an estimator of the step promises.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or of another type.</exception>
    internal SchemaShape Promise(SchemaShape inputSchema)
    {
        foreach (InputColumn input in Inputs)
            input.Require(inputSchema);
        return ShapeColumns.With(inputSchema, [Output]);
    }

    /// <summary>The rows with the new column; nothing is computed before a cursor asks for it.</summary>
    /// <param name="input">Record rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or of another type.</exception>
    public IDataView Transform(IDataView input) => new View(input, new Mapper(this, input.Schema));

    /// <summary>The step for single rows.</summary>
    /// <param name="inputSchema">Columns of record rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or of another type.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    /// <summary>Not possible: steps over recordings stay outside of model files.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) => throw RecordSteps.CannotSave(this);

    /// <summary>A getter of the new column on a row or cursor, with working memory of its own; called at most once per position.</summary>
    private protected abstract Delegate MakeGetter(DataViewRow input);

    private sealed class Mapper(RecordTransformer step, DataViewSchema inputSchema) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => inputSchema;

        public DataViewSchema OutputSchema { get; } = step.GetOutputSchema(inputSchema);

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        {
            SortedSet<int> needed = [];
            foreach (DataViewSchema.Column column in dependingColumns)
            {
                if (column.Index < inputSchema.Count)
                    needed.Add(column.Index);
                else
                    needed.UnionWith(step.Inputs.Select(input => input.Find(inputSchema).Index));
            }

            return needed.Select(index => inputSchema[index]);
        }

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new Row(input, this, activeColumns);

        public RowColumns Columns(DataViewRow input, IEnumerable<DataViewSchema.Column> active) =>
            new(OutputSchema, active, _ => step.MakeGetter(input));

        public bool IsOwn(DataViewSchema.Column column) => column.Index >= inputSchema.Count;
    }

    private sealed class Row(DataViewRow input, Mapper mapper, IEnumerable<DataViewSchema.Column> active) : DataViewRow
    {
        private readonly RowColumns _columns = mapper.Columns(input, active);

        public override DataViewSchema Schema => mapper.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            mapper.IsOwn(column) || !IsColumnActive(column) ? _columns.Getter<TValue>(column) : input.GetGetter<TValue>(mapper.InputSchema[column.Index]);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class View(IDataView source, Mapper mapper) : IDataView
    {
        public DataViewSchema Schema => mapper.OutputSchema;

        public bool CanShuffle => source.CanShuffle;

        public long? GetRowCount() => source.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            DataViewSchema.Column[] needed = [.. columnsNeeded];
            return new Cursor(source.GetRowCursor(mapper.GetDependencies(needed), rand), mapper, needed);
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        {
            DataViewSchema.Column[] needed = [.. columnsNeeded];
            return [.. source.GetRowCursorSet(mapper.GetDependencies(needed), n, rand).Select(input => new Cursor(input, mapper, needed))];
        }
    }

    private sealed class Cursor(DataViewRowCursor input, Mapper mapper, IEnumerable<DataViewSchema.Column> active) : DataViewRowCursor
    {
        private readonly Row _row = new(input, mapper, active);

        public override DataViewSchema Schema => _row.Schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _row.Dispose();
            base.Dispose(disposing);
        }
    }
}
