namespace Microsoft.ML.Data;

public sealed class CompositeLoaderEstimator<TSource, TLastTransformer> : Microsoft.ML.IDataLoaderEstimator<TSource, Microsoft.ML.Data.CompositeDataLoader<TSource, TLastTransformer>> where TLastTransformer : class, Microsoft.ML.ITransformer
{
    public CompositeLoaderEstimator(Microsoft.ML.IDataLoaderEstimator<TSource, Microsoft.ML.IDataLoader<TSource>> start, Microsoft.ML.Data.EstimatorChain<TLastTransformer> estimatorChain = null) => throw new System.NotImplementedException();
    public Microsoft.ML.Data.CompositeDataLoader<TSource, TLastTransformer> Fit(TSource input) => throw new System.NotImplementedException();
    public Microsoft.ML.Data.CompositeLoaderEstimator<TSource, TNewTrans> Append<TNewTrans>(Microsoft.ML.IEstimator<TNewTrans> estimator) where TNewTrans : class, Microsoft.ML.ITransformer => throw new System.NotImplementedException();
    public Microsoft.ML.SchemaShape GetOutputSchema() => throw new System.NotImplementedException();
}
