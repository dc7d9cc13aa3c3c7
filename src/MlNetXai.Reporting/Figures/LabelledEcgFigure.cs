using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>A wave of <see cref="LabelledEcgFigure"/>.</summary>
/// <param name="Name">P, Q, R, S, T or spike.</param>
/// <param name="Start">First sample, from the strip's start; may lie before it.</param>
/// <param name="End">One past its last sample.</param>
public sealed record WaveSpan(string Name, int Start, int End);

/// <summary>A strip of ECG with its waves labelled (study A, figure 3).</summary>
public sealed record LabelledEcgFigure : Figure
{
    /// <summary>Samples per second, above 0.</summary>
    public required double SamplingRateHz { get; init => field = Require.Above(value, 0); }

    /// <summary>The strip, <c>[sample]</c>, in mV; NaN leaves a gap.</summary>
    public required double[] Millivolts { get; init; }

    /// <summary>The waves, in any order.</summary>
    public required IReadOnlyList<WaveSpan> Waves { get; init; }

    /// <summary>Name of the lead, e.g. "MLII", or empty.</summary>
    public string Lead { get; init; } = "";

    /// <summary>Whether the bounds are fixed windows round R (real recordings) and not the true ones (synthetic). Default false.</summary>
    public bool ConventionalWindows { get; init; }

    private protected override FigureCaption DefaultCaption => new("", "", "");

    private protected override double Draw(SvgCanvas canvas) => 100;
}
