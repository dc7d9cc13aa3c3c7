using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Columns and settings of a localisation.</summary>
/// <example>
/// <code>
/// LocalisationMeasureOptions options = new()
/// {
///     LabelColumnName = "Label",       // figures per class too; null: for all rows only
///     PatientColumnName = "Patient",   // its rows are drawn together; null: every row alone
///     Measure = new() { DilationSteps = 1, PointingToleranceSteps = 1 },
///     Bootstrap = new() { Draws = 500 },
///     Cancellation = stop.Token,
/// };
/// LocalisationMeasure measure = mlContext.Explanation.Localisation(explained, "Occlusion", options: options);
/// </code>
/// </example>
public sealed record LocalisationMeasureOptions
{
    /// <summary>Column of the class by which figures are given too: text or key; null: for all rows together only. Default "Label".</summary>
    public string? LabelColumnName { get; init; } = "Label";

    /// <summary>Column of the patient, whose rows are drawn together. "Patient" (the default) is used where the column is there; null: every row counts as a patient.</summary>
    public string? PatientColumnName { get; init; } = MeasuredColumns.DefaultPatient;

    /// <summary>Dilation of the truth, tolerance of the pointing game.</summary>
    public LocalisationOptions Measure { get; init; } = new();

    /// <summary>Level, draws and seed of the intervals.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();

    /// <summary>Stops between rows.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Localisation of one attribution column in one class, or in all.</summary>
/// <example>
/// <code>
/// ClassLocalisation all = measure.Classes[0];
/// Console.WriteLine($"'{all.Column}' by {all.Method}, class {all.Class}: {all.Rows} rows, {all.RowsWithoutTruth} left out");
/// Console.WriteLine($"average precision {all.AveragePrecision.Estimate}, of the magnitude {all.AveragePrecisionMagnitude.Estimate}, random {all.BaseRate.Estimate}");
/// Console.WriteLine($"AUROC {all.Auroc.Estimate}, pointing {all.Pointing.Estimate}, mass {all.RelevanceMass.Estimate}, rank {all.RelevanceRank.Estimate}");
/// </code>
/// </example>
public sealed record ClassLocalisation
{
    /// <summary>Name of the attribution column.</summary>
    public required string Column { get; init; }

    /// <summary>Method that made it, or "" where the column does not say.</summary>
    public required string Method { get; init; }

    /// <summary>Class of the rows, or "all".</summary>
    public required string Class { get; init; }

    /// <summary>Rows that have a truth.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows left out because their truth is empty.</summary>
    public required int RowsWithoutTruth { get; init; }

    /// <summary>Average precision of a random order.</summary>
    public required Interval BaseRate { get; init; }

    /// <summary>Average precision of the signed attribution.</summary>
    public required Interval AveragePrecision { get; init; }

    /// <summary>Average precision of the magnitude.</summary>
    public required Interval AveragePrecisionMagnitude { get; init; }

    /// <summary>Area under the ROC curve of the signed attribution.</summary>
    public required Interval Auroc { get; init; }

    /// <summary>Share of rows whose largest value lies in the truth.</summary>
    public required Interval Pointing { get; init; }

    /// <summary>Share of positive attribution that lies in the truth.</summary>
    public required Interval RelevanceMass { get; init; }

    /// <summary>Share of the truth among as many largest values.</summary>
    public required Interval RelevanceRank { get; init; }

    /// <summary>Every figure with its name in tables.</summary>
    internal IEnumerable<(string Name, Interval Value)> Figures =>
    [
        ("base-rate", BaseRate),
        ("average-precision", AveragePrecision),
        ("average-precision-magnitude", AveragePrecisionMagnitude),
        ("auroc", Auroc),
        ("pointing", Pointing),
        ("relevance-mass", RelevanceMass),
        ("relevance-rank", RelevanceRank),
    ];
}

/// <summary>A row of <see cref="LocalisationMeasure.Data"/>: one figure of one column in one class.</summary>
/// <example>
/// <code>
/// foreach (LocalisationRow row in mlContext.Data.CreateEnumerable&lt;LocalisationRow&gt;(measure.Data, reuseRowObject: false))
/// {
///     Console.WriteLine($"{row.Column} ({row.Method}), {row.Class}, {row.Figure}: {row.Value} ({row.Low} to {row.High})");
///     Console.WriteLine($"{row.Rows} rows, {row.RowsWithoutTruth} left out, {row.Patients} patients");
/// }
/// </code>
/// </example>
public sealed class LocalisationRow
{
    /// <summary>Name of the attribution column.</summary>
    public string Column { get; set; } = "";

    /// <summary>Method that made it, or "".</summary>
    public string Method { get; set; } = "";

    /// <summary>Class of the rows, or "all".</summary>
    public string Class { get; set; } = "";

    /// <summary>"base-rate", "average-precision", "average-precision-magnitude", "auroc", "pointing", "relevance-mass" or "relevance-rank".</summary>
    public string Figure { get; set; } = "";

    /// <summary>Mean over rows; NaN where no row has the figure.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its interval; NaN where there is none.</summary>
    public double Low { get; set; }

    /// <summary>Upper end of its interval; NaN where there is none.</summary>
    public double High { get; set; }

    /// <summary>Rows that have a truth.</summary>
    public int Rows { get; set; }

    /// <summary>Rows left out because their truth is empty.</summary>
    public int RowsWithoutTruth { get; set; }

    /// <summary>Patients of the rows that have the figure.</summary>
    public int Patients { get; set; }
}

/// <summary>How well attribution columns find a known truth.</summary>
/// <example>
/// <code>
/// Console.WriteLine($"{measure.Results[0].RowsWithoutTruth} rows have no truth; the first that has: {measure.Results[0].Rows[0].AveragePrecision}");
/// foreach (ClassLocalisation figures in measure.Classes)
///     Console.WriteLine($"{figures.Class}: {figures.AveragePrecision.Estimate}");
/// IDataView table = measure.Data;   // rows of LocalisationRow
/// </code>
/// </example>
public sealed class LocalisationMeasure
{
    private readonly string _note;

    internal LocalisationMeasure(MLContext context, IReadOnlyList<LocalisationResult> results, MeasuredRows rows, BootstrapOptions options)
    {
        (Results, _note) = (results, rows.IntervalNote(options));
        PatientBootstrap bootstrap = rows.Bootstrap(options);
        Classes = [.. rows.Attributions.Zip(results, (attribution, result) => ByClass(attribution, result, rows, bootstrap)).SelectMany(figures => figures)];
        Data = context.Data.LoadFromEnumerable(ToRows());
    }

    /// <summary>Figures of every row, per column in the order given.</summary>
    public IReadOnlyList<LocalisationResult> Results { get; }

    /// <summary>Means and intervals: per column "all", then every class.</summary>
    public IReadOnlyList<ClassLocalisation> Classes { get; }

    /// <summary>The figures as rows of <see cref="LocalisationRow"/>.</summary>
    public IDataView Data { get; }

    /// <summary>A table of average precision and pointing.</summary>
    public override string ToString() => TextTable.Format(new()
    {
        Caption = "Localisation of the known truth",
        Columns =
        [
            new("Column"), new("Class"), new("Rows", ColumnKind.Count), new("Average precision", ColumnKind.Number), new("of the magnitude", ColumnKind.Number),
            new("Base rate", ColumnKind.Number), new("Pointing", ColumnKind.Percent),
        ],
        Rows =
        [
            .. Classes.Select(figures => (IReadOnlyList<Cell>)
            [
                figures.Column, figures.Class, figures.Rows, figures.AveragePrecision.ToCell(), figures.AveragePrecisionMagnitude.ToCell(),
                figures.BaseRate.EstimateOrMissing(), figures.Pointing.EstimateOrMissing(),
            ]),
        ],
        HeadingColumns = 2,
        Notes = ["Base rate: the average precision of a random order.", _note],
    });

    private static IEnumerable<ClassLocalisation> ByClass(MeasuredAttribution attribution, LocalisationResult result, MeasuredRows rows, PatientBootstrap bootstrap)
    {
        yield return Of(attribution, MeasureTables.AllClasses, result.Rows, rows.Count, bootstrap);
        for (int c = 0; c < rows.Classes.Length; c++)
        {
            int label = c;
            yield return Of(
                attribution, rows.Classes[c], [.. result.Rows.Where(row => rows.Labels![row.Row] == label)], rows.Labels!.Count(value => value == label), bootstrap);
        }
    }

    private static ClassLocalisation Of(MeasuredAttribution attribution, string name, IReadOnlyList<RowLocalisation> rows, int count, PatientBootstrap bootstrap)
    {
        return new()
        {
            Column = attribution.Name,
            Method = attribution.Method,
            Class = name,
            Rows = rows.Count,
            RowsWithoutTruth = count - rows.Count,
            BaseRate = Mean(row => row.BaseRate),
            AveragePrecision = Mean(row => row.AveragePrecision),
            AveragePrecisionMagnitude = Mean(row => row.AveragePrecisionMagnitude),
            Auroc = Mean(row => row.Auroc),
            Pointing = Mean(row => row.Pointing ? 1 : 0),
            RelevanceMass = Mean(row => row.RelevanceMass),
            RelevanceRank = Mean(row => row.RelevanceRank),
        };

        Interval Mean(Func<RowLocalisation, double?> figure)
        {
            double[] values = new double[bootstrap.PatientOfRow.Count];
            values.AsSpan().Fill(double.NaN);
            foreach (RowLocalisation row in rows)
                values[row.Row] = figure(row) ?? double.NaN;
            return bootstrap.Mean(values);
        }
    }

    private List<LocalisationRow> ToRows() =>
    [
        .. Classes.SelectMany(figures => figures.Figures.Select(figure => new LocalisationRow
        {
            Column = figures.Column,
            Method = figures.Method,
            Class = figures.Class,
            Figure = figure.Name,
            Value = figure.Value.EstimateOrMissing(),
            Low = figure.Value.LowOrMissing(),
            High = figure.Value.HighOrMissing(),
            Rows = figures.Rows,
            RowsWithoutTruth = figures.RowsWithoutTruth,
            Patients = figure.Value.Patients,
        })),
    ];
}
