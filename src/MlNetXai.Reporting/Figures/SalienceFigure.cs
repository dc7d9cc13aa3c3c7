using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>One beat of <see cref="SalienceFigure"/>.</summary>
/// <param name="Label">Before the row, e.g. "N".</param>
/// <param name="Millivolts">The beat, <c>[step]</c>, in mV.</param>
/// <param name="Salience">What each method says, <c>[method][step]</c>, scaled to 0–1.</param>
public sealed record SalienceRow(string Label, float[] Millivolts, IReadOnlyList<float[]> Salience);

/// <summary>Beats with salience as colour: one row per class, one column per method (study A, figure 4).</summary>
public sealed record SalienceFigure : Figure
{
    /// <summary>Time axis of the beats. Default 216 steps at 360 Hz.</summary>
    public BeatWindow Window { get; init; } = new();

    /// <summary>Names of the methods, one column each.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The beats, one row each.</summary>
    public required IReadOnlyList<SalienceRow> Rows { get; init; }

    private protected override FigureCaption DefaultCaption => new("", "", "");

    private protected override double Draw(SvgCanvas canvas) => 100;
}
