using MlNetXai.Explanations;
using MlNetXai.Reporting;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.Runs.Evaluating;

/// <summary>What explanations say together, as tables: for files, and where they are small enough for the report.</summary>
internal static class GlobalTables
{
    /// <summary>Tables by file name, those that there are.</summary>
    public static IEnumerable<(string Name, Table Table)> Of(EcgMetrics metrics)
    {
        if (metrics.AverageBeats.Count > 0)
            yield return ("average-beats", AverageBeats(metrics));
        if (metrics.ClassAverages.Count > 0)
            yield return ("class-averages", ClassAverages(metrics));
        if (metrics.Segments.Count > 0)
            yield return ("segments", Segments(metrics));
        if (metrics.Agreement.Count > 0)
            yield return ("agreement", Agreement(metrics.Agreement));
        if (metrics.Completeness.Count > 0)
            yield return ("completeness", Completeness(metrics));
        if (metrics.Completeness.Any(method => method.Steps.Count > 0))
            yield return ("steps", Steps(metrics));
        if (metrics.LastQuarterShares.Count > 0)
            yield return ("last-quarter-shares", LastQuarterShares(metrics));
        if (metrics.Counterfactuals.Count > 0)
            yield return ("counterfactuals", Counterfactuals(metrics));
        if (metrics.ClassModels.Count > 0)
            yield return ("class-models", ClassModels(metrics));
    }

    /// <summary>Agreement of methods as a report has room for it: over all classes, or class by class.</summary>
    public static Table AgreementInShort(EcgMetrics metrics, bool perClass) => new()
    {
        Caption = "How far every two methods agree",
        Columns =
        [
            new("Methods"), .. perClass ? (Column[])[new("Class")] : [], new("Rank correlation", ColumnKind.Number) { Decimals = 2 }, new("of magnitudes", ColumnKind.Number) { Decimals = 2 },
            new("Overlap of the top 10 %", ColumnKind.Percent), new("Equal signs", ColumnKind.Percent),
        ],
        Rows =
        [
            .. metrics.Agreement.Where(row => perClass || row.Class == "all").Select(row => (IReadOnlyList<Cell>)
                [$"{row.First}, {row.Second}", .. perClass ? (Cell[])[row.Class] : [], row.Spearman, row.SpearmanMagnitude, row.TopOverlap, row.SignAgreement]),
        ],
        HeadingColumns = perClass ? 2 : 1,
        Notes = perClass ? [] : ["The same per class stands in measures/agreement.csv."],
    };

    private static Table Agreement(IReadOnlyList<AgreementMetrics> rows) => new()
    {
        Caption = "How far every two methods agree",
        Columns =
        [
            new("Method") { Key = "first" }, new("Other method") { Key = "second" }, new("Class"), new("Beats", ColumnKind.Count),
            new("Rank correlation", ColumnKind.Number) { Decimals = 2, Key = "spearman" }, new("of magnitudes", ColumnKind.Number) { Decimals = 2, Key = "spearman_magnitude" },
            new("Overlap of the top 10 %", ColumnKind.Percent) { Key = "top_overlap" }, new("Equal signs", ColumnKind.Percent) { Key = "sign_agreement" },
            new("Left out", ColumnKind.Count) { Key = "undefined_rows" },
        ],
        Rows =
        [
            .. rows.Select(row => (IReadOnlyList<Cell>)
                [row.First, row.Second, row.Class, row.Rows, row.Spearman, row.SpearmanMagnitude, row.TopOverlap, row.SignAgreement, row.UndefinedRows]),
        ],
        HeadingColumns = 3,
        Notes = ["Left out of the rank correlation: beats of which a method says the same at every sample."],
    };

    public static Table Completeness(EcgMetrics metrics) => new()
    {
        Caption = "Do the values add up to the difference of the scores of beat and baseline?",
        Columns =
        [
            new("Method"), new("Beats", ColumnKind.Count), new("Judged", ColumnKind.Count) { Key = "judged_rows" }, new("Error below 1 %", ColumnKind.Percent) { Key = "share_within" },
            new("Median error", ColumnKind.Percent) { Decimals = 3, Key = "median" }, new("99 % are below", ColumnKind.Percent) { Decimals = 3, Key = "quantile_99" },
            new("Largest", ColumnKind.Percent) { Decimals = 3, Key = "largest" }, new("Largest of the others (logits)", ColumnKind.Number) { Decimals = 4, Key = "largest_of_others" },
        ],
        Rows =
        [
            .. metrics.Completeness.Select(row => (IReadOnlyList<Cell>)
            [
                row.Method, row.Rows, row.JudgedRows, row.ShareWithin, row.Median, row.Quantile99, row.Largest,
                row.JudgedRows == row.Rows ? Cell.Empty : row.LargestOfOthers,
            ]),
        ],
        Notes = ["Judged: beats whose scores differ by more than 0.05·max(1, |score|). A smaller difference makes any error a large share of it; of those beats the largest absolute error is given."],
    };

    public static Table Steps(EcgMetrics metrics) => new()
    {
        Caption = "Points of the path that each beat took",
        Columns = [new("Method"), new("Points", ColumnKind.Count), new("Beats", ColumnKind.Count)],
        Rows = [.. metrics.Completeness.SelectMany(method => method.Steps.Select(step => (IReadOnlyList<Cell>)[method.Method, step.Steps, step.Rows]))],
        Notes = ["A beat whose values do not add up within the tolerance is given more points."],
    };

    public static Table LastQuarterShares(EcgMetrics metrics) => new()
    {
        Caption = "How much of what Grad-CAM on hidden states weighs by lies in the last quarter of the beat",
        Columns = [new("Method"), new("Class"), new("Beats", ColumnKind.Count), new("Last quarter", ColumnKind.Percent) { Key = "share" }],
        Rows = [.. metrics.LastQuarterShares.Select(row => (IReadOnlyList<Cell>)[row.Method, row.Class, row.Rows, row.Share])],
        HeadingColumns = 2,
        Notes = ["Share of Σ|derivative of the score by the hidden states|; 25 % if all steps weighed alike. Where it is high, the map of earlier steps says only that their state resembles that of the last ones."],
    };

    public static Table Counterfactuals(EcgMetrics metrics) => new()
    {
        Caption = "How much of a beat must change for the network to name another class",
        Columns =
        [
            new("Network's class") { Key = "class" }, new("Beats", ColumnKind.Count), new("Found", ColumnKind.Percent), new("Samples changed (ms)", ColumnKind.Number) { Decimals = 0, Key = "length_ms" },
            new("Change (mV)", ColumnKind.Number) { Decimals = 2, Key = "change" }, new("Distance to real beats (mV)", ColumnKind.Number) { Decimals = 2, Key = "distance" },
            new("of the beats themselves", ColumnKind.Number) { Decimals = 2, Key = "real_distance" }, new("Mostly to") { Key = "new_class" },
        ],
        Rows =
        [
            .. metrics.Counterfactuals.Select(row => (IReadOnlyList<Cell>)
                [row.Class, row.Rows, row.ShareFound, row.LengthMs, row.Change, row.Distance, row.RealDistance, row.NewClass]),
        ],
        Notes =
        [
            "Found: beats for which a training beat of another class and another patient exists that the network gets right. Change: sum over the samples of the changed beat's distance from the beat.",
            "Distance: to the nearest training beat of another patient. Where it is far above that of the beats themselves, the changed beats are no likely beats.",
        ],
    };

    public static Table ClassModels(EcgMetrics metrics) => new()
    {
        Caption = "The beat that the network would score highest in each class",
        Columns =
        [
            new("Class"), new("Score (logits)", ColumnKind.Number) { Decimals = 2, Key = "score" }, new("Probability", ColumnKind.Percent), new("Steps", ColumnKind.Count),
            new("Change in the last step", ColumnKind.Percent) { Decimals = 3, Key = "last_change" },
        ],
        Rows = [.. metrics.ClassModels.Select(row => (IReadOnlyList<Cell>)[row.Class, row.Score, row.Probability, row.Steps, row.LastChange])],
    };

    private static Table AverageBeats(EcgMetrics metrics) => new()
    {
        Caption = "Average beat of every class, in mV",
        Columns =
        [
            new("Class"), new("Sample", ColumnKind.Count), new("Mean", ColumnKind.Number), new("Standard deviation", ColumnKind.Number), new("Beats", ColumnKind.Count),
            new("Patients", ColumnKind.Count),
        ],
        Rows =
        [
            .. metrics.AverageBeats.SelectMany(beat => beat.Mean.Select((mean, sample) => (IReadOnlyList<Cell>)
                [beat.Class, sample, mean, OrEmpty(beat.StandardDeviation, sample), beat.Rows, beat.Patients])),
        ],
        HeadingColumns = 2,
    };

    private static Table ClassAverages(EcgMetrics metrics) => new()
    {
        Caption = "What every method says of a class on average, with intervals over patients",
        Columns =
        [
            new("Method"), new("Class"), new("Sample", ColumnKind.Count), new("Mean", ColumnKind.Number), new("Standard deviation", ColumnKind.Number), new("Beats", ColumnKind.Count),
            new("Patients", ColumnKind.Count), new("Averaged"),
        ],
        Rows =
        [
            .. metrics.ClassAverages.SelectMany(average => average.Mean.Select((mean, sample) => (IReadOnlyList<Cell>)
                [average.Method, average.Class, sample, new Estimate(mean, average.Low[sample], average.High[sample]), OrEmpty(average.StandardDeviation, sample), average.Rows, average.Patients, Name(average.View)])),
        ],
        HeadingColumns = 3,
    };

    private static Table Segments(EcgMetrics metrics) => new()
    {
        Caption = "What every method says of a class by segments of the beat: mean over the segment's samples",
        Columns =
        [
            new("Method"), new("Cut"), new("Class"), new("Segment"), new("Start", ColumnKind.Number) { Decimals = 1 }, new("End", ColumnKind.Number) { Decimals = 1 },
            new("Value", ColumnKind.Number), new("Beats", ColumnKind.Count), new("Patients", ColumnKind.Count), new("Averaged"),
        ],
        Rows =
        [
            .. metrics.Segments.Select(one => (IReadOnlyList<Cell>)[one.Method, one.Cut, one.Class, one.Segment, one.Start, one.End, one.Value, one.Rows, one.Patients, Name(one.View)]),
        ],
        HeadingColumns = 4,
        Notes = ["Start and end: samples from 0, mean over the beats."],
    };

    private static string Name(SalienceView view) => view == SalienceView.Magnitude ? "magnitudes" : "signed values";

    private static Cell OrEmpty(IReadOnlyList<double> values, int index) => values.Count > index ? values[index] : Cell.Empty;
}
