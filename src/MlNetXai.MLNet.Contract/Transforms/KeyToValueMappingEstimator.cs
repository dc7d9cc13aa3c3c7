using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Turns keys into the values that their annotation <c>KeyValues</c> names.</summary>
public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator(params InputOutputColumnPair[] columns)
        : base(new(columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With([.. Transformer.Columns.Select(pair => OutputOf(inputSchema.Require(pair.InputColumnName), pair.OutputColumnName))]);
    }

    private static SchemaShape.Column OutputOf(SchemaShape.Column input, string name)
    {
        if (!input.IsKey || !input.Annotations.TryFind(AnnotationKinds.KeyValues, out SchemaShape.Column values))
            throw KeyToValueMappingTransformer.NoKeyValues(input.Name, input.TypeText);
        return new(name, input.Kind, values.ItemType, values.IsKey, new(ItemColumns.KeptAnnotations(input)));
    }
}
