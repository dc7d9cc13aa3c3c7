using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Fitted <see cref="TypeConvertingEstimator"/>.</summary>
/// <remarks>Between numbers as a cast; text that is no number becomes NaN, or 0 in an integer. Keys are refused: <c>MapKeyToValue</c> gives what they stand for.</remarks>
public sealed class TypeConvertingTransformer : OneToOneTransformerBase
{
    private readonly DataKind _outputKind;

    internal TypeConvertingTransformer(InputOutputColumnPair[] columns, DataKind outputKind) =>
        (Columns, _outputKind, ItemType) = (ColumnPairs.Require(columns), outputKind, PrimitiveTypes.Of(outputKind));

    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    internal PrimitiveDataViewType ItemType { get; }

    internal static TypeConvertingTransformer FromModel(JsonObject model) =>
        new(ColumnPairs.FromJson(model.Member("columns")), Enum.Parse<DataKind>(model.Member("outputKind").Read<string>()));

    internal static ArgumentOutOfRangeException NoConversion(string column, string type, DataViewType to) =>
        Messages.SchemaMismatch("input", column, $"a number, Boolean or String to convert to {to}", type);

    private protected override RowMap Bind(DataViewSchema inputSchema) =>
        RowMap.Add(inputSchema, new AddedColumns([.. Columns.Select(pair => Convert(inputSchema.RequireInput(pair.InputColumnName), pair.OutputColumnName))]));

    private protected override JsonObject ToModel() =>
        new() { [ModelKinds.Kind] = ModelKinds.ConvertType, ["columns"] = ColumnPairs.ToJson(Columns), ["outputKind"] = $"{_outputKind}" };

    private AddedColumn Convert(DataViewSchema.Column input, string name)
    {
        if (input.Type.ItemType() is not PrimitiveDataViewType item || ValueConversions.OrNull(item, ItemType) is not { } conversion)
            throw NoConversion(input.Name, $"{input.Type}", ItemType);
        return new(
            new(name, ItemColumns.TypeOf(input.Type, ItemType), ItemColumns.KeptAnnotations(input).ToAnnotations()),
            [input.Index],
            row => GenericMethods.Invoke(typeof(ItemColumns), nameof(ItemColumns.Getter), [item.RawType, ItemType.RawType], row, input, conversion));
    }
}
