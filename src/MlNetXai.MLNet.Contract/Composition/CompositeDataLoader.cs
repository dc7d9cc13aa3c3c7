namespace Microsoft.ML.Data;

public sealed class CompositeDataLoader<TSource, TLastTransformer> : Microsoft.ML.ICanSaveModel, Microsoft.ML.IDataLoader<TSource>, System.IDisposable where TLastTransformer : class, Microsoft.ML.ITransformer
{
    public CompositeDataLoader(Microsoft.ML.IDataLoader<TSource> loader, Microsoft.ML.Data.TransformerChain<TLastTransformer> transformerChain = null) => throw new System.NotImplementedException();
    public readonly Microsoft.ML.Data.TransformerChain<TLastTransformer> Transformer;
    public readonly Microsoft.ML.IDataLoader<TSource> Loader;
    public Microsoft.ML.Data.CompositeDataLoader<TSource, TNewLast> AppendTransformer<TNewLast>(TNewLast transformer) where TNewLast : class, Microsoft.ML.ITransformer => throw new System.NotImplementedException();
    public Microsoft.ML.DataViewSchema GetOutputSchema() => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView Load(TSource input) => throw new System.NotImplementedException();
    public void Dispose() => throw new System.NotImplementedException();
    void Microsoft.ML.ICanSaveModel.Save(Microsoft.ML.ModelSaveContext ctx) => throw new System.NotImplementedException();
}
