using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>A fold of a comparison.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Patients">Patients tested.</param>
/// <param name="Rows">Rows tested.</param>
/// <param name="ExplainedRows">Rows explained.</param>
/// <param name="RowsOfClass">Rows tested, <c>[class]</c>.</param>
/// <example>
/// <code>
/// foreach (ComparedFold fold in comparison.Folds)
///     Console.WriteLine($"fold {fold.Number}: {fold.Patients} patients, {fold.Rows} rows ({string.Join(", ", fold.RowsOfClass)}), {fold.ExplainedRows} explained");
/// </code>
/// </example>
public sealed record ComparedFold(int Number, int Patients, int Rows, int ExplainedRows, IReadOnlyList<int> RowsOfClass);

/// <summary>What a comparison of trainers and explainers found.</summary>
/// <example>
/// <code>
/// ComparisonFigure loss = comparison.Find(ComparisonFigures.LogLoss, "lstm-4");
/// Console.WriteLine($"{comparison.Patients} patients, {comparison.Folds.Count} folds, classes {string.Join(", ", comparison.Classes)}: log loss {loss.Value.Estimate}");
/// Console.WriteLine($"{comparison.Figures.Count} figures, {comparison.Differences.Count} differences, random average precision {comparison.BaseRate}");
/// foreach (string note in comparison.Notes)
///     Console.WriteLine(note);   // classes that a fold lacks
/// IDataView figures = comparison.Data, perFold = comparison.FoldData, differences = comparison.DifferenceData;
/// </code>
/// </example>
public sealed class ModelComparison
{
    private readonly BootstrapOptions _bootstrap;
    private readonly string _patientColumn;

    internal ModelComparison(MLContext context, ComparisonData data, ComparisonRun run, ComparisonOptions options)
    {
        (_bootstrap, _patientColumn) = (options.Bootstrap, options.PatientColumnName);
        ComparisonEstimates estimates = new(data, run, new(data.Patients, options.Bootstrap));
        Figures = [.. estimates.Figures()];
        Differences = [.. estimates.Differences()];
        BaseRate = estimates.BaseRate();
        Classes = data.Classes;
        Patients = data.Patients.Distinct(StringComparer.Ordinal).Count();
        Folds =
        [
            .. data.Folds.Select(fold => new ComparedFold(
                fold.Number,
                fold.Test.Select(row => data.Patients[row]).Distinct(StringComparer.Ordinal).Count(),
                fold.Test.Length,
                fold.Explained.Length,
                [.. data.Classes.Select((_, c) => fold.Test.Count(row => data.Labels[row] == c))])),
        ];
        Notes = [.. data.Notes(), .. estimates.Notes()];
        Data = context.Data.LoadFromEnumerable(ToRows());
        FoldData = context.Data.LoadFromEnumerable(ToFoldRows());
        DifferenceData = context.Data.LoadFromEnumerable(ToDifferenceRows());
    }

    /// <summary>Every figure: of the trainers, then of the explainers behind each.</summary>
    public IReadOnlyList<ComparisonFigure> Figures { get; }

    /// <summary>Every paired difference: between trainers, then between explainers.</summary>
    public IReadOnlyList<ComparisonDifference> Differences { get; }

    /// <summary>The folds.</summary>
    public IReadOnlyList<ComparedFold> Folds { get; }

    /// <summary>Average precision of a random order on the explained rows; null where no truth is known.</summary>
    public double? BaseRate { get; }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Patients in all.</summary>
    public int Patients { get; }

    /// <summary>What a reader must know: classes that a fold lacks, figures that are undefined. Mostly empty.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The figures as rows of <see cref="ComparisonRow"/>.</summary>
    public IDataView Data { get; }

    /// <summary>The figures of every fold as rows of <see cref="ComparisonFoldRow"/>.</summary>
    public IDataView FoldData { get; }

    /// <summary>The differences as rows of <see cref="ComparisonDifferenceRow"/>.</summary>
    public IDataView DifferenceData { get; }

    /// <summary>One figure.</summary>
    /// <param name="figure">One of <see cref="ComparisonFigures"/>.</param>
    /// <param name="trainer">Name of the trainer.</param>
    /// <param name="explainer">Name of the explainer, or "" for a figure of the trainer.</param>
    /// <exception cref="ArgumentException">There is no such figure.</exception>
    public ComparisonFigure Find(string figure, string trainer, string explainer = "") =>
        Figures.FirstOrDefault(found => found.Figure == figure && found.Trainer == trainer && found.Explainer == explainer)
        ?? throw new ArgumentException($"There is no figure '{figure}' of trainer '{trainer}'{(explainer.Length == 0 ? "" : $" and explainer '{explainer}'")}. Name figures by ComparisonFigures.", nameof(figure));

    /// <summary>Tables of figures and differences, at most 120 signs wide.</summary>
    public override string ToString() => ComparisonTables.Format(this, MeasureTables.IntervalNote(_patientColumn, _bootstrap));

    private List<ComparisonRow> ToRows() =>
    [
        .. Figures.Select(figure => new ComparisonRow
        {
            Trainer = figure.Trainer,
            Explainer = figure.Explainer,
            Method = figure.Method,
            Figure = figure.Figure,
            Value = figure.Value.EstimateOrMissing(),
            Low = figure.Value.LowOrMissing(),
            High = figure.Value.HighOrMissing(),
            Rows = figure.Rows,
            Patients = figure.Value.Patients,
        }),
    ];

    private List<ComparisonFoldRow> ToFoldRows() =>
    [
        .. Figures.SelectMany(figure => figure.PerFold.Select((value, fold) => new ComparisonFoldRow
        {
            Fold = fold + 1,
            Trainer = figure.Trainer,
            Explainer = figure.Explainer,
            Figure = figure.Figure,
            Value = value ?? double.NaN,
        })),
    ];

    private List<ComparisonDifferenceRow> ToDifferenceRows() =>
    [
        .. Differences.Select(difference => new ComparisonDifferenceRow
        {
            Figure = difference.Figure,
            Trainer = difference.Trainer,
            Explainer = difference.Explainer,
            OtherTrainer = difference.OtherTrainer,
            OtherExplainer = difference.OtherExplainer,
            Difference = difference.Value.EstimateOrMissing(),
            Low = difference.Value.LowOrMissing(),
            High = difference.Value.HighOrMissing(),
        }),
    ];
}
