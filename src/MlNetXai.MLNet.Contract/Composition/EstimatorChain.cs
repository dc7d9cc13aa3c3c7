namespace Microsoft.ML.Data;

public sealed class EstimatorChain<TLastTransformer> : Microsoft.ML.IEstimator<Microsoft.ML.Data.TransformerChain<TLastTransformer>> where TLastTransformer : class, Microsoft.ML.ITransformer
{
    public EstimatorChain() => throw new System.NotImplementedException();
    public readonly Microsoft.ML.IEstimator<TLastTransformer> LastEstimator;
    public Microsoft.ML.Data.EstimatorChain<TLastTransformer> AppendCacheCheckpoint(Microsoft.ML.Runtime.IHostEnvironment env) => throw new System.NotImplementedException();
    public Microsoft.ML.Data.EstimatorChain<TNewTrans> Append<TNewTrans>(Microsoft.ML.IEstimator<TNewTrans> estimator, Microsoft.ML.Data.TransformerScope scope = Microsoft.ML.Data.TransformerScope.Everything) where TNewTrans : class, Microsoft.ML.ITransformer => throw new System.NotImplementedException();
    public Microsoft.ML.Data.TransformerChain<TLastTransformer> Fit(Microsoft.ML.IDataView input) => throw new System.NotImplementedException();
    public Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema) => throw new System.NotImplementedException();
}
