using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Fitted <see cref="CustomMappingEstimator{TSrc, TDst}"/>.</summary>
/// <remarks>A model file holds the contract name and the function's assembly; schema definitions given for this mapping are not in it.</remarks>
public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _mapAction;
    private readonly string _contractName;
    private readonly SchemaDefinition _inputDefinition;
    private readonly ObjectColumns<TDst> _outputs;

    internal CustomMappingTransformer(Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition inputDefinition, SchemaDefinition outputDefinition)
    {
        ArgumentNullException.ThrowIfNull(mapAction);
        (_mapAction, _contractName) = (mapAction, contractName);
        _inputDefinition = inputDefinition ?? SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Write);
        _outputs = new(outputDefinition);
    }

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The columns that the members of <typeparamref name="TSrc"/> are read from.</summary>
    internal IEnumerable<SchemaShape.Column> InputColumns =>
        _inputDefinition.Select(column => new SchemaShape.Column(column.ColumnName ?? column.MemberName, column.ColumnType));

    internal DataViewSchema AddedSchema => _outputs.Schema;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    /// <summary>Checks the schema now and calls the function when rows are read.</summary>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new RowMapView(input, Bind(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        if (string.IsNullOrEmpty(_contractName))
            throw new InvalidOperationException("Empty contract name for a transform: the transform cannot be saved");
        ctx.Write(new JsonObject
        {
            [ModelKinds.Kind] = ModelKinds.CustomMapping,
            ["contract"] = _contractName,
            ["assembly"] = _mapAction.Method.Module.Assembly.FullName,
        });
    }

    private RowMap Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return RowMap.Add(inputSchema, new Mapped(this, new(inputSchema, _inputDefinition, ignoreMissingColumns: false)));
    }

    private sealed class Mapped(CustomMappingTransformer<TSrc, TDst> owner, ObjectFiller<TSrc> filler) : IAddedColumns
    {
        private readonly int[] _inputs = [.. filler.Columns.Select(column => column.Index)];

        public IReadOnlyList<DataViewSchema.DetachedColumn> Columns { get; } =
            [.. owner.AddedSchema.Select(column => new DataViewSchema.DetachedColumn(column))];

        public IReadOnlyList<int> InputsOf(int added) => _inputs;

        public Delegate[] CreateGetters(DataViewRow input, bool[] active)
        {
            var slot = new RowSlot<TDst> { Row = new() };
            var row = new MappedRow(owner._mapAction, filler.Bind(input), input, slot.Row);
            return
            [
                .. owner.AddedSchema.Select(column => active[column.Index]
                    ? RawTypes.Invoke(column.Type.RawType, new AfterMapping(row, owner._outputs.GetterOf(column.Index, slot)))
                    : null),
            ];
        }
    }

    // The function runs once per row, however many of its columns are read and however often.
    private sealed class MappedRow(Action<TSrc, TDst> mapAction, Action<TSrc> fill, DataViewRow input, TDst target)
    {
        private readonly TSrc _source = new();
        private long _position = long.MinValue;

        public void Update()
        {
            if (_position == input.Position)
                return;
            fill(_source);
            mapAction(_source, target);
            _position = input.Position;
        }
    }

    private sealed class AfterMapping(MappedRow row, Delegate getter) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<T>()
        {
            var read = (ValueGetter<T>)getter;
            return (ValueGetter<T>)((ref T value) =>
            {
                row.Update();
                read(ref value);
            });
        }
    }
}
