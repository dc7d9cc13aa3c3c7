namespace Microsoft.ML.Data;

public abstract class TrivialEstimator<TTransformer> : Microsoft.ML.IEstimator<TTransformer> where TTransformer : class, Microsoft.ML.ITransformer
{
    public TTransformer Fit(Microsoft.ML.IDataView input) => throw new System.NotImplementedException();
    public abstract Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema);
}
