namespace Microsoft.ML;

public interface IEstimator<out TTransformer> where TTransformer : Microsoft.ML.ITransformer
{
    Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema);
    TTransformer Fit(Microsoft.ML.IDataView input);
}
