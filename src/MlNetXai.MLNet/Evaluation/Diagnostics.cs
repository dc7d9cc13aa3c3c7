using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>What methods say of themselves for each row, by the name that the method gives it: completeness error and points used of Integrated Gradients, minimum of a learned mask, standard
    /// errors of sampled Shapley values, … Explains anew, with the settings of the columns' explainers.</summary>
    /// <param name="data">Rows with their features.</param>
    /// <param name="model">The fitted pipeline with the explainers of the columns in it.</param>
    /// <param name="attributionColumnNames">Columns that explainers of the pipeline make.</param>
    /// <param name="options">Columns and settings; null: the defaults. The target is the explainers' own.</param>
    /// <inheritdoc cref="MaxSensitivity" path="/exception"/>
    /// <example>
    /// <code>
    /// MeasureOptions&lt;DiagnosticsOptions&gt; options = new() { Measure = new() { Names = ["completeness-error", "completeness-error-relative", "steps"] } };   // null: all that a method gives
    /// ColumnMeasure diagnostics = mlContext.Explanation.Diagnostics(beats, model, ["Attribution"], options);
    /// Console.WriteLine(diagnostics);   // a table of the means
    /// double worst = diagnostics.Figures.First(figure =&gt; figure.Figure == "completeness-error-relative").PerRow.Max();
    /// </code>
    /// </example>
    public ColumnMeasure Diagnostics(
        IDataView data, ITransformer model, IReadOnlyList<string> attributionColumnNames, MeasureOptions<DiagnosticsOptions>? options = null) =>
        OfExplainers(
            data,
            model,
            attributionColumnNames,
            options ??= new(),
            "What the methods say of themselves",
            (explainer, rows, figures) => explainer.Method.Explain(explainer.Network, rows.Features!, explainer.Targets(rows), options.Progress, options.Cancellation).Diagnostics
                .Where(one => options.Measure.Names?.Contains(one.Key, StringComparer.Ordinal) ?? true)
                .Select(one => figures.Of(explainer.Column, explainer.Method.Name, one.Key, one.Value)),
            "Means over rows; each row's value is in Figures.");
}

/// <summary>Settings of <see cref="ExplanationCatalog.Diagnostics"/>.</summary>
/// <example>
/// <code>
/// MeasureOptions&lt;DiagnosticsOptions&gt; options = new() { Measure = new() { Names = ["completeness-error", "completeness-error-relative", "steps"] } };   // null: all that a method gives
/// ColumnMeasure diagnostics = mlContext.Explanation.Diagnostics(beats, model, ["Attribution"], options);
/// Console.WriteLine(diagnostics);   // a table of the means
/// double worst = diagnostics.Figures.First(figure =&gt; figure.Figure == "completeness-error-relative").PerRow.Max();
/// </code>
/// </example>
public sealed record DiagnosticsOptions
{
    /// <summary>Names of those wanted; null (the default): all that a method gives.</summary>
    public IReadOnlyList<string>? Names { get; init; }
}
