namespace Microsoft.ML;

public sealed class BinaryClassificationCatalog : Microsoft.ML.TrainCatalogBase
{
    internal BinaryClassificationCatalog(Microsoft.ML.Runtime.IHostEnvironment env)
        : base(env)
    {
    }

    public Microsoft.ML.Data.BinaryClassificationMetrics EvaluateNonCalibrated(Microsoft.ML.IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score", string predictedLabelColumnName = "PredictedLabel") => throw new System.NotImplementedException();
    public Microsoft.ML.Data.CalibratedBinaryClassificationMetrics Evaluate(Microsoft.ML.IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score", string probabilityColumnName = "Probability", string predictedLabelColumnName = "PredictedLabel") => throw new System.NotImplementedException();
    public System.Collections.Generic.IReadOnlyList<Microsoft.ML.TrainCatalogBase.CrossValidationResult<Microsoft.ML.Data.BinaryClassificationMetrics>> CrossValidateNonCalibrated(Microsoft.ML.IDataView data, Microsoft.ML.IEstimator<Microsoft.ML.ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = "Label", string samplingKeyColumnName = null, int? seed = null) => throw new System.NotImplementedException();
    public System.Collections.Generic.IReadOnlyList<Microsoft.ML.TrainCatalogBase.CrossValidationResult<Microsoft.ML.Data.CalibratedBinaryClassificationMetrics>> CrossValidate(Microsoft.ML.IDataView data, Microsoft.ML.IEstimator<Microsoft.ML.ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = "Label", string samplingKeyColumnName = null, int? seed = null) => throw new System.NotImplementedException();
}
