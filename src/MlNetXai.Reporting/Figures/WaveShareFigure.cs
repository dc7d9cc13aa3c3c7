using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>Share of a method's attribution inside one wave's window.</summary>
/// <param name="Class">Class of the beats.</param>
/// <param name="Wave">P, Q, R, S, T or spike.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Share">Share of the summed magnitude inside the window, 0–1.</param>
/// <param name="WindowShare">Share of the beat's samples inside the window, 0–1: what an even spread would give.</param>
public sealed record WaveShare(string Class, string Wave, string Method, Estimate Share, double WindowShare);

/// <summary>Where the attribution lies: its share per wave, class and method beside the share of time the wave takes.</summary>
public sealed record WaveShareFigure : Figure
{
    /// <summary>The shares; classes, waves and methods are drawn in order of first appearance.</summary>
    public required IReadOnlyList<WaveShare> Shares { get; init; }

    private protected override FigureCaption DefaultCaption => new("", "", "");

    private protected override double Draw(SvgCanvas canvas) => 100;
}
