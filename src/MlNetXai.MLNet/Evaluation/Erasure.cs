using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>Comprehensiveness and sufficiency of attribution columns; see <see cref="Explanations.Evaluation.Erasure"/>.</summary>
    /// <param name="data">Rows with their features and attributions, as the pipeline's <c>Transform</c> gives them.</param>
    /// <param name="model">The fitted pipeline; the last network in it is scored.</param>
    /// <param name="attributionColumnNames">Attributions, each <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <inheritdoc cref="ScoreReduction(IDataView, ILogits, IReadOnlyList{string}, ScoreReductionMeasureOptions?)" path="/exception"/>
    /// <returns>"comprehensiveness" and "sufficiency", at each share and as the mean over shares.</returns>
    /// <example>
    /// <code>
    /// ColumnMeasure erasure = mlContext.Explanation.Erasure(explained, model, ["Occlusion", "Derivative"]);
    /// Console.WriteLine(erasure);   // a table of the means over shares
    /// </code>
    /// </example>
    public ColumnMeasure Erasure(IDataView data, ITransformer model, IReadOnlyList<string> attributionColumnNames, MeasureOptions<ErasureOptions>? options = null) =>
        Erasure(data, RequireNetwork(model), attributionColumnNames, options);

    /// <summary>Comprehensiveness and sufficiency of attribution columns of a model that is no pipeline.</summary>
    /// <param name="data">Rows with their features and attributions.</param>
    /// <param name="model">Gives the scores, e.g. a <see cref="Network"/>.</param>
    /// <param name="attributionColumnNames">Attributions, each <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <inheritdoc cref="ScoreReduction(IDataView, ILogits, IReadOnlyList{string}, ScoreReductionMeasureOptions?)" path="/exception"/>
    /// <returns>"comprehensiveness" and "sufficiency", at each share and as the mean over shares.</returns>
    public ColumnMeasure Erasure(IDataView data, ILogits model, IReadOnlyList<string> attributionColumnNames, MeasureOptions<ErasureOptions>? options = null) =>
        OfColumns(
            data,
            model,
            attributionColumnNames,
            options ??= new(),
            "Comprehensiveness and sufficiency",
            (rows, targets, figures) => new Erasure(options.Measure).Measure(model, rows.Features!, targets, Maps(rows), options.Progress, options.Cancellation)
                .Zip(rows.Attributions, (method, column) => (IEnumerable<ColumnFigure>)
                [
                    .. figures.Curve(column.Name, column.Method, "comprehensiveness", method.Comprehensiveness),
                    .. figures.Curve(column.Name, column.Method, "sufficiency", method.Sufficiency),
                    figures.Of(column.Name, column.Method, "comprehensiveness", method.MeanComprehensiveness),
                    figures.Of(column.Name, column.Method, "sufficiency", method.MeanSufficiency),
                ]),
            "Good are a high comprehensiveness (the score falls without what was found) and a low sufficiency (what was found holds the score).");
}
