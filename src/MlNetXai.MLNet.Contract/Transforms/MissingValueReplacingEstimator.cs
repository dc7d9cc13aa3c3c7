namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingEstimator : Microsoft.ML.IEstimator<Microsoft.ML.Transforms.MissingValueReplacingTransformer>
{
    public Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema) => throw new System.NotImplementedException();
    public Microsoft.ML.Transforms.MissingValueReplacingTransformer Fit(Microsoft.ML.IDataView input) => throw new System.NotImplementedException();
    public enum ReplacementMode : byte
    {
        DefaultValue = 0,
        Maximum = 3,
        Mean = 1,
        Minimum = 2,
        Mode = 5,
    }
}
