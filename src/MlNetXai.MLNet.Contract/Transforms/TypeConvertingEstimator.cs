using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Converts numbers, Booleans and text, or vectors of them, into one another.</summary>
public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    internal TypeConvertingEstimator(InputOutputColumnPair[] columns, DataKind outputKind)
        : base(new(columns, outputKind))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With([.. Transformer.Columns.Select(pair => OutputOf(inputSchema.Require(pair.InputColumnName), pair.OutputColumnName))]);
    }

    private SchemaShape.Column OutputOf(SchemaShape.Column input, string name)
    {
        if (input.IsKey || input.ItemType is not PrimitiveDataViewType item || ValueConversions.OrNull(item, Transformer.ItemType) is null)
            throw TypeConvertingTransformer.NoConversion(input.Name, input.TypeText, Transformer.ItemType);
        return new(name, input.Kind, Transformer.ItemType, isKey: false, new(ItemColumns.KeptAnnotations(input)));
    }
}
