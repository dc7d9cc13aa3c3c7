using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>Test results of one patient split, each 0–1.</summary>
/// <param name="Split">Name of the split, e.g. "split 1 (100 epochs)".</param>
/// <param name="Accuracy">Share of beats that are right.</param>
/// <param name="BalancedAccuracy">Mean over the classes of the share that is right.</param>
/// <param name="MajorityShare">Share of the most frequent class: what always guessing it would score.</param>
public sealed record SplitAccuracy(string Split, Estimate Accuracy, Estimate BalancedAccuracy, double MajorityShare);

/// <summary>Accuracy of every split beside balanced accuracy and what always guessing the most frequent class would score.</summary>
public sealed record SplitAccuracyFigure : Figure
{
    /// <summary>The splits, top to bottom.</summary>
    public required IReadOnlyList<SplitAccuracy> Splits { get; init; }

    /// <summary>Name of the most frequent class. Default "N".</summary>
    public string MajorityClass { get; init; } = "N";

    /// <summary>The published accuracy, drawn as a line, or null.</summary>
    public double? Published { get; init; }

    private protected override FigureCaption DefaultCaption => new("", "", "");

    private protected override double Draw(SvgCanvas canvas) => 100;
}
