using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Trainers and metrics of tasks with several classes.</summary>
public sealed class MulticlassClassificationCatalog : TrainCatalogBase
{
    internal MulticlassClassificationCatalog(IHostEnvironment env)
        : base(env) => Trainers = new(this);

    public MulticlassClassificationTrainers Trainers { get; }

    /// <summary>Metrics of scored rows.</summary>
    /// <remarks>
    /// Rows are skipped when the label is missing, negative or fractional, or when a score is NaN or infinite.
    /// <paramref name="predictedLabelColumnName"/> must exist and is not read: the assigned class is the first of the largest score.
    /// </remarks>
    public MulticlassClassificationMetrics Evaluate(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel",
        int topKPredictionCount = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(topKPredictionCount);
        DataViewSchema.Column label = EvaluationColumns.Require(data.Schema, "Label", labelColumnName);
        DataViewSchema.Column score = EvaluationColumns.Require(data.Schema, "Score", scoreColumnName);
        EvaluationColumns.Require(data.Schema, "PredictedLabel", predictedLabelColumnName);
        if (score.Type is not VectorDataViewType { Size: >= 2 } scores || !scores.ItemType.Equals(NumberDataViewType.Single))
            throw Messages.SchemaMismatch("score", score.Name, "vector of two or more items of type Single", score.Type.ToString());
        if (label.Type is not KeyDataViewType && !label.Type.Equals(NumberDataViewType.Single))
            throw Messages.SchemaMismatch("label", label.Name, "Single or Key", label.Type.ToString());

        MulticlassCounts counts = new(scores.Size);
        using DataViewRowCursor cursor = data.GetRowCursor([label, score]);
        Func<double> labelGetter = EvaluationColumns.LabelGetter(cursor, label);
        ValueGetter<VBuffer<float>> scoreGetter = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> value = default;
        float[] dense = new float[scores.Size];
        while (cursor.MoveNext())
        {
            scoreGetter(ref value);
            if (value.Length != dense.Length)
                throw new InvalidOperationException($"Row {cursor.Position}: score column '{score.Name}' has {value.Length} values, not {dense.Length} as its type says.");
            value.CopyTo(dense);
            counts.Add(labelGetter(), dense);
        }
        return counts.ToMetrics(ClassNames(score, scores.Size), topKPredictionCount);
    }

    /// <summary>Fits on all folds but one and evaluates on that one, for each fold in turn.</summary>
    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = "Label",
        string samplingKeyColumnName = null,
        int? seed = null) =>
        CrossValidate(data, estimator, scored => Evaluate(scored, labelColumnName), (numberOfFolds, samplingKeyColumnName, seed));

    private static string[] ClassNames(DataViewSchema.Column score, int classes)
    {
        if (!score.HasSlotNames())
            return [.. Enumerable.Range(0, classes).Select(index => $"{index}")];

        VBuffer<ReadOnlyMemory<char>> names = default;
        score.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>A place for extension methods that make trainers.</summary>
    public sealed class MulticlassClassificationTrainers : CatalogInstantiatorBase
    {
        internal MulticlassClassificationTrainers(MulticlassClassificationCatalog owner)
            : base(owner)
        {
        }
    }
}
