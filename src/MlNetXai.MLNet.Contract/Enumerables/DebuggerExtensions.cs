namespace Microsoft.ML;

public static class DebuggerExtensions
{
    public static Microsoft.ML.Data.DataDebuggerPreview Preview(this Microsoft.ML.IDataView data, int maxRows = 100) => throw new System.NotImplementedException();
    public static Microsoft.ML.Data.DataDebuggerPreview Preview(this Microsoft.ML.IEstimator<Microsoft.ML.ITransformer> estimator, Microsoft.ML.IDataView data, int maxRows = 100, int maxTrainingRows = 100) => throw new System.NotImplementedException();
    public static Microsoft.ML.Data.DataDebuggerPreview Preview(this Microsoft.ML.ITransformer transformer, Microsoft.ML.IDataView data, int maxRows = 100) => throw new System.NotImplementedException();
    public static Microsoft.ML.Data.DataDebuggerPreview Preview<TSource>(this Microsoft.ML.IDataLoader<TSource> loader, TSource source, int maxRows = 100) => throw new System.NotImplementedException();
}
