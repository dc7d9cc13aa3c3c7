using System.Globalization;
using MlNetXai.Reporting;
using MlNetXai.Reporting.Tables;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Runs.Evaluating;

/// <summary>The numbers of an evaluation as tables, for files and for the report.</summary>
internal static class MeasureTables
{
    /// <summary>All tables with something in them, by file name.</summary>
    public static IEnumerable<(string Name, Table Table)> Of(EcgMetrics metrics, EcgEvaluationOptions options, double samplingRateHz, EcgExplanationOptions? mask)
    {
        yield return ("splits", Splits(metrics, options));
        yield return ("classes", Classes(metrics.Test, "Figures of every class, test part"));
        yield return ("confusion", Confusion(metrics.Classes, metrics.Test));
        if (metrics.Pooled is { } pooled)
            yield return ("classes-pooled", Classes(pooled, "Figures of every class, test parts of all splits, a patient's beats of all splits as one cluster"));
        if (metrics.Prefixes.Count > 0)
            yield return ("temporal-output-score", Prefixes(metrics));
        if (metrics.ScoreReduction is { } reduction)
        {
            yield return ("score-reduction", ScoreReduction(reduction));
            yield return ("score-reduction-fixed-share", FixedShare(reduction));
            if (reduction.MaskMinusOthers.Count > 0)
                yield return ("score-reduction-differences", Differences(reduction));
        }

        if (metrics.WaveShares.Count > 0)
            yield return ("wave-shares", WaveShares(metrics));
        if (metrics.Localisation.Count > 0)
            yield return ("localisation", Localisation(metrics, options, samplingRateHz));
        if (metrics.Mask is { } moved)
            yield return ("mask", Mask(moved, mask));
        foreach ((string name, Table table) in GlobalTables.Of(metrics))
            yield return (name, table);
    }

    public static Table Splits(EcgMetrics metrics, EcgEvaluationOptions options)
    {
        List<IReadOnlyList<Cell>> rows =
        [
            .. metrics.Splits.Select(split => (IReadOnlyList<Cell>)
            [
                split.Run, split.Split, (long)split.Seed, split.Epochs, split.MostEpochs is { } most ? most : Cell.Empty, split.BestEpoch, split.Rows,
                split.Accuracy, split.BalancedAccuracy, split.MajorityClass, split.MajorityShare,
            ]),
        ];
        if (metrics.Pooled is { } pooled)
        {
            rows.Add(["mean", "", "", "", "", "", pooled.Rows, metrics.MeanAccuracy, metrics.MeanBalancedAccuracy, "", metrics.MeanMajorityShare]);
            rows.Add(["pooled", "", "", "", "", "", pooled.Rows, pooled.Accuracy, pooled.BalancedAccuracy, pooled.MajorityClass, pooled.MajorityShare]);
        }

        return new()
        {
            Caption = "Test accuracy of every patient split, beside balanced accuracy and what always guessing the most frequent class scores",
            Columns =
            [
                new("Run"), new("Split", ColumnKind.Count), new("Seed", ColumnKind.Count), new("Epochs", ColumnKind.Count),
                new("of at most", ColumnKind.Count) { Key = "most_epochs" }, new("Best epoch", ColumnKind.Count),
                new("Beats", ColumnKind.Count), new("Accuracy", ColumnKind.Percent), new("Balanced accuracy", ColumnKind.Percent),
                new("Most frequent class") { Key = "majority_class" }, new("Always guessing it", ColumnKind.Percent) { Key = "majority_share" },
            ],
            Rows = rows,
            Notes = [Intervals(options)],
        };
    }

    public static Table Classes(ClassifierMetrics metrics, string caption) => new()
    {
        Caption = caption,
        Columns =
        [
            new("Class"), new("Beats", ColumnKind.Count), new("Patients", ColumnKind.Count), new("Precision", ColumnKind.Percent), new("Recall", ColumnKind.Percent),
            new("F1", ColumnKind.Percent),
        ],
        Rows = [.. metrics.PerClass.Select(row => (IReadOnlyList<Cell>)[row.Class, row.Support, row.Patients, row.Precision, row.Recall, row.F1])],
        Notes = metrics.UndefinedShare > 0
            ? [string.Create(CultureInfo.InvariantCulture, $"Up to {100 * metrics.UndefinedShare:0.#} % of the bootstrap draws lacked a class; they leave its figures undefined and are left out.")]
            : [],
    };

    public static Table Confusion(IReadOnlyList<string> classes, ClassifierMetrics metrics) => new()
    {
        Caption = "Beats by labelled class (rows) and predicted class (columns), test part",
        Columns = [new("Labelled class") { Key = "true_class" }, .. classes.Select(name => new Column(name, ColumnKind.Count) { Key = name })],
        Rows = [.. metrics.Confusion.Select((row, c) => (IReadOnlyList<Cell>)[classes[c], .. row.Select(count => (Cell)count)])],
    };

    public static Table Prefixes(EcgMetrics metrics) => new()
    {
        Caption = "When the network decides",
        Columns =
        [
            new("Class"), new("Beats", ColumnKind.Count), new("Most likely after one sample"), new("for so many beats", ColumnKind.Percent) { Key = "first_step_share" },
            new("Last sample needed (ms from R)", ColumnKind.Number) { Key = "sufficient_prefix_ms", Decimals = 0 }, new("Share of the beat needed", ColumnKind.Percent),
        ],
        Rows =
        [
            .. metrics.Prefixes.Select(row => (IReadOnlyList<Cell>)
                [row.Class, row.Rows, row.FirstStepClass, row.FirstStepShare, row.SufficientPrefixMs, row.SufficientShare]),
        ],
        Notes = ["The last sample needed ends the shortest prefix from which on the final decision holds."],
    };

    public static Table ScoreReduction(ScoreReductionMetrics metrics) => new()
    {
        Caption = "Score reduction over the threshold α",
        Columns =
        [
            new("Method"), new("α", ColumnKind.Number) { Decimals = 2, Key = "alpha" }, new("Reduction (logits)", ColumnKind.Number) { Key = "reduction" },
            new("Share deleted", ColumnKind.Percent), new("Random choice of the same size (logits)", ColumnKind.Number) { Key = "paired_random" },
        ],
        Rows =
        [
            .. metrics.Methods.SelectMany(method => metrics.Alpha.Select((alpha, i) => (IReadOnlyList<Cell>)
                [method.Method, alpha, method.Reduction[i], method.ShareDeleted[i], method.PairedRandom[i]])),
            .. metrics.Alpha.Select((alpha, i) => (IReadOnlyList<Cell>)["random", alpha, metrics.Random[i], "", ""]),
        ],
        HeadingColumns = 2,
    };

    public static Table FixedShare(ScoreReductionMetrics metrics) => new()
    {
        Caption = "Score reduction when every method deletes the same share of the beat",
        Columns = [new("Method"), new("Share deleted", ColumnKind.Percent), new("Reduction (logits)", ColumnKind.Number) { Key = "reduction" }],
        Rows =
        [
            .. metrics.Methods.SelectMany(method => metrics.Shares.Select((share, i) => (IReadOnlyList<Cell>)[method.Method, share, method.FixedShare[i]])),
            .. metrics.Shares.Select((share, i) => (IReadOnlyList<Cell>)["random", share, metrics.RandomFixedShare[i]]),
        ],
        HeadingColumns = 2,
    };

    /// <summary>One row per point, one column per other method.</summary>
    public static Table Differences(ScoreReductionMetrics metrics) => new()
    {
        Caption = "Learned mask minus the other methods: paired difference of the score reduction, in logits",
        Columns =
        [
            new("Deleted") { Key = "variant" }, new("Point", ColumnKind.Number) { Decimals = 2 },
            .. metrics.MaskMinusOthers.Select(other => new Column($"Against {other.Method}", ColumnKind.Number) { Decimals = 2, Key = $"difference_{other.Method}" }),
        ],
        Rows =
        [
            .. metrics.Alpha.Select((alpha, i) => (IReadOnlyList<Cell>)["above α", alpha, .. metrics.MaskMinusOthers.Select(other => (Cell)other.Difference[i])]),
            .. metrics.Shares.Select((share, i) => (IReadOnlyList<Cell>)["share by rank", share, .. metrics.MaskMinusOthers.Select(other => (Cell)other.FixedShareDifference[i])]),
        ],
        HeadingColumns = 2,
        Notes = ["Above 0: the learned mask reduces the score more."],
    };

    public static Table WaveShares(EcgMetrics metrics) => new()
    {
        Caption = "Share of the summed magnitude of the attribution inside each wave",
        Columns =
        [
            new("Class"), new("Method"), new("Wave"), new("Share", ColumnKind.Percent), new("Share of the samples", ColumnKind.Percent) { Key = "window_share" },
            new("Ratio", ColumnKind.Number) { Decimals = 2 }, new("Beats", ColumnKind.Count), new("Left out", ColumnKind.Count) { Key = "rows_without_magnitude" },
        ],
        Rows = [.. metrics.WaveShares.Select(row => (IReadOnlyList<Cell>)[row.Class, row.Method, row.Wave, row.Share, row.WindowShare, row.Ratio, row.Rows, row.RowsWithoutMagnitude])],
        HeadingColumns = 3,
        Notes =
        [
            "Ratio 1: the method has no preference for the wave.",
            "Beats: those of the class that have the wave. Left out of them: beats for which the method gives nothing but 0, as a mask that never moved.",
        ],
    };

    public static Table Localisation(EcgMetrics metrics, EcgEvaluationOptions options, double samplingRateHz) => new()
    {
        Caption = "Agreement of the attributions with the known truth",
        Columns =
        [
            new("Method"), new("Class"), new("Beats", ColumnKind.Count), new("AUPRC, signed", ColumnKind.Number) { Decimals = 2, Key = "auprc" },
            new("AUPRC, magnitude", ColumnKind.Number) { Decimals = 2, Key = "auprc_magnitude" }, new("By chance", ColumnKind.Number) { Decimals = 2, Key = "base_rate" },
            new("Pointing game", ColumnKind.Percent), new("Relevance mass", ColumnKind.Percent), new("Relevance rank", ColumnKind.Percent),
            new("Left out", ColumnKind.Count) { Key = "rows_without_truth" },
        ],
        Rows =
        [
            .. metrics.Localisation.Select(row => (IReadOnlyList<Cell>)
            [
                row.Method,
                row.Class,
                row.Rows,
                row.AveragePrecision,
                row.AveragePrecisionMagnitude,
                row.BaseRate,
                row.PointingGame,
                row.RelevanceMass is { } mass ? mass : Cell.Empty,
                row.RelevanceRank is { } rank ? rank : Cell.Empty,
                row.RowsWithoutTruth,
            ]),
        ],
        HeadingColumns = 2,
        Notes =
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"The truth is widened by {options.TruthDilation} samples ({1000 * options.TruthDilation / samplingRateHz:0} ms) on both sides; the band-pass filter spreads a mark by 14 ms, and attributions are made on filtered beats."),
            "Relevance mass: share of what speaks for the class that lies in the truth. Relevance rank: share of the truth among as many largest values as it has samples. By chance both are what the column of that name says.",
            "Left out: beats whose truth is not known, because no beat of the generator lies there.",
        ],
    };

    public static Table Mask(MaskMetrics metrics, EcgExplanationOptions? options) => new()
    {
        Caption = "How far the learned masks moved",
        Columns = [new("Figure"), new("Value", ColumnKind.Number)],
        Rows =
        [
            ["Mean of each mask's smallest element", metrics.Minimum],
            ["Smallest element of all masks", metrics.LowestMinimum],
            ["Mean share masked, Σ(1 − m)/T", metrics.Area],
            ["Mean score before (logits)", metrics.ScoreBefore],
            ["Mean score after (logits)", metrics.ScoreAfter],
            ["Largest change of an element in the last step", metrics.LastStep],
        ],
        Notes = options is null ? [] :
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.MaskIterations} steps at a learning rate of {options.MaskLearningRate} move an element by about {Math.Min(1, options.MaskIterations * options.MaskLearningRate):0.###} while its gradient keeps its size (Adam's steps grow when it changes); scaling to 0–1 hides how far it moved."),
        ],
    };

    /// <summary>What the intervals are.</summary>
    public static string Intervals(EcgEvaluationOptions options) => string.Create(
        CultureInfo.InvariantCulture, $"{100 * options.IntervalLevel:0.#} % intervals by bootstrap over patients, {options.BootstrapDraws:N0} draws.");

    public static Table Sweep(LambdaSweep sweep) => new()
    {
        Caption = "Score reduction of the learned mask for every λ1, validation beats",
        Columns = [new("λ1", ColumnKind.Number) { Decimals = 4, Key = "lambda1" }, new("α", ColumnKind.Number) { Decimals = 2, Key = "alpha" }, new("Reduction (logits)", ColumnKind.Number) { Key = "reduction" }],
        Rows = [.. sweep.Curves.SelectMany(curve => sweep.Alpha.Select((alpha, i) => (IReadOnlyList<Cell>)[curve.Lambda1, alpha, curve.Reduction[i]]))],
        HeadingColumns = 2,
    };
}
