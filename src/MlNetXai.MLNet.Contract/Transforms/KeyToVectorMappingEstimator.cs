using Microsoft.ML.Data;
using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms;

/// <summary>Turns keys into vectors with a 1 in the key's slot.</summary>
public sealed class KeyToVectorMappingEstimator : TrivialEstimator<KeyToVectorMappingTransformer>
{
    internal KeyToVectorMappingEstimator(InputOutputColumnPair[] columns, bool outputCountVector)
        : base(new(columns, outputCountVector))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With([.. Transformer.Columns.Select(pair => OutputOf(inputSchema.Require(pair.InputColumnName), pair.OutputColumnName))]);
    }

    private SchemaShape.Column OutputOf(SchemaShape.Column input, string name)
    {
        if (!input.IsKey)
            throw Messages.SchemaMismatch("input", input.Name, "Key", input.TypeText);

        // As the transformer's annotations.
        bool oneSlotPerKey = input.Kind == VectorKind.Scalar || Transformer.OutputCountVector;
        List<SchemaShape.Column> annotations = [];
        if ((oneSlotPerKey || input.Kind == VectorKind.Vector)
            && input.Annotations.TryFind(AnnotationKinds.KeyValues, out SchemaShape.Column values) && values.ItemType is TextDataViewType)
        {
            annotations.Add(new(AnnotationKinds.SlotNames, VectorKind.Vector, TextDataViewType.Instance, isKey: false));
        }

        if (input.Kind == VectorKind.Scalar || (input.Kind == VectorKind.Vector && !Transformer.OutputCountVector))
            annotations.Add(new(AnnotationKinds.CategoricalSlotRanges, VectorKind.Vector, NumberDataViewType.Int32, isKey: false));
        if (input.Kind == VectorKind.Scalar || !Transformer.OutputCountVector)
            annotations.Add(new(AnnotationKinds.IsNormalized, VectorKind.Scalar, BooleanDataViewType.Instance, isKey: false));
        VectorKind kind = oneSlotPerKey ? VectorKind.Vector : input.Kind;
        return new(name, kind, NumberDataViewType.Single, isKey: false, new(annotations));
    }
}
