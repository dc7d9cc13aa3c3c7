using System.Numerics;
using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Fitted <see cref="KeyToValueMappingEstimator"/>.</summary>
/// <remarks>The missing key becomes the missing value: NaN, empty text, and 0 for types that have none.</remarks>
public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal KeyToValueMappingTransformer(InputOutputColumnPair[] columns) => Columns = ColumnPairs.Require(columns);

    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    internal static KeyToValueMappingTransformer FromModel(JsonObject model) => new(ColumnPairs.FromJson(model.Member("columns")));

    internal static InvalidOperationException NoKeyValues(string column, string type) =>
        new($"Metadata KeyValues does not exist: column '{column}' of type '{type}' must be a key with values, as MapValueToKey makes.");

    private protected override RowMap Bind(DataViewSchema inputSchema) =>
        RowMap.Add(inputSchema, new AddedColumns([.. Columns.Select(pair => Map(inputSchema.RequireInput(pair.InputColumnName), pair.OutputColumnName))]));

    private protected override JsonObject ToModel() => new() { [ModelKinds.Kind] = ModelKinds.MapKeyToValue, ["columns"] = ColumnPairs.ToJson(Columns) };

    private static AddedColumn Map(DataViewSchema.Column input, string name)
    {
        if (input.Type.ItemType() is not KeyDataViewType key
            || input.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type is not VectorDataViewType values)
        {
            throw NoKeyValues(input.Name, $"{input.Type}");
        }

        return new(
            new(name, ItemColumns.TypeOf(input.Type, values.ItemType), ItemColumns.KeptAnnotations(input).ToAnnotations()),
            [input.Index],
            row => GenericMethods.Invoke(typeof(KeyToValueMappingTransformer), nameof(Getter), [key.RawType, values.ItemType.RawType], row, input));
    }

    private static Delegate Getter<TKey, TValue>(DataViewRow row, DataViewSchema.Column input)
        where TKey : IBinaryInteger<TKey>
    {
        VBuffer<TValue> buffer = default;
        input.GetKeyValues(ref buffer);
        TValue[] values = [.. buffer.DenseValues()];
        TValue missing = Missing.ValueOf<TValue>();
        return ItemColumns.Getter(row, input, (TKey key) =>
        {
            ulong position = ulong.CreateTruncating(key) - 1;
            return position < (ulong)values.Length ? values[position] : missing;
        });
    }
}
