using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>How much the explained class's score falls when what an attribution column calls salient is deleted.</summary>
    /// <param name="data">Rows with their features and attributions, as the pipeline's <c>Transform</c> gives them.</param>
    /// <param name="model">The fitted pipeline; the last network in it is scored.</param>
    /// <param name="attributionColumnName">Attributions, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <inheritdoc cref="ScoreReduction(IDataView, ILogits, IReadOnlyList{string}, ScoreReductionMeasureOptions?)" path="/exception"/>
    /// <example>
    /// <code>
    /// ITransformer model = mlContext.MulticlassClassification.Trainers.Lstm(maxEpochs: 2)
    ///     .Append(mlContext.Transforms.Explain.Occlusion("Occlusion"))
    ///     .Append(mlContext.Transforms.Explain.Saliency("Derivative"))
    ///     .Fit(beats);
    /// IDataView explained = model.Transform(beats);
    /// ScoreReductionMeasure one = mlContext.Explanation.ScoreReduction(explained, model, "Occlusion");
    /// ScoreReductionMeasure both = mlContext.Explanation.ScoreReduction(explained, model, ["Occlusion", "Derivative"]);
    /// Console.WriteLine(both);   // a table
    /// </code>
    /// </example>
    public ScoreReductionMeasure ScoreReduction(IDataView data, ITransformer model, string attributionColumnName, ScoreReductionMeasureOptions? options = null) =>
        ScoreReduction(data, RequireNetwork(model), [attributionColumnName], options);

    /// <summary>Score reduction of several attribution columns on the same rows, with shared random choices, so that differences are paired.</summary>
    /// <param name="data">Rows with their features and attributions, as the pipeline's <c>Transform</c> gives them.</param>
    /// <param name="model">The fitted pipeline; the last network in it is scored.</param>
    /// <param name="attributionColumnNames">Attributions, each <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <inheritdoc cref="ScoreReduction(IDataView, ILogits, IReadOnlyList{string}, ScoreReductionMeasureOptions?)" path="/exception"/>
    public ScoreReductionMeasure ScoreReduction(
        IDataView data, ITransformer model, IReadOnlyList<string> attributionColumnNames, ScoreReductionMeasureOptions? options = null) =>
        ScoreReduction(data, RequireNetwork(model), attributionColumnNames, options);

    /// <summary>Score reduction of an attribution column of a model that is no pipeline.</summary>
    /// <param name="data">Rows with their features and attributions.</param>
    /// <param name="model">Gives the scores, e.g. a <see cref="Network"/>.</param>
    /// <param name="attributionColumnName">Attributions, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <inheritdoc cref="ScoreReduction(IDataView, ILogits, IReadOnlyList{string}, ScoreReductionMeasureOptions?)" path="/exception"/>
    public ScoreReductionMeasure ScoreReduction(IDataView data, ILogits model, string attributionColumnName, ScoreReductionMeasureOptions? options = null) =>
        ScoreReduction(data, model, [attributionColumnName], options);

    /// <summary>Score reduction of several attribution columns of a model that is no pipeline.</summary>
    /// <param name="data">Rows with their features and attributions.</param>
    /// <param name="model">Gives the scores, e.g. a <see cref="Network"/>.</param>
    /// <param name="attributionColumnNames">Attributions, each <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <exception cref="ArgumentException">The pipeline holds no network, no column is named, or a column's method has no salience.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or the target is no class of the model.</exception>
    /// <exception cref="ColumnValueException">A value is missing, or a label is no class of the model; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows, or a score is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ScoreReductionMeasure ScoreReduction(
        IDataView data, ILogits model, IReadOnlyList<string> attributionColumnNames, ScoreReductionMeasureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        MeasuredRows rows = MeasuredRows.Read(
            data,
            new(RequireNames(attributionColumnNames))
            {
                Features = options.FeatureColumnName,
                Model = (model.InputShape, model.Name),
                Target = options.Target,
                Patient = options.PatientColumnName,
            },
            options.Cancellation);
        return new(_context, MeasureReduction(model, rows, TargetClasses.Of(model, rows, options.Target), options), rows, options);
    }

    private static ScoreReductionResult MeasureReduction(ILogits model, MeasuredRows rows, int[] targets, ScoreReductionMeasureOptions options) =>
        new ScoreReduction(options.Measure).Measure(
            model,
            rows.Features!,
            targets,
            [.. rows.Attributions.Select(attribution => new SalienceMap(attribution.Name, attribution.Values, attribution.View))],
            options.Progress,
            options.Cancellation);
}
