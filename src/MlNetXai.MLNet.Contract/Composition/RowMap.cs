namespace Microsoft.ML.Data;

/// <summary>A row-to-row step on rows of one schema: which output columns are input columns, and which are added.</summary>
internal sealed class RowMap : IRowToRowMapper
{
    private readonly IAddedColumns _added;

    // Per output column the index of the input column, or ~index of the added one.
    private readonly int[] _sources;

    private RowMap(DataViewSchema inputSchema, IReadOnlyList<int> sources, IAddedColumns added)
    {
        (InputSchema, _sources, _added) = (inputSchema, [.. sources], added);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_sources.Select(source => source >= 0 ? new(inputSchema[source]) : added.Columns[~source]));
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The input's columns and the added ones: right after the column that they hide, or at the end.</summary>
    public static RowMap Add(DataViewSchema inputSchema, IAddedColumns added)
    {
        List<int> sources = [.. Enumerable.Range(0, inputSchema.Count)];
        for (int index = 0; index < added.Columns.Count; index++)
        {
            string name = added.Columns[index].Name;
            int hidden = sources.FindLastIndex(source => string.Equals(source >= 0 ? inputSchema[source].Name : added.Columns[~source].Name, name, StringComparison.Ordinal));
            sources.Insert(hidden < 0 ? sources.Count : hidden + 1, ~index);
        }

        return new(inputSchema, sources, added);
    }

    /// <summary>Some of the input's columns, by index.</summary>
    public static RowMap Select(DataViewSchema inputSchema, IEnumerable<int> columns) => new(inputSchema, [.. columns], new AddedColumns([]));

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var active = new ActiveColumns(OutputSchema, dependingColumns);
        var needed = new SortedSet<int>();
        for (int index = 0; index < _sources.Length; index++)
        {
            if (!active[index])
                continue;
            if (_sources[index] >= 0)
                needed.Add(_sources[index]);
            else
                needed.UnionWith(_added.InputsOf(~_sources[index]));
        }

        return [.. needed.Select(index => InputSchema[index])];
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedRow(this, input, activeColumns);
    }

    public DataViewRowCursor GetCursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> activeColumns) => new MappedCursor(this, input, activeColumns);

    /// <summary>Finds the getters of output columns over one input row; those of added columns are made at the first request for one.</summary>
    private sealed class Mapped(RowMap map, DataViewRow input, ActiveColumns active)
    {
        private Delegate[] _getters;

        public ValueGetter<TValue> GetterOf<TValue>(DataViewSchema.Column column)
        {
            int source = map._sources[column.Index];
            if (source >= 0)
                return input.GetGetter<TValue>(map.InputSchema[source]);

            _getters ??= map._added.CreateGetters(input, ActiveAdded());
            return Getters.As<TValue>(_getters[~source], column);
        }

        private bool[] ActiveAdded()
        {
            var flags = new bool[map._added.Columns.Count];
            for (int index = 0; index < map._sources.Length; index++)
            {
                if (map._sources[index] < 0)
                    flags[~map._sources[index]] = active[index];
            }

            return flags;
        }
    }

    private sealed class MappedCursor : WrappedCursor
    {
        private readonly Mapped _mapped;

        public MappedCursor(RowMap map, DataViewRowCursor input, IEnumerable<DataViewSchema.Column> activeColumns)
            : base(input, map.OutputSchema, activeColumns) => _mapped = new(map, input, Active);

        protected override ValueGetter<TValue> GetterOf<TValue>(DataViewSchema.Column column) => _mapped.GetterOf<TValue>(column);
    }

    private sealed class MappedRow : DataViewRow
    {
        private readonly DataViewRow _input;
        private readonly ActiveColumns _active;
        private readonly Mapped _mapped;

        public MappedRow(RowMap map, DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        {
            (Schema, _input, _active) = (map.OutputSchema, input, new(map.OutputSchema, activeColumns));
            _mapped = new(map, input, _active);
        }

        public override DataViewSchema Schema { get; }

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _mapped.GetterOf<TValue>(_active.Require(column));

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _input.Dispose();
            base.Dispose(disposing);
        }
    }
}
