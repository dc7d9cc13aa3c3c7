using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>How far attribution columns are from predicting what small disturbances do to the score; see <see cref="Explanations.Evaluation.Infidelity"/>.</summary>
    /// <param name="data">Rows with their features and attributions, as the pipeline's <c>Transform</c> gives them.</param>
    /// <param name="model">The fitted pipeline; the last network in it is scored.</param>
    /// <param name="attributionColumnNames">Attributions, each <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <inheritdoc cref="ScoreReduction(IDataView, ILogits, IReadOnlyList{string}, ScoreReductionMeasureOptions?)" path="/exception"/>
    /// <returns>"infidelity".</returns>
    /// <example>
    /// <code>
    /// MeasureOptions&lt;InfidelityOptions&gt; settings = new() { Measure = new() { Samples = 10, Law = PerturbationLaw.Windows } };
    /// ColumnMeasure infidelity = mlContext.Explanation.Infidelity(explained, model, ["Occlusion", "Derivative"], settings);
    /// </code>
    /// </example>
    public ColumnMeasure Infidelity(IDataView data, ITransformer model, IReadOnlyList<string> attributionColumnNames, MeasureOptions<InfidelityOptions>? options = null) =>
        Infidelity(data, RequireNetwork(model), attributionColumnNames, options);

    /// <summary>Infidelity of attribution columns of a model that is no pipeline.</summary>
    /// <param name="data">Rows with their features and attributions.</param>
    /// <param name="model">Gives the scores, e.g. a <see cref="Network"/>.</param>
    /// <param name="attributionColumnNames">Attributions, each <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <inheritdoc cref="ScoreReduction(IDataView, ILogits, IReadOnlyList{string}, ScoreReductionMeasureOptions?)" path="/exception"/>
    /// <returns>"infidelity".</returns>
    public ColumnMeasure Infidelity(IDataView data, ILogits model, IReadOnlyList<string> attributionColumnNames, MeasureOptions<InfidelityOptions>? options = null) =>
        OfColumns(
            data,
            model,
            attributionColumnNames,
            options ??= new(),
            "Infidelity",
            (rows, targets, figures) => new Infidelity(options.Measure)
                .Measure(model, rows.Features!, targets, Maps(rows), progress: options.Progress, cancellation: options.Cancellation)
                .Zip(rows.Attributions, (method, column) => (IEnumerable<ColumnFigure>)[figures.Of(column.Name, column.Method, "infidelity", method.PerRow)]),
            options.Measure.Normalize ? "0 is best; each row's attribution is scaled to fit best." : "0 is best.");
}
