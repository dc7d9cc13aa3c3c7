using MlNetXai.Reporting.Tables;

namespace MlNetXai.Runs.Comparing;

/// <summary>A figure that a comparison may show of a method.</summary>
/// <param name="Name">Name in files.</param>
/// <param name="Measure">Where it is computed.</param>
/// <param name="Title">Heading, with the unit.</param>
/// <param name="Short">Heading in the table that holds everything.</param>
/// <param name="Better">Which values are good; null where neither end is.</param>
internal sealed record ComparisonFigure(string Name, ComparisonMeasure Measure, string Title, string Short, Better? Better)
{
    /// <summary>Number or share.</summary>
    public ColumnKind Kind { get; init; } = ColumnKind.Number;

    /// <summary>Digits after the point.</summary>
    public int Decimals { get; init; } = 2;

    /// <summary>Whether it stands in the table that holds everything.</summary>
    public bool IsMain { get; init; } = true;

    /// <summary>Whether it is of the magnitudes, beside the same of the signed values.</summary>
    public bool IsOfMagnitude => Name.EndsWith(ComparisonFigures.OfMagnitude, StringComparison.Ordinal);

    /// <summary>The figure as a column of a table.</summary>
    public Column ToColumn() => new(Title, Kind) { Key = Name.Replace('-', '_').Replace('.', '_'), Decimals = Decimals };
}

/// <summary>Which end of a figure is the good one.</summary>
internal enum Better
{
    High,
    Low,
}

/// <summary>All figures, in the order of the columns.</summary>
internal static class ComparisonFigures
{
    /// <summary>Ending of a figure of the magnitudes.</summary>
    public const string OfMagnitude = "-magnitude";

    public static ComparisonFigure Time { get; } = new("ms-per-row", ComparisonMeasure.Attributions, "Time (ms per beat)", "ms", Better.Low) { Decimals = 1 };

    public static ComparisonFigure Reduction { get; } = new("reduction", ComparisonMeasure.ScoreReduction, "Mean over α (logits)", "score red.", Better.High);

    public static ComparisonFigure AboveRandom { get; } = new("above-random", ComparisonMeasure.ScoreReduction, "Above a random choice (logits)", "above random", Better.High);

    public static ComparisonFigure Randomised { get; } = new("random-network", ComparisonMeasure.ParameterRandomisation, "All layers random (ρ)", "all random", Better.Low);

    public static ComparisonFigure OneLayer { get; } = new("one-random-layer", ComparisonMeasure.ParameterRandomisation, "One layer random, highest (ρ)", "one random", null);

    public static ComparisonFigure Precision { get; } = new("auprc", ComparisonMeasure.Localisation, "AUPRC", "AUPRC", Better.High);

    public static ComparisonFigure QrsRatio { get; } = new("qrs-ratio", ComparisonMeasure.Localisation, "Share in the QRS over share of the samples", "QRS ratio", null) { IsMain = false };

    public static IReadOnlyList<ComparisonFigure> All { get; } =
    [
        Time,
        .. Both(Reduction),
        .. Both(new("reduction-0.5", ComparisonMeasure.ScoreReduction, "At α = 0.5", "α 0.5", Better.High) { IsMain = false }),
        .. Both(new("reduction-0.9", ComparisonMeasure.ScoreReduction, "At α = 0.9", "α 0.9", Better.High) { IsMain = false }),
        .. Both(new("share-deleted", ComparisonMeasure.ScoreReduction, "Share deleted", "deleted", null) { Kind = ColumnKind.Percent, Decimals = 1, IsMain = false }),
        .. Both(AboveRandom),
        .. Both(new("fixed-share", ComparisonMeasure.ScoreReduction, "Same share for all (logits)", "same share", Better.High)),
        new("deletion", ComparisonMeasure.DeletionInsertion, "Deletion area (logits)", "dele-tion", Better.Low),
        new("insertion", ComparisonMeasure.DeletionInsertion, "Insertion area (logits)", "inser-tion", Better.High),
        new("aopc", ComparisonMeasure.DeletionInsertion, "AOPC (logits)", "AOPC", Better.High),
        new("comprehensiveness", ComparisonMeasure.Erasure, "Comprehensiveness (logits)", "compr.", Better.High),
        new("sufficiency", ComparisonMeasure.Erasure, "Sufficiency (logits)", "suff.", Better.Low),
        .. Both(Precision),
        new("auprc-chance", ComparisonMeasure.Localisation, "AUPRC by chance", "chance", null) { IsMain = false },
        new("pointing", ComparisonMeasure.Localisation, "Pointing game", "pointing", Better.High) { Kind = ColumnKind.Percent, Decimals = 1 },
        new("relevance-mass", ComparisonMeasure.Localisation, "Relevance mass", "mass", Better.High),
        new("relevance-rank", ComparisonMeasure.Localisation, "Relevance rank", "rank", Better.High),
        new("qrs-share", ComparisonMeasure.Localisation, "Share in the QRS", "in QRS", null) { Kind = ColumnKind.Percent, Decimals = 1 },
        new("qrs-samples", ComparisonMeasure.Localisation, "QRS' share of the samples", "QRS", null) { Kind = ColumnKind.Percent, Decimals = 1, IsMain = false },
        QrsRatio,
        new("infidelity", ComparisonMeasure.Infidelity, "Infidelity (logits²)", "infid.", Better.Low) { Decimals = 3 },
        new("max-sensitivity", ComparisonMeasure.MaxSensitivity, "Max-sensitivity", "max-sens.", Better.Low),
        .. Both(Randomised),
        .. Both(OneLayer),
    ];

    public static ComparisonFigure Find(string name) => All.Single(figure => figure.Name == name);

    private static ComparisonFigure[] Both(ComparisonFigure signed) =>
        [signed, signed with { Name = signed.Name + OfMagnitude, Title = $"{signed.Title}, |A|", Short = "|A|" }];
}
