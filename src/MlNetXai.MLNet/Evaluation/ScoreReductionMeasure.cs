using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Explaining;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Columns and settings of a score reduction.</summary>
/// <example>
/// <code>
/// ScoreReductionMeasureOptions options = new()
/// {
///     FeatureColumnName = "Features",
///     PatientColumnName = "Patient",   // its rows are drawn together; null: every row alone
///     Target = ExplanationTarget.Label("Label"),
///     Measure = new() { Alphas = [0, 0.25, 0.5, 0.75, 1], Draws = 5 },
///     Bootstrap = new() { Draws = 500, Level = 0.9, Seed = 1 },
///     Progress = new Progress&lt;ProgressReport&gt;(report =&gt; messages.Add($"{report.Done} of {report.Total} rows")),
///     Cancellation = stop.Token,
/// };
/// ScoreReductionMeasure measure = mlContext.Explanation.ScoreReduction(explained, network, "Occlusion", options);
/// </code>
/// </example>
public sealed record ScoreReductionMeasureOptions
{
    /// <summary>Column of the rows that were explained, <c>Vector&lt;Single, T, D&gt;</c>. Default "Features".</summary>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>Column of the patient, whose rows are drawn together. "Patient" (the default) is used where the column is there; null: every row counts as a patient.</summary>
    public string? PatientColumnName { get; init; } = MeasuredColumns.DefaultPatient;

    /// <summary>Class whose score falls: the one that was explained. Default the predicted class.</summary>
    public ExplanationTarget Target { get; init; } = ExplanationTarget.Predicted;

    /// <summary>Thresholds, what deleted values become, random draws.</summary>
    public ScoreReductionOptions Measure { get; init; } = new();

    /// <summary>Level, draws and seed of the intervals.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();

    /// <summary>Hears of progress in rows, or null.</summary>
    public IProgress<ProgressReport>? Progress { get; init; }

    /// <summary>Stops between blocks of work.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Score reduction of one attribution column.</summary>
/// <example>
/// <code>
/// ColumnScoreReduction occlusion = measure.Columns[0];
/// Console.WriteLine($"'{occlusion.Column}' by {occlusion.Method}: {occlusion.MeanReduction.Estimate}, above chance by {occlusion.MeanOverRandom.Estimate}");
/// for (int point = 0; point &lt; occlusion.Reduction.Count; point++)
///     Console.WriteLine($"{occlusion.Reduction[point].Estimate}, random {occlusion.PairedRandom[point].Estimate}, {occlusion.ShareDeleted[point].Estimate:P0} deleted");
/// </code>
/// </example>
public sealed record ColumnScoreReduction
{
    /// <summary>Name of the column.</summary>
    public required string Column { get; init; }

    /// <summary>Method that made it, or "" where the column does not say.</summary>
    public required string Method { get; init; }

    /// <summary>Mean fall of the score at each α, <c>[α]</c>; positive: the score falls.</summary>
    public required IReadOnlyList<Interval> Reduction { get; init; }

    /// <summary>Mean share of values deleted at each α, <c>[α]</c>.</summary>
    public required IReadOnlyList<Interval> ShareDeleted { get; init; }

    /// <summary>The same measure for random choices of the same size, <c>[α]</c>.</summary>
    public required IReadOnlyList<Interval> PairedRandom { get; init; }

    /// <summary>Mean of the reduction over all α.</summary>
    public required Interval MeanReduction { get; init; }

    /// <summary>Paired difference of the mean over all α to the random choices; positive: better than chance.</summary>
    public required Interval MeanOverRandom { get; init; }
}

/// <summary>A row of <see cref="ScoreReductionMeasure.Data"/>: one column at one threshold.</summary>
/// <example>
/// <code>
/// foreach (ScoreReductionRow row in mlContext.Data.CreateEnumerable&lt;ScoreReductionRow&gt;(measure.Data, reuseRowObject: false))
/// {
///     Console.WriteLine($"{row.Column} ({row.Method}), α {row.Alpha}: {row.Reduction} ({row.Low} to {row.High}), random {row.PairedRandom}");
///     Console.WriteLine($"{row.ShareDeleted:P0} deleted; {row.Rows} rows of {row.Patients} patients");
/// }
/// </code>
/// </example>
public sealed class ScoreReductionRow
{
    /// <summary>Name of the attribution column.</summary>
    public string Column { get; set; } = "";

    /// <summary>Method that made it, or "".</summary>
    public string Method { get; set; } = "";

    /// <summary>Threshold α, 0 … 1.</summary>
    public double Alpha { get; set; }

    /// <summary>Mean fall of the score.</summary>
    public double Reduction { get; set; }

    /// <summary>Lower end of its interval; NaN where there is none.</summary>
    public double Low { get; set; }

    /// <summary>Upper end of its interval; NaN where there is none.</summary>
    public double High { get; set; }

    /// <summary>Mean share of values deleted, 0 … 1.</summary>
    public double ShareDeleted { get; set; }

    /// <summary>Mean fall of the score for random choices of the same size.</summary>
    public double PairedRandom { get; set; }

    /// <summary>Rows measured.</summary>
    public int Rows { get; set; }

    /// <summary>Patients they come from.</summary>
    public int Patients { get; set; }
}

/// <summary>How much the score falls when what attribution columns call salient is deleted.</summary>
/// <example>
/// <code>
/// ScoreReductionMeasure measure = mlContext.Explanation.ScoreReduction(explained, network, ["Occlusion", "Derivative"]);
/// Console.WriteLine($"{measure.Rows} rows of {measure.Patients} patients; the first row's score is {measure.Result.Scores[0]}");
/// foreach (ColumnScoreReduction column in measure.Columns)
///     Console.WriteLine($"'{column.Column}': {column.MeanReduction.Estimate} ({column.MeanReduction.Low} to {column.MeanReduction.High})");
/// IDataView curves = measure.Data;   // rows of ScoreReductionRow
/// </code>
/// </example>
public sealed class ScoreReductionMeasure
{
    private readonly string _note;

    internal ScoreReductionMeasure(MLContext context, ScoreReductionResult result, MeasuredRows rows, ScoreReductionMeasureOptions options)
    {
        PatientBootstrap bootstrap = rows.Bootstrap(options.Bootstrap);
        (Result, Rows, Patients, _note) = (result, rows.Count, bootstrap.Patients.Count, rows.IntervalNote(options.Bootstrap));
        Columns = [.. result.Methods.Zip(rows.Attributions, (method, attribution) => Intervals(method, attribution, bootstrap))];
        Data = context.Data.LoadFromEnumerable(ToRows());
    }

    /// <summary>Curves of every row, in the order of the columns and rows given.</summary>
    public ScoreReductionResult Result { get; }

    /// <summary>Means and intervals of every column, in the order given.</summary>
    public IReadOnlyList<ColumnScoreReduction> Columns { get; }

    /// <summary>Rows measured.</summary>
    public int Rows { get; }

    /// <summary>Patients they come from.</summary>
    public int Patients { get; }

    /// <summary>The curves as rows of <see cref="ScoreReductionRow"/>.</summary>
    public IDataView Data { get; }

    /// <summary>A table of the means over all thresholds.</summary>
    public override string ToString() => TextTable.Format(new()
    {
        Caption = $"Score reduction, mean over α; {Rows} rows of {Patients} patients",
        Columns = [new("Column"), new("Method"), new("Reduction", ColumnKind.Number), new("Above paired random", ColumnKind.Number), new("Share deleted", ColumnKind.Percent)],
        Rows =
        [
            .. Columns.Select(column => (IReadOnlyList<Cell>)
                [column.Column, column.Method, column.MeanReduction.ToCell(), column.MeanOverRandom.ToCell(), column.ShareDeleted.Average(share => share.EstimateOrMissing())]),
        ],
        Notes = ["Above 0: the score falls; above paired random: it falls more than for a random choice of as many values.", _note],
    });

    private static ColumnScoreReduction Intervals(MethodScoreReduction method, MeasuredAttribution attribution, PatientBootstrap bootstrap)
    {
        double[] mean = [.. method.Reduction.PerRow.Select(curve => curve.Average())];
        return new()
        {
            Column = attribution.Name,
            Method = attribution.Method,
            Reduction = bootstrap.MeanCurve(method.Reduction.PerRow),
            ShareDeleted = bootstrap.MeanCurve(method.ShareDeleted.PerRow),
            PairedRandom = bootstrap.MeanCurve(method.PairedRandom.PerRow),
            MeanReduction = bootstrap.Mean(mean),
            MeanOverRandom = bootstrap.Mean(method.MeanAboveRandom),
        };
    }

    private List<ScoreReductionRow> ToRows()
    {
        IReadOnlyList<double> alphas = Result.Random.Points;
        return
        [
            .. Columns.SelectMany(column => alphas.Select((alpha, point) => new ScoreReductionRow
            {
                Column = column.Column,
                Method = column.Method,
                Alpha = alpha,
                Reduction = column.Reduction[point].EstimateOrMissing(),
                Low = column.Reduction[point].LowOrMissing(),
                High = column.Reduction[point].HighOrMissing(),
                ShareDeleted = column.ShareDeleted[point].EstimateOrMissing(),
                PairedRandom = column.PairedRandom[point].EstimateOrMissing(),
                Rows = Rows,
                Patients = Patients,
            })),
        ];
    }
}
