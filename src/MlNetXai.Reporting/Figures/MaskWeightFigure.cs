using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>Score reduction of the learned mask for one λ1.</summary>
/// <param name="Lambda">Weight of the mask's size in the objective, λ1.</param>
/// <param name="Reduction">Mean score reduction in logits, one value per threshold.</param>
public sealed record MaskWeightCurve(double Lambda, IReadOnlyList<Estimate> Reduction);

/// <summary>How the learned mask's score reduction depends on λ1, and which λ1 was chosen.</summary>
public sealed record MaskWeightFigure : Figure
{
    /// <summary>Thresholds, ascending, 0–1.</summary>
    public required IReadOnlyList<double> Alpha { get; init; }

    /// <summary>One curve per λ1.</summary>
    public required IReadOnlyList<MaskWeightCurve> Curves { get; init; }

    /// <summary>The λ1 chosen, or null.</summary>
    public double? Chosen { get; init; }

    private protected override FigureCaption DefaultCaption => new("", "", "");

    private protected override double Draw(SvgCanvas canvas) => 100;
}
