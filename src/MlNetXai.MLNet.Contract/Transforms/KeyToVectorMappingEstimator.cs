namespace Microsoft.ML.Transforms;

public sealed class KeyToVectorMappingEstimator : Microsoft.ML.Data.TrivialEstimator<Microsoft.ML.Transforms.KeyToVectorMappingTransformer>
{
    internal KeyToVectorMappingEstimator()
        : base(null)
    {
    }

    public override Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema) => throw new System.NotImplementedException();
}
