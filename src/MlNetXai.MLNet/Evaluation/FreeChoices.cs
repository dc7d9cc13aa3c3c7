using Microsoft.ML;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>Whether explanations hang on what their methods' papers leave open: baseline, score, steps and the like; see <see cref="Explanations.Evaluation.FreeChoices"/>. Explains anew, with the settings
    /// of the columns' explainers and with every usual answer in place of one of them.</summary>
    /// <param name="data">Rows with their features.</param>
    /// <param name="model">The fitted pipeline with the explainers of the columns in it.</param>
    /// <param name="attributionColumnNames">Columns that explainers of the pipeline make.</param>
    /// <param name="training">Training rows with their features, for baselines and backgrounds that are made of them; class means need the label column of the explainer's target too. Null: those
    /// answers are left out.</param>
    /// <param name="options">Columns and settings; null: the defaults. The target is the explainers' own.</param>
    /// <returns>"spearman", "spearman-magnitude", "pearson" and "top-overlap" of the map as given with that of another answer, e.g. of part "baseline: zero, row-mean".</returns>
    /// <exception cref="ArgumentException">No column is named, or no explainer of a network in the pipeline makes it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ColumnValueException">A value or label is missing or wrong; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows, or a score or attribution is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <example>
    /// <code>
    /// ColumnMeasure choices = mlContext.Explanation.FreeChoices(beats, model, ["Occlusion", "Derivative"], training: beats);
    /// Console.WriteLine(choices);   // near 1: the choice does not matter
    /// </code>
    /// </example>
    public ColumnMeasure FreeChoices(
        IDataView data,
        ITransformer model,
        IReadOnlyList<string> attributionColumnNames,
        IDataView? training = null,
        MeasureOptions<AgreementOptions>? options = null)
    {
        options ??= new();
        return OfExplainers(
            data,
            model,
            attributionColumnNames,
            options,
            "Free choices",
            (explainer, rows, figures) => new FreeChoices(options.Measure)
                .Measure(explainer.Settings.Description, explainer.Settings.Options, ChoiceDataOf(explainer, training, options), rows.Features!, explainer.Targets(rows), options.Progress, options.Cancellation)
                .SelectMany(choice => choice.AgainstDefault.SelectMany(pair => FiguresOf(explainer, figures, $"{choice.Choice}: {pair.First}, {pair.Second}", pair))),
            "The first answer is the one given; near 1 the choice does not matter.");
    }

    private static IEnumerable<ColumnFigure> FiguresOf(ColumnExplainer explainer, ColumnFigures figures, string part, PairAgreement pair)
    {
        return [Of("spearman", row => row.Spearman), Of("spearman-magnitude", row => row.SpearmanMagnitude), Of("pearson", row => row.Pearson), Of("top-overlap", row => row.TopOverlap)];

        ColumnFigure Of(string name, Func<RowAgreement, double?> figure) =>
            figures.Of(explainer.Column, explainer.Method.Name, name, [.. pair.Rows.Select(row => figure(row) ?? double.NaN)], part: part);
    }

    private static ChoiceData ChoiceDataOf(ColumnExplainer explainer, IDataView? training, MeasureOptions<AgreementOptions> options)
    {
        if (training is null)
            return new(explainer.Network);
        MeasuredColumns columns = new([])
        {
            Features = options.FeatureColumnName,
            Model = (explainer.Network.InputShape, explainer.Network.Name),
            Label = explainer.Target.LabelColumn,
        };
        MeasuredRows rows = MeasuredRows.Read(training, columns, options.Cancellation);
        return new(explainer.Network, rows.Features, rows.Labels is null ? null : explainer.Targets(rows));
    }
}
