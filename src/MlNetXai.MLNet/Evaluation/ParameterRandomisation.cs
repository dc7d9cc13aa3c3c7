using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    private const int MostTrainingRows = 1000;

    /// <summary>Whether explanations are about the model: similarity to those of networks with random layers; see <see cref="Explanations.Evaluation.ParameterRandomisation"/>. Explains
    /// anew, with the settings of the columns' explainers, the class that the trained network predicts.</summary>
    /// <param name="data">Rows with their features.</param>
    /// <param name="model">The fitted pipeline with the explainers of the columns in it.</param>
    /// <param name="attributionColumnNames">Columns that explainers of the pipeline make.</param>
    /// <param name="training">Training rows with their features, for networks with batch normalisation; the first 1,000 are read. Null: none.</param>
    /// <param name="options">Columns and settings; null: the defaults. The target is the predicted class.</param>
    /// <returns>"spearman" and "spearman-magnitude" of each stage, e.g. of part "Cascading lstm1".</returns>
    /// <exception cref="ArgumentException">No column is named, or no explainer of a network in the pipeline makes it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ColumnValueException">A value is missing; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows, the network has batch normalisation and there are no training rows, or a score or attribution is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <example>
    /// <code>
    /// ColumnMeasure sanity = mlContext.Explanation.ParameterRandomisation(beats, model, ["Occlusion", "Derivative"], training: beats, new() { Measure = new() { Draws = 1 } });
    /// Console.WriteLine(sanity);
    /// </code>
    /// </example>
    public ColumnMeasure ParameterRandomisation(
        IDataView data,
        ITransformer model,
        IReadOnlyList<string> attributionColumnNames,
        IDataView? training = null,
        MeasureOptions<ParameterRandomisationOptions>? options = null)
    {
        options ??= new();
        return OfExplainers(
            data,
            model,
            attributionColumnNames,
            options,
            "Parameter randomisation",
            (explainer, rows, figures) => new ParameterRandomisation(options.Measure)
                .Measure(explainer.Method, explainer.Network, rows.Features!, TrainingRows(explainer.Network, training, options), options.Progress, options.Cancellation)
                .SelectMany(stage => (IEnumerable<ColumnFigure>)
                [
                    figures.Of(explainer.Column, explainer.Method.Name, "spearman", stage.Spearman, part: $"{stage.Mode} {stage.Layer}"),
                    figures.Of(explainer.Column, explainer.Method.Name, "spearman-magnitude", stage.SpearmanMagnitude, part: $"{stage.Mode} {stage.Layer}"),
                ]),
            "A map that stays similar (above 0.5) where layers are random does not explain the model.");
    }

    private Batch? TrainingRows(Network network, IDataView? training, MeasureOptions<ParameterRandomisationOptions> options) => training is null ? null : MeasuredRows.Read(
        _context.Data.TakeRows(training, MostTrainingRows),
        new([]) { Features = options.FeatureColumnName, Model = (network.InputShape, network.Name) },
        options.Cancellation).Features;

    /// <summary>A measure that explains anew by the explainers of columns.</summary>
    private ColumnMeasure OfExplainers<TMeasure>(
        IDataView data,
        ITransformer model,
        IReadOnlyList<string> attributionColumnNames,
        MeasureOptions<TMeasure> options,
        string caption,
        Func<ColumnExplainer, MeasuredRows, ColumnFigures, IEnumerable<ColumnFigure>> measure,
        string note)
        where TMeasure : class, new()
    {
        ArgumentNullException.ThrowIfNull(model);
        List<ColumnFigure> figures = [];
        MeasuredRows? last = null;
        foreach (ColumnExplainer explainer in RequireNames(attributionColumnNames).Select(name => ColumnExplainer.Find(model, name)))
        {
            MeasuredRows rows = last = MeasuredRows.Read(
                data,
                new([])
                {
                    Features = options.FeatureColumnName,
                    Model = (explainer.Network.InputShape, explainer.Network.Name),
                    Target = explainer.Target,
                    Patient = options.PatientColumnName,
                },
                options.Cancellation);
            figures.AddRange(measure(explainer, rows, new(rows.Bootstrap(options.Bootstrap))));
        }

        return new(_context, $"{caption}; {last!.Count} rows", figures, note, last.IntervalNote(options.Bootstrap));
    }
}
