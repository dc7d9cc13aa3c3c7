using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Looks the values of a column up in a table.</summary>
public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(ValueMappingTransformer transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column[] map = [.. SchemaShape.Create(Transformer.Map.Schema)];
        return inputSchema.With([.. Transformer.Columns.Select(pair => OutputOf(inputSchema.Require(pair.InputColumnName), pair.OutputColumnName, map[0], map[1]))]);
    }

    private static SchemaShape.Column OutputOf(SchemaShape.Column input, string name, SchemaShape.Column key, SchemaShape.Column value)
    {
        if (!input.ItemType.Equals(key.ItemType) || input.IsKey != key.IsKey
            || (input.Kind != SchemaShape.Column.VectorKind.Scalar && value.Kind != SchemaShape.Column.VectorKind.Scalar))
        {
            throw Messages.SchemaMismatch("input", input.Name, key.TypeText, input.TypeText);
        }

        return value.Kind == SchemaShape.Column.VectorKind.Scalar
            ? new(name, input.Kind, value.ItemType, value.IsKey, value.Annotations)
            : value.As(name);
    }
}
