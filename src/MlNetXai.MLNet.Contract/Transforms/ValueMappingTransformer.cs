using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Fitted <see cref="ValueMappingEstimator"/>.</summary>
/// <remarks>
/// A value that is not in the table becomes 0 (also in <c>Single</c>, not NaN), empty text, the missing key, or a vector of length 0 whatever size the column's type says.
/// Text comes out as the same memory in every row, however long it is.
/// </remarks>
public class ValueMappingTransformer : OneToOneTransformerBase
{
    internal ValueMappingTransformer(ValueMap map, params InputOutputColumnPair[] columns) => (Map, Columns) = (map, ColumnPairs.Require(columns));

    internal ValueMap Map { get; }

    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    internal static ValueMappingTransformer FromModel(JsonObject model) => new(ValueMap.FromJson(model.Member("map")), ColumnPairs.FromJson(model.Member("columns")));

    private protected override RowMap Bind(DataViewSchema inputSchema) =>
        RowMap.Add(inputSchema, new AddedColumns([.. Columns.Select(pair => Look(inputSchema.RequireInput(pair.InputColumnName), pair.OutputColumnName))]));

    private protected override JsonObject ToModel() =>
        new() { [ModelKinds.Kind] = ModelKinds.MapValue, ["columns"] = ColumnPairs.ToJson(Columns), ["map"] = Map.ToJson() };

    private AddedColumn Look(DataViewSchema.Column input, string name)
    {
        DataViewSchema.Column key = Map.Schema[0], value = Map.Schema[1];
        if (!input.Type.ItemType().Equals(key.Type) || (input.Type is VectorDataViewType && value.Type is VectorDataViewType))
            throw Messages.SchemaMismatch("input", input.Name, $"{key.Type}", $"{input.Type}");

        DataViewType type = value.Type is PrimitiveDataViewType item ? ItemColumns.TypeOf(input.Type, item) : value.Type;
        return new(new(name, type, value.Annotations), [input.Index], row => Map.Getter(row, input));
    }
}
