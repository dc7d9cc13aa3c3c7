using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Fitted <see cref="NormalizingEstimator"/>.</summary>
public sealed class NormalizingTransformer : OneToOneTransformerBase
{
    private readonly InputOutputColumnPair[] _columns;
    private readonly NormalizingScale[][] _scales;

    /// <param name="columns">To scale.</param>
    /// <param name="scales"><c>[column][slot]</c>.</param>
    internal NormalizingTransformer(InputOutputColumnPair[] columns, NormalizingScale[][] scales) => (_columns, _scales) = (columns, scales);

    internal static NormalizingTransformer FromModel(JsonObject model) => new(
        ColumnPairs.FromJson(model.Member("columns")),
        [.. model.Member("scales").Items().Select(slots => slots.Items().Select(slot => new NormalizingScale(slot.Items(2)[0].Read<double>(), slot[1].Read<double>())).ToArray())]);

    private protected override RowMap Bind(DataViewSchema inputSchema) =>
        RowMap.Add(inputSchema, new AddedColumns([.. _columns.Zip(_scales, (pair, scales) => Normalized(inputSchema, pair, scales))]));

    // scales: per column, per slot [offset, divisor].
    private protected override JsonObject ToModel() => new()
    {
        [ModelKinds.Kind] = ModelKinds.Normalize,
        ["columns"] = ColumnPairs.ToJson(_columns),
        ["scales"] = new JsonArray([.. _scales.Select(slots => new JsonArray([.. slots.Select(scale => new JsonArray(scale.Offset, scale.Divisor))]))]),
    };

    private static AddedColumn Normalized(DataViewSchema schema, InputOutputColumnPair pair, NormalizingScale[] scales)
    {
        DataViewSchema.Column input = schema.RequireInput(pair.InputColumnName);
        if (!NumericSlots.Are(input.Type) || NumericSlots.CountOf(input.Type) != scales.Length)
            throw Messages.SchemaMismatch("input", input.Name, $"{NumericSlots.Types}, {scales.Length} in all", input.Type.ToString());

        DataViewSchema.Annotations.Builder annotations = ItemColumns.KeptAnnotations(input);
        annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        bool keepsZero = Array.TrueForAll(scales, scale => scale.Offset == 0);
        return new(
            new(pair.OutputColumnName, input.Type, annotations.ToAnnotations()),
            [input.Index],
            row => NumericSlots.MappedGetter(row, input, (slot, value) => scales[slot].Map(value), keepsZero));
    }
}
