using Microsoft.ML;
using MlNetXai.Signals.Splits;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>Compares trainers and explainers by a cross-validation over patients, all on the same folds and the same explained rows.</summary>
    /// <remarks>Patients are dealt into folds; every row is tested once, by a model that saw none of its patient. Each explainer is fitted behind each trained model, and measured by
    /// the score reduction of the class it explains (mean over the thresholds) and, where the data have a truth, by average precision (of the magnitude, where that is the method's
    /// salience). The data are cached in memory. Intervals draw patients; they do not hold the chance of another training.</remarks>
    /// <param name="data">Rows with features, label and patient.</param>
    /// <param name="trainers">By name, e.g. <c>mlContext.MulticlassClassification.Trainers.Lstm</c>, alone or behind other steps.</param>
    /// <param name="explainers">By name, made with <c>mlContext.Transforms.Explain</c> without a network: each explains the trainer's; none: trainers only.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <exception cref="ArgumentException">There is no trainer, an explainer makes no attribution, or a trainer makes no network to be explained.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="PatientSplitException">There are fewer patients than folds.</exception>
    /// <exception cref="ColumnValueException">A value, label, truth or patient is missing; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows, or rows of one class only.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <example>
    /// <code>
    /// Dictionary&lt;string, IEstimator&lt;ITransformer&gt;&gt; trainers = new()
    /// {
    ///     ["lstm-4"] = mlContext.MulticlassClassification.Trainers.Lstm(new() { Network = new() { Hidden = 4 }, MaxEpochs = 2 }),
    ///     ["lstm-8"] = mlContext.MulticlassClassification.Trainers.Lstm(new() { Network = new() { Hidden = 8 }, MaxEpochs = 2 }),
    /// };
    /// Dictionary&lt;string, IEstimator&lt;ITransformer&gt;&gt; explainers = new()
    /// {
    ///     ["occlusion"] = mlContext.Transforms.Explain.Occlusion("Attribution"),
    ///     ["derivative"] = mlContext.Transforms.Explain.Saliency("Attribution"),
    /// };
    /// ModelComparison comparison = mlContext.Explanation.Compare(beats, trainers, explainers, options);
    /// Console.WriteLine(comparison);   // tables
    /// </code>
    /// </example>
    public ModelComparison Compare(
        IDataView data,
        IReadOnlyDictionary<string, IEstimator<ITransformer>> trainers,
        IReadOnlyDictionary<string, IEstimator<ITransformer>> explainers,
        ComparisonOptions? options = null)
    {
        RequireEstimators(trainers, nameof(trainers));
        RequireEstimators(explainers, nameof(explainers));
        if (trainers.Count == 0)
            throw new ArgumentException("No trainer is given; give at least one.", nameof(trainers));
        options ??= new();
        ComparisonData rows = new(_context, data, options);
        ComparisonRun run = new(rows, trainers, explainers, options);
        run.Run();
        return new(_context, rows, run, options);
    }

    private static void RequireEstimators(IReadOnlyDictionary<string, IEstimator<ITransformer>> estimators, string argument)
    {
        ArgumentNullException.ThrowIfNull(estimators, argument);
        foreach ((string name, IEstimator<ITransformer> estimator) in estimators)
        {
            if (name.Length == 0 || estimator is null)
                throw new ArgumentException($"'{name}' in {argument} has {(estimator is null ? "no estimator" : "an empty name")}; give every entry both.", argument);
        }
    }
}
