using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>Score reduction over the threshold α, and what it must be read beside (study A, figure 5).</summary>
public sealed record ScoreReductionFigure : Figure
{
    /// <summary>Thresholds, ascending, 0–1.</summary>
    public required IReadOnlyList<double> Alpha { get; init; }

    /// <summary>Mean score reduction in logits per method and for the random baseline, one value per threshold.</summary>
    public required IReadOnlyList<Curve> Reduction { get; init; }

    /// <summary>Mean share of the samples deleted per method, 0–1, one value per threshold; empty = panel left out.</summary>
    public IReadOnlyList<Curve> ShareDeleted { get; init; } = [];

    /// <summary>Reduction of a random choice of as many samples as each method deleted, by the method's name, one value per threshold; empty = panel left out.</summary>
    public IReadOnlyList<Curve> PairedRandom { get; init; } = [];

    /// <summary>Shares deleted in <see cref="FixedShare"/>, ascending, 0–1.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [];

    /// <summary>Reduction when every method deletes the same share, one value per share; empty = panel left out.</summary>
    public IReadOnlyList<Curve> FixedShare { get; init; } = [];

    private protected override FigureCaption DefaultCaption => new("", "", "");

    private protected override double Draw(SvgCanvas canvas) => 100;
}
