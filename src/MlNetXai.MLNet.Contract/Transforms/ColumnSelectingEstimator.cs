using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Keeps the named columns, or all others.</summary>
public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(ColumnSelectingTransformer transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column[] named = [.. Transformer.Names.Select(name => inputSchema.Require(name))];
        return Transformer.Drops
            ? new(inputSchema.Where(column => !Transformer.Names.Contains(column.Name, StringComparer.Ordinal)))
            : new(named);
    }
}
