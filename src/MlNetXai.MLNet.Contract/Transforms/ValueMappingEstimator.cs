namespace Microsoft.ML.Transforms;

public class ValueMappingEstimator : Microsoft.ML.Data.TrivialEstimator<Microsoft.ML.Transforms.ValueMappingTransformer>
{
    internal ValueMappingEstimator()
        : base(null)
    {
    }

    public override Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema) => throw new System.NotImplementedException();
}
