using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Fitted <see cref="MissingValueReplacingEstimator"/>.</summary>
public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    private readonly InputOutputColumnPair[] _columns;
    private readonly double[][] _replacements;

    /// <param name="columns">In which NaN is replaced.</param>
    /// <param name="replacements"><c>[column][slot]</c>, or <c>[column][0]</c> for all slots.</param>
    internal MissingValueReplacingTransformer(InputOutputColumnPair[] columns, double[][] replacements) => (_columns, _replacements) = (columns, replacements);

    internal static MissingValueReplacingTransformer FromModel(JsonObject model) => new(
        ColumnPairs.FromJson(model.Member("columns")),
        [.. model.Member("replacements").Items().Select(slots => slots.Items().Select(slot => slot.Read<double>()).ToArray())]);

    private protected override RowMap Bind(DataViewSchema inputSchema) =>
        RowMap.Add(inputSchema, new AddedColumns([.. _columns.Zip(_replacements, (pair, replacements) => Replaced(inputSchema, pair, replacements))]));

    private protected override JsonObject ToModel() => new()
    {
        [ModelKinds.Kind] = ModelKinds.ReplaceMissingValues,
        ["columns"] = ColumnPairs.ToJson(_columns),
        ["replacements"] = new JsonArray([.. _replacements.Select(slots => new JsonArray([.. slots.Select(value => JsonValue.Create(value))]))]),
    };

    private static AddedColumn Replaced(DataViewSchema schema, InputOutputColumnPair pair, double[] replacements)
    {
        DataViewSchema.Column input = schema.RequireInput(pair.InputColumnName);
        bool bySlot = replacements.Length > 1;
        if (!NumericSlots.Are(input.Type) || (bySlot && NumericSlots.CountOf(input.Type) != replacements.Length))
            throw Messages.SchemaMismatch("input", input.Name, bySlot ? $"{NumericSlots.Types}, {replacements.Length} in all" : NumericSlots.Types, input.Type.ToString());

        return new(
            new(pair.OutputColumnName, input.Type, ItemColumns.KeptAnnotations(input).ToAnnotations()),
            [input.Index],
            row => NumericSlots.MappedGetter(row, input, (slot, value) => double.IsNaN(value) ? replacements[bySlot ? slot : 0] : value, keepsZero: true));
    }
}
