using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Names of the figures in a <see cref="ModelComparison"/>.</summary>
/// <example>
/// <code>
/// string[] ofTrainers = [ComparisonFigures.Accuracy, ComparisonFigures.BalancedAccuracy, ComparisonFigures.LogLoss];
/// string[] ofExplainers = [ComparisonFigures.ScoreReduction, ComparisonFigures.AboveRandom, ComparisonFigures.AveragePrecision];
/// foreach (string name in ofExplainers)
///     Console.WriteLine(comparison.Find(name, trainer: "lstm-4", explainer: "occlusion").Value.Estimate);
/// </code>
/// </example>
public static class ComparisonFigures
{
    /// <summary>Share of test rows whose class is predicted rightly; higher is better.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>Mean recall over all classes; higher is better.</summary>
    public const string BalancedAccuracy = "balanced-accuracy";

    /// <summary>Mean −ln of the true class's probability; lower is better.</summary>
    public const string LogLoss = "log-loss";

    /// <summary>Mean fall of the explained class's score over all thresholds; higher is better.</summary>
    public const string ScoreReduction = "score-reduction";

    /// <summary>Score reduction minus that of a random choice of as many values; above 0 is better than chance.</summary>
    public const string AboveRandom = "score-reduction-above-random";

    /// <summary>Average precision for the known truth; higher is better.</summary>
    public const string AveragePrecision = "average-precision";
}

/// <summary>A figure of a trainer, or of an explainer behind it.</summary>
/// <param name="Trainer">Name of the trainer.</param>
/// <param name="Explainer">Name of the explainer, or "" for a figure of the trainer.</param>
/// <param name="Method">Method of the explainer, or "".</param>
/// <param name="Figure">One of <see cref="ComparisonFigures"/>.</param>
/// <param name="Value">Estimate over the rows of all folds with its interval over patients.</param>
/// <param name="Rows">Rows that have the figure.</param>
/// <param name="PerFold">Estimate in every fold; null where it is undefined there.</param>
/// <example>
/// <code>
/// foreach (ComparisonFigure figure in comparison.Figures)
/// {
///     Console.WriteLine($"{figure.Trainer} {figure.Explainer} ({figure.Method}), {figure.Figure}: {figure.Value.Estimate} over {figure.Rows} rows");
///     Console.WriteLine($"fold by fold: {string.Join(", ", figure.PerFold)}");
/// }
/// </code>
/// </example>
public sealed record ComparisonFigure(string Trainer, string Explainer, string Method, string Figure, Interval Value, int Rows, IReadOnlyList<double?> PerFold);

/// <summary>A paired difference: between two trainers (with the same explainer, if any), or between two explainers behind the same trainer.</summary>
/// <param name="Figure">One of <see cref="ComparisonFigures"/>.</param>
/// <param name="Trainer">Trainer of the first.</param>
/// <param name="Explainer">Explainer of the first, or "".</param>
/// <param name="OtherTrainer">Trainer of what is subtracted.</param>
/// <param name="OtherExplainer">Explainer of what is subtracted, or "".</param>
/// <param name="Value">First minus second, with its interval over patients.</param>
/// <example>
/// <code>
/// foreach (ComparisonDifference difference in comparison.Differences)
/// {
///     Console.WriteLine($"{difference.Figure}: {difference.Trainer} {difference.Explainer} minus {difference.OtherTrainer} {difference.OtherExplainer}");
///     Console.WriteLine($"{difference.Value.Estimate} ({difference.Value.Low} to {difference.Value.High})");
/// }
/// </code>
/// </example>
public sealed record ComparisonDifference(string Figure, string Trainer, string Explainer, string OtherTrainer, string OtherExplainer, Interval Value);

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

/// <summary>A row of <see cref="ModelComparison.Data"/>: a figure.</summary>
/// <example>
/// <code>
/// foreach (ComparisonRow row in mlContext.Data.CreateEnumerable&lt;ComparisonRow&gt;(comparison.Data, reuseRowObject: false))
/// {
///     Console.WriteLine($"{row.Trainer} {row.Explainer} ({row.Method}), {row.Figure}: {row.Value} ({row.Low} to {row.High})");
///     Console.WriteLine($"{row.Rows} rows of {row.Patients} patients");
/// }
/// </code>
/// </example>
public sealed class ComparisonRow
{
    /// <summary>Name of the trainer.</summary>
    public string Trainer { get; set; } = "";

    /// <summary>Name of the explainer, or "" for a figure of the trainer.</summary>
    public string Explainer { get; set; } = "";

    /// <summary>Method of the explainer, or "".</summary>
    public string Method { get; set; } = "";

    /// <summary>One of <see cref="ComparisonFigures"/>.</summary>
    public string Figure { get; set; } = "";

    /// <summary>Estimate; NaN where it is undefined.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its interval; NaN where there is none.</summary>
    public double Low { get; set; }

    /// <summary>Upper end of its interval; NaN where there is none.</summary>
    public double High { get; set; }

    /// <summary>Rows that have the figure.</summary>
    public int Rows { get; set; }

    /// <summary>Their patients.</summary>
    public int Patients { get; set; }
}

/// <summary>A row of <see cref="ModelComparison.FoldData"/>: a figure in a fold.</summary>
/// <example>
/// <code>
/// foreach (ComparisonFoldRow row in mlContext.Data.CreateEnumerable&lt;ComparisonFoldRow&gt;(comparison.FoldData, reuseRowObject: false))
///     Console.WriteLine($"fold {row.Fold}, {row.Trainer} {row.Explainer}, {row.Figure}: {row.Value}");
/// </code>
/// </example>
public sealed class ComparisonFoldRow
{
    /// <summary>The fold, from 1.</summary>
    public int Fold { get; set; }

    /// <summary>Name of the trainer.</summary>
    public string Trainer { get; set; } = "";

    /// <summary>Name of the explainer, or "" for a figure of the trainer.</summary>
    public string Explainer { get; set; } = "";

    /// <summary>One of <see cref="ComparisonFigures"/>.</summary>
    public string Figure { get; set; } = "";

    /// <summary>Estimate; NaN where it is undefined, which <see cref="ModelComparison.Notes"/> say why.</summary>
    public double Value { get; set; }
}

/// <summary>A row of <see cref="ModelComparison.DifferenceData"/>: a paired difference.</summary>
/// <example>
/// <code>
/// foreach (ComparisonDifferenceRow row in mlContext.Data.CreateEnumerable&lt;ComparisonDifferenceRow&gt;(comparison.DifferenceData, reuseRowObject: false))
/// {
///     Console.WriteLine($"{row.Figure}: {row.Trainer} {row.Explainer} minus {row.OtherTrainer} {row.OtherExplainer}");
///     Console.WriteLine($"{row.Difference} ({row.Low} to {row.High})");
/// }
/// </code>
/// </example>
public sealed class ComparisonDifferenceRow
{
    /// <summary>One of <see cref="ComparisonFigures"/>.</summary>
    public string Figure { get; set; } = "";

    /// <summary>Trainer of the first.</summary>
    public string Trainer { get; set; } = "";

    /// <summary>Explainer of the first, or "".</summary>
    public string Explainer { get; set; } = "";

    /// <summary>Trainer of what is subtracted.</summary>
    public string OtherTrainer { get; set; } = "";

    /// <summary>Explainer of what is subtracted, or "".</summary>
    public string OtherExplainer { get; set; } = "";

    /// <summary>First minus second; NaN where it is undefined.</summary>
    public double Difference { get; set; }

    /// <summary>Lower end of its interval; NaN where there is none.</summary>
    public double Low { get; set; }

    /// <summary>Upper end of its interval; NaN where there is none.</summary>
    public double High { get; set; }
}

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
