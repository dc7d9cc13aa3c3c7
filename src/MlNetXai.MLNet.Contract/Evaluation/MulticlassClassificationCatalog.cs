namespace Microsoft.ML;

public sealed class MulticlassClassificationCatalog : Microsoft.ML.TrainCatalogBase
{
    internal MulticlassClassificationCatalog(Microsoft.ML.Runtime.IHostEnvironment env)
        : base(env)
    {
    }

    public Microsoft.ML.Data.MulticlassClassificationMetrics Evaluate(Microsoft.ML.IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score", string predictedLabelColumnName = "PredictedLabel", int topKPredictionCount = 0) => throw new System.NotImplementedException();
    public System.Collections.Generic.IReadOnlyList<Microsoft.ML.TrainCatalogBase.CrossValidationResult<Microsoft.ML.Data.MulticlassClassificationMetrics>> CrossValidate(Microsoft.ML.IDataView data, Microsoft.ML.IEstimator<Microsoft.ML.ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = "Label", string samplingKeyColumnName = null, int? seed = null) => throw new System.NotImplementedException();
    public Microsoft.ML.MulticlassClassificationCatalog.MulticlassClassificationTrainers Trainers { get => throw new System.NotImplementedException(); }
    public sealed class MulticlassClassificationTrainers : Microsoft.ML.TrainCatalogBase.CatalogInstantiatorBase
    {
    }
}
