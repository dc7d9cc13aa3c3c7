using MlNetXai.Reporting.Tables;

namespace MlNetXai.Runs.Comparing;

/// <summary>A figure that a comparison may show of a method.</summary>
/// <param name="Name">Name in files.</param>
/// <param name="Measure">Where it is computed.</param>
/// <param name="Title">Heading.</param>
/// <param name="Better">Which values are good; null where neither end is.</param>
/// <param name="Decimals">Digits after the point.</param>
internal sealed record ComparisonFigure(string Name, ComparisonMeasure Measure, string Title, Better? Better, int Decimals = 2)
{
    /// <summary>Number or share.</summary>
    public ColumnKind Kind { get; init; } = ColumnKind.Number;

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

    public static ComparisonFigure Time { get; } = new("ms-per-row", ComparisonMeasure.Attributions, "Time (ms per beat)", Better.Low);

    public static ComparisonFigure Reduction { get; } = new("reduction", ComparisonMeasure.ScoreReduction, "Score reduction (logits)", Better.High);

    public static ComparisonFigure AboveRandom { get; } = new("above-random", ComparisonMeasure.ScoreReduction, "Above a random choice (logits)", Better.High);

    public static ComparisonFigure Randomised { get; } = new("random-network", ComparisonMeasure.ParameterRandomisation, "Random network (ρ)", Better.Low);

    public static ComparisonFigure OneLayer { get; } = new("one-random-layer", ComparisonMeasure.ParameterRandomisation, "One random layer (ρ)", null);

    public static ComparisonFigure Precision { get; } = new("auprc", ComparisonMeasure.Localisation, "AUPRC", Better.High);

    public static ComparisonFigure QrsShare { get; } = new("qrs-share", ComparisonMeasure.Localisation, "In the QRS", null, 1) { Kind = ColumnKind.Percent };

    public static IReadOnlyList<ComparisonFigure> All { get; } =
    [
        Time,
        Reduction,
        Magnitude(Reduction, "Score reduction, |A|"),
        new("reduction-0.5", ComparisonMeasure.ScoreReduction, "at α = 0.5", Better.High),
        new("reduction-0.5-magnitude", ComparisonMeasure.ScoreReduction, "at α = 0.5, |A|", Better.High),
        new("reduction-0.9", ComparisonMeasure.ScoreReduction, "at α = 0.9", Better.High),
        new("reduction-0.9-magnitude", ComparisonMeasure.ScoreReduction, "at α = 0.9, |A|", Better.High),
        new("share-deleted", ComparisonMeasure.ScoreReduction, "Share deleted", null, 1) { Kind = ColumnKind.Percent },
        new("share-deleted-magnitude", ComparisonMeasure.ScoreReduction, "Share deleted, |A|", null, 1) { Kind = ColumnKind.Percent },
        AboveRandom,
        Magnitude(AboveRandom, "Above a random choice, |A|"),
        new("fixed-share", ComparisonMeasure.ScoreReduction, "Same share for all (logits)", Better.High),
        new("fixed-share-magnitude", ComparisonMeasure.ScoreReduction, "Same share for all, |A|", Better.High),
        new("deletion", ComparisonMeasure.Curves, "Deletion area (logits)", Better.Low),
        new("insertion", ComparisonMeasure.Curves, "Insertion area (logits)", Better.High),
        new("aopc", ComparisonMeasure.Curves, "AOPC (logits)", Better.High),
        new("comprehensiveness", ComparisonMeasure.Erasure, "Comprehensiveness (logits)", Better.High),
        new("sufficiency", ComparisonMeasure.Erasure, "Sufficiency (logits)", Better.Low),
        Precision,
        Magnitude(Precision, "AUPRC, |A|"),
        new("auprc-chance", ComparisonMeasure.Localisation, "by chance", null),
        new("pointing", ComparisonMeasure.Localisation, "Pointing game", Better.High, 1) { Kind = ColumnKind.Percent },
        new("relevance-mass", ComparisonMeasure.Localisation, "Relevance mass", Better.High),
        new("relevance-rank", ComparisonMeasure.Localisation, "Relevance rank", Better.High),
        QrsShare,
        new("qrs-samples", ComparisonMeasure.Localisation, "QRS' share of the samples", null, 1) { Kind = ColumnKind.Percent },
        new("qrs-ratio", ComparisonMeasure.Localisation, "Ratio", null),
        new("infidelity", ComparisonMeasure.Infidelity, "Infidelity (logits²)", Better.Low),
        new("max-sensitivity", ComparisonMeasure.MaxSensitivity, "Max-sensitivity", Better.Low),
        Randomised,
        Magnitude(Randomised, "Random network, |A|"),
        OneLayer,
        Magnitude(OneLayer, "One random layer, |A|"),
    ];

    public static ComparisonFigure Magnitude(ComparisonFigure signed, string title) => signed with { Name = signed.Name + OfMagnitude, Title = title };

    public static ComparisonFigure Find(string name) => All.Single(figure => figure.Name == name);
}
