using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>Deletion and insertion curves of attribution columns, with their areas and AOPC; see <see cref="Explanations.Evaluation.DeletionInsertion"/>.</summary>
    /// <param name="data">Rows with their features and attributions, as the pipeline's <c>Transform</c> gives them.</param>
    /// <param name="model">The fitted pipeline; the last network in it is scored.</param>
    /// <param name="attributionColumnNames">Attributions, each <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <inheritdoc cref="ScoreReduction(IDataView, ILogits, IReadOnlyList{string}, ScoreReductionMeasureOptions?)" path="/exception"/>
    /// <returns>"deletion" and "insertion" by share; "deletion-area", "insertion-area" and "aopc".</returns>
    /// <example>
    /// <code>
    /// ColumnMeasure curves = mlContext.Explanation.DeletionInsertion(explained, model, ["Occlusion", "Derivative"]);
    /// Console.WriteLine(curves);   // a table of areas and AOPC
    /// </code>
    /// </example>
    public ColumnMeasure DeletionInsertion(
        IDataView data, ITransformer model, IReadOnlyList<string> attributionColumnNames, MeasureOptions<DeletionOptions>? options = null) =>
        DeletionInsertion(data, RequireNetwork(model), attributionColumnNames, options);

    /// <summary>Deletion and insertion curves of attribution columns of a model that is no pipeline.</summary>
    /// <param name="data">Rows with their features and attributions.</param>
    /// <param name="model">Gives the scores, e.g. a <see cref="Network"/>.</param>
    /// <param name="attributionColumnNames">Attributions, each <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <inheritdoc cref="ScoreReduction(IDataView, ILogits, IReadOnlyList{string}, ScoreReductionMeasureOptions?)" path="/exception"/>
    /// <returns>"deletion" and "insertion" by share; "deletion-area", "insertion-area" and "aopc".</returns>
    public ColumnMeasure DeletionInsertion(
        IDataView data, ILogits model, IReadOnlyList<string> attributionColumnNames, MeasureOptions<DeletionOptions>? options = null) =>
        OfColumns(
            data,
            model,
            attributionColumnNames,
            options ??= new(),
            "Deletion and insertion",
            (rows, targets, figures) => new DeletionInsertion(options.Measure).Measure(model, rows.Features!, targets, Maps(rows), options.Progress, options.Cancellation)
                .Zip(rows.Attributions, (method, column) => (IEnumerable<ColumnFigure>)
                [
                    .. figures.Curve(column.Name, column.Method, "deletion", method.Deletion),
                    .. figures.Curve(column.Name, column.Method, "insertion", method.Insertion),
                    figures.Of(column.Name, column.Method, "deletion-area", method.DeletionArea),
                    figures.Of(column.Name, column.Method, "insertion-area", method.InsertionArea),
                    figures.Of(column.Name, column.Method, "aopc", method.Aopc),
                ]),
            "Good are a low deletion area, a high insertion area, and a high AOPC (mean fall of the score).");

    private static IReadOnlyList<SalienceMap> Maps(MeasuredRows rows) => [.. rows.Attributions.Select(attribution => new SalienceMap(attribution.Name, attribution.Values, attribution.View))];

    /// <summary>A measure of attribution columns that needs the model's scores.</summary>
    private ColumnMeasure OfColumns<TMeasure>(
        IDataView data,
        ILogits model,
        IReadOnlyList<string> attributionColumnNames,
        MeasureOptions<TMeasure> options,
        string caption,
        Func<MeasuredRows, int[], ColumnFigures, IEnumerable<IEnumerable<ColumnFigure>>> measure,
        string note)
        where TMeasure : class, new()
    {
        ArgumentNullException.ThrowIfNull(model);
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
        ColumnFigures figures = new(rows.Bootstrap(options.Bootstrap));
        return new(
            _context, $"{caption}; {rows.Count} rows", [.. measure(rows, TargetClasses.Of(model, rows, options.Target), figures).SelectMany(column => column)], note, rows.IntervalNote(options.Bootstrap));
    }
}
