using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Adds the columns that a function computes from columns of the same row.</summary>
/// <remarks>Its <see cref="GetOutputSchema"/> is how code outside this assembly makes columns of a <see cref="SchemaShape"/>, annotations included.</remarks>
public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(CustomMappingTransformer<TSrc, TDst> transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (SchemaShape.Column member in Transformer.InputColumns)
        {
            // Sizes are no part of a shape, and a member reads keys as the numbers that hold them.
            SchemaShape.Column column = inputSchema.Require(member.Name);
            bool scalar = column.Kind == SchemaShape.Column.VectorKind.Scalar, wanted = member.Kind == SchemaShape.Column.VectorKind.Scalar;
            if (scalar != wanted || !column.ItemType.Equals(member.ItemType))
                throw Messages.SchemaMismatch("input", member.Name, member.TypeText, column.TypeText);
        }

        return inputSchema.With(SchemaShape.Create(Transformer.AddedSchema));
    }
}
