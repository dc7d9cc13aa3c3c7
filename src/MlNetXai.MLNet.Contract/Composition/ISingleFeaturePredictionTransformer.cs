namespace Microsoft.ML;

public interface ISingleFeaturePredictionTransformer<out TModel> : Microsoft.ML.ICanSaveModel, Microsoft.ML.IPredictionTransformer<TModel>, Microsoft.ML.ITransformer where TModel : class
{
    Microsoft.ML.Data.DataViewType FeatureColumnType { get; }
    string FeatureColumnName { get; }
}
