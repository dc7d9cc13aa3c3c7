using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Trainers and metrics of tasks with two classes.</summary>
public sealed class BinaryClassificationCatalog : TrainCatalogBase
{
    internal BinaryClassificationCatalog(IHostEnvironment env)
        : base(env) => Trainers = new(this);

    public BinaryClassificationTrainers Trainers { get; }

    /// <summary>Metrics of rows with scores and probabilities.</summary>
    /// <remarks>
    /// Rows are skipped when the label is missing or the score is NaN or infinite. Positive is a score above 0:
    /// the probability enters the logarithmic loss only, and <paramref name="predictedLabelColumnName"/> must exist and is not read.
    /// </remarks>
    public CalibratedBinaryClassificationMetrics Evaluate(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string probabilityColumnName = "Probability",
        string predictedLabelColumnName = "PredictedLabel")
    {
        ArgumentNullException.ThrowIfNull(data);
        DataViewSchema.Column probability = EvaluationColumns.Require(data.Schema, "Probability", probabilityColumnName);
        if (!probability.Type.Equals(NumberDataViewType.Single))
            throw Messages.SchemaMismatch("probability", probability.Name, "Single", probability.Type.ToString());
        return Count(data, labelColumnName, scoreColumnName, predictedLabelColumnName, probability).ToCalibratedMetrics();
    }

    /// <summary>Metrics of rows with scores.</summary>
    /// <remarks>
    /// Rows are skipped when the label is missing or the score is NaN or infinite. Positive is a score above 0;
    /// <paramref name="predictedLabelColumnName"/> must exist and is not read.
    /// </remarks>
    public BinaryClassificationMetrics EvaluateNonCalibrated(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel")
    {
        ArgumentNullException.ThrowIfNull(data);
        return Count(data, labelColumnName, scoreColumnName, predictedLabelColumnName, probability: null).ToMetrics();
    }

    /// <summary>Fits on all folds but one and calls <see cref="Evaluate"/> on that one, for each fold in turn.</summary>
    public IReadOnlyList<CrossValidationResult<CalibratedBinaryClassificationMetrics>> CrossValidate(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = "Label",
        string samplingKeyColumnName = null,
        int? seed = null) =>
        CrossValidate(data, estimator, scored => Evaluate(scored, labelColumnName), (numberOfFolds, samplingKeyColumnName, seed));

    /// <summary>Fits on all folds but one and calls <see cref="EvaluateNonCalibrated"/> on that one, for each fold in turn.</summary>
    public IReadOnlyList<CrossValidationResult<BinaryClassificationMetrics>> CrossValidateNonCalibrated(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = "Label",
        string samplingKeyColumnName = null,
        int? seed = null) =>
        CrossValidate(data, estimator, scored => EvaluateNonCalibrated(scored, labelColumnName), (numberOfFolds, samplingKeyColumnName, seed));

    private BinaryCounts Count(
        IDataView data, string labelColumnName, string scoreColumnName, string predictedLabelColumnName, DataViewSchema.Column? probability)
    {
        DataViewSchema.Column label = EvaluationColumns.Require(data.Schema, "Label", labelColumnName);
        DataViewSchema.Column score = EvaluationColumns.Require(data.Schema, "Score", scoreColumnName);
        EvaluationColumns.Require(data.Schema, "PredictedLabel", predictedLabelColumnName);
        if (!score.Type.Equals(NumberDataViewType.Single))
            throw Messages.SchemaMismatch("score", score.Name, "Single", score.Type.ToString());
        if (!IsBinaryLabel(label.Type))
            throw Messages.SchemaMismatch("label", label.Name, "Boolean, Single, Double or a Key of count 2", label.Type.ToString());

        BinaryCounts counts = new(Randoms.Create(Randoms.SeedOf(Environment, null)));
        using DataViewRowCursor cursor = data.GetRowCursor(probability is { } needed ? [label, score, needed] : [label, score]);
        Func<double> labelGetter = EvaluationColumns.LabelGetter(cursor, label);
        ValueGetter<float> scoreGetter = cursor.GetGetter<float>(score);
        ValueGetter<float> probabilityGetter = probability is { } column ? cursor.GetGetter<float>(column) : (ref float value) => value = float.NaN;
        float s = 0, p = 0;
        while (cursor.MoveNext())
        {
            scoreGetter(ref s);
            probabilityGetter(ref p);
            counts.Add(labelGetter(), s, p);
        }
        return counts;
    }

    private static bool IsBinaryLabel(DataViewType type) =>
        type is BooleanDataViewType or KeyDataViewType { Count: 2 } || ColumnReaders.IsFloating(type);

    /// <summary>A place for extension methods that make trainers.</summary>
    public sealed class BinaryClassificationTrainers : CatalogInstantiatorBase
    {
        internal BinaryClassificationTrainers(BinaryClassificationCatalog owner)
            : base(owner)
        {
        }
    }
}
