using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>Largest relative change of explanations when the rows change a little; see <see cref="Explanations.Evaluation.MaxSensitivity"/>. Explains anew, with the settings of the columns' explainers.</summary>
    /// <param name="data">Rows with their features.</param>
    /// <param name="model">The fitted pipeline with the explainers of the columns in it.</param>
    /// <param name="attributionColumnNames">Columns that explainers of the pipeline make.</param>
    /// <param name="options">Columns and settings; null: the defaults. The target is the explainers' own.</param>
    /// <returns>"max-sensitivity".</returns>
    /// <exception cref="ArgumentException">No column is named, or no explainer of a network in the pipeline makes it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ColumnValueException">A value or label is missing or wrong; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows, or a score or attribution is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <example>
    /// <code>
    /// ColumnMeasure sensitivity = mlContext.Explanation.MaxSensitivity(beats, model, ["Occlusion", "Derivative"], new() { Measure = new() { Draws = 2 } });
    /// Console.WriteLine(sensitivity);
    /// </code>
    /// </example>
    public ColumnMeasure MaxSensitivity(
        IDataView data, ITransformer model, IReadOnlyList<string> attributionColumnNames, MeasureOptions<MaxSensitivityOptions>? options = null) =>
        OfExplainers(
            data,
            model,
            attributionColumnNames,
            options ??= new(),
            "Max-sensitivity",
            (explainer, rows, figures) =>
            {
                MethodRowValues values = new MaxSensitivity(options.Measure).Measure(
                    explainer.Method, explainer.Network, rows.Features!, explainer.Targets(rows), progress: options.Progress, cancellation: options.Cancellation);
                return [figures.Of(explainer.Column, explainer.Method.Name, "max-sensitivity", values.PerRow)];
            },
            "0 is best: the explanation does not change when the row hardly does.");
}
