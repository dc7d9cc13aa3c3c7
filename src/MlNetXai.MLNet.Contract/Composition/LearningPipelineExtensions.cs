namespace Microsoft.ML;

public static class LearningPipelineExtensions
{
    public static Microsoft.ML.Data.CompositeDataLoader<TSource, TTrans> Append<TSource, TTrans>(this Microsoft.ML.IDataLoader<TSource> loader, TTrans transformer) where TTrans : class, Microsoft.ML.ITransformer => throw new System.NotImplementedException();
    public static Microsoft.ML.Data.CompositeLoaderEstimator<TSource, TTrans> Append<TSource, TTrans>(this Microsoft.ML.IDataLoader<TSource> start, Microsoft.ML.IEstimator<TTrans> estimator) where TTrans : class, Microsoft.ML.ITransformer => throw new System.NotImplementedException();
    public static Microsoft.ML.Data.CompositeLoaderEstimator<TSource, TTrans> Append<TSource, TTrans>(this Microsoft.ML.IDataLoaderEstimator<TSource, Microsoft.ML.IDataLoader<TSource>> start, Microsoft.ML.IEstimator<TTrans> estimator) where TTrans : class, Microsoft.ML.ITransformer => throw new System.NotImplementedException();
    public static Microsoft.ML.Data.EstimatorChain<TTrans> Append<TTrans>(this Microsoft.ML.IEstimator<Microsoft.ML.ITransformer> start, Microsoft.ML.IEstimator<TTrans> estimator, Microsoft.ML.Data.TransformerScope scope = Microsoft.ML.Data.TransformerScope.Everything) where TTrans : class, Microsoft.ML.ITransformer => throw new System.NotImplementedException();
    public static Microsoft.ML.Data.EstimatorChain<TTrans> AppendCacheCheckpoint<TTrans>(this Microsoft.ML.IEstimator<TTrans> start, Microsoft.ML.Runtime.IHostEnvironment env) where TTrans : class, Microsoft.ML.ITransformer => throw new System.NotImplementedException();
    public static Microsoft.ML.Data.TransformerChain<TTrans> Append<TTrans>(this Microsoft.ML.ITransformer start, TTrans transformer) where TTrans : class, Microsoft.ML.ITransformer => throw new System.NotImplementedException();
    public static Microsoft.ML.IEstimator<TTransformer> WithOnFitDelegate<TTransformer>(this Microsoft.ML.IEstimator<TTransformer> estimator, System.Action<TTransformer> onFit) where TTransformer : class, Microsoft.ML.ITransformer => throw new System.NotImplementedException();
}
