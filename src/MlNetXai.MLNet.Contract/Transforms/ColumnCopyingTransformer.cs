using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Fitted <see cref="ColumnCopyingEstimator"/>.</summary>
public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal ColumnCopyingTransformer(InputOutputColumnPair[] columns) => Columns = ColumnPairs.Require(columns);

    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    internal static ColumnCopyingTransformer FromModel(JsonObject model) => new(ColumnPairs.FromJson(model.Member("columns")));

    private protected override RowMap Bind(DataViewSchema inputSchema) => RowMap.Add(inputSchema, new AddedColumns([.. Columns.Select(pair => Copy(inputSchema, pair))]));

    private protected override JsonObject ToModel() => new() { [ModelKinds.Kind] = ModelKinds.CopyColumns, ["columns"] = ColumnPairs.ToJson(Columns) };

    private static AddedColumn Copy(DataViewSchema schema, InputOutputColumnPair pair)
    {
        DataViewSchema.Column input = schema.RequireInput(pair.InputColumnName);
        return new(new(pair.OutputColumnName, input.Type, input.Annotations), [input.Index], row => Getters.GetGetter(row, input));
    }
}
