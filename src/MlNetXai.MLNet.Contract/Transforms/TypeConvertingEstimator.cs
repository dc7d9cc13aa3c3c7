namespace Microsoft.ML.Transforms;

public sealed class TypeConvertingEstimator : Microsoft.ML.Data.TrivialEstimator<Microsoft.ML.Transforms.TypeConvertingTransformer>
{
    internal TypeConvertingEstimator()
        : base(null)
    {
    }

    public override Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema) => throw new System.NotImplementedException();
}
