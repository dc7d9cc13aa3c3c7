namespace Microsoft.ML;

public sealed class ModelOperationsCatalog
{
    internal ModelOperationsCatalog(Microsoft.ML.Runtime.IHostEnvironment env) => Environment = env;
    internal Microsoft.ML.Runtime.IHostEnvironment Environment { get; }
    public Microsoft.ML.ITransformer Load(System.IO.Stream stream, out Microsoft.ML.DataViewSchema inputSchema) => throw new System.NotImplementedException();
    public Microsoft.ML.ITransformer Load(string filePath, out Microsoft.ML.DataViewSchema inputSchema) => throw new System.NotImplementedException();
    public Microsoft.ML.ITransformer LoadWithDataLoader(System.IO.Stream stream, out Microsoft.ML.IDataLoader<Microsoft.ML.Data.IMultiStreamSource> loader) => throw new System.NotImplementedException();
    public Microsoft.ML.ITransformer LoadWithDataLoader(string filePath, out Microsoft.ML.IDataLoader<Microsoft.ML.Data.IMultiStreamSource> loader) => throw new System.NotImplementedException();
    public Microsoft.ML.PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(Microsoft.ML.ITransformer transformer, Microsoft.ML.DataViewSchema inputSchema) where TSrc : class where TDst : class, new() => throw new System.NotImplementedException();
    public Microsoft.ML.PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(Microsoft.ML.ITransformer transformer, Microsoft.ML.PredictionEngineOptions options) where TSrc : class where TDst : class, new() => throw new System.NotImplementedException();
    public Microsoft.ML.PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(Microsoft.ML.ITransformer transformer, bool ignoreMissingColumns = true, Microsoft.ML.Data.SchemaDefinition inputSchemaDefinition = null, Microsoft.ML.Data.SchemaDefinition outputSchemaDefinition = null) where TSrc : class where TDst : class, new() => throw new System.NotImplementedException();
    public void Save(Microsoft.ML.ITransformer model, Microsoft.ML.DataViewSchema inputSchema, System.IO.Stream stream) => throw new System.NotImplementedException();
    public void Save(Microsoft.ML.ITransformer model, Microsoft.ML.DataViewSchema inputSchema, string filePath) => throw new System.NotImplementedException();
    public void Save<TSource>(Microsoft.ML.ITransformer model, Microsoft.ML.IDataLoader<TSource> loader, System.IO.Stream stream) => throw new System.NotImplementedException();
    public void Save<TSource>(Microsoft.ML.ITransformer model, Microsoft.ML.IDataLoader<TSource> loader, string filePath) => throw new System.NotImplementedException();
}
