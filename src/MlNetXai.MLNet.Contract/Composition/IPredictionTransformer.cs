namespace Microsoft.ML;

/// <summary>A transformer that predicts, and shows what with.</summary>
public interface IPredictionTransformer<out TModel> : ITransformer
    where TModel : class
{
    TModel Model { get; }
}
