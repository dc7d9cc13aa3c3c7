using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Fitted <see cref="ValueToKeyMappingEstimator"/>.</summary>
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    private readonly (InputOutputColumnPair Names, KeyMap Map)[] _columns;

    internal ValueToKeyMappingTransformer((InputOutputColumnPair Names, KeyMap Map)[] columns) => _columns = columns;

    internal static ValueToKeyMappingTransformer FromModel(JsonObject model) =>
        new([.. ColumnPairs.FromJson(model.Member("columns")).Zip(model.Member("maps").Items().Select(KeyMap.FromJson))]);

    private protected override RowMap Bind(DataViewSchema inputSchema) =>
        RowMap.Add(inputSchema, new AddedColumns([.. _columns.Select(column => Map(inputSchema.RequireInput(column.Names.InputColumnName), column.Names.OutputColumnName, column.Map))]));

    private protected override JsonObject ToModel() => new()
    {
        [ModelKinds.Kind] = ModelKinds.MapValueToKey,
        ["columns"] = ColumnPairs.ToJson(_columns.Select(column => column.Names)),
        ["maps"] = new JsonArray([.. _columns.Select(column => column.Map.ToJson())]),
    };

    private static AddedColumn Map(DataViewSchema.Column input, string name, KeyMap map)
    {
        if (!input.Type.ItemType().Equals(map.ValueType))
            throw Messages.SchemaMismatch("input", input.Name, $"{map.ValueType}", $"{input.Type}");

        DataViewSchema.Annotations.Builder annotations = ItemColumns.KeptAnnotations(input);
        map.Annotate(annotations);
        KeyDataViewType key = new(typeof(uint), Math.Max(map.Count, 1));
        return new(new(name, ItemColumns.TypeOf(input.Type, key), annotations.ToAnnotations()), [input.Index], row => map.Getter(row, input));
    }
}
