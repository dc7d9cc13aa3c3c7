namespace Microsoft.ML.Transforms;

public sealed class NormalizingEstimator : Microsoft.ML.IEstimator<Microsoft.ML.Transforms.NormalizingTransformer>
{
    public Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema) => throw new System.NotImplementedException();
    public Microsoft.ML.Transforms.NormalizingTransformer Fit(Microsoft.ML.IDataView input) => throw new System.NotImplementedException();
}
