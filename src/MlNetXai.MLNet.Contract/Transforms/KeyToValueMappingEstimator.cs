namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingEstimator : Microsoft.ML.Data.TrivialEstimator<Microsoft.ML.Transforms.KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator()
        : base(null)
    {
    }

    public override Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema) => throw new System.NotImplementedException();
}
