namespace Microsoft.ML;

public interface IPredictionTransformer<out TModel> : Microsoft.ML.ICanSaveModel, Microsoft.ML.ITransformer where TModel : class
{
    TModel Model { get; }
}
