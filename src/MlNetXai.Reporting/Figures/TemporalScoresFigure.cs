using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>One beat of <see cref="TemporalScoresFigure"/>.</summary>
/// <param name="Title">Above the beat, e.g. "V: record 208".</param>
/// <param name="TrueClass">Index of the labelled class.</param>
/// <param name="Millivolts">The beat, <c>[step]</c>, in mV.</param>
/// <param name="Probabilities">Probability of each class after every prefix, <c>[step, class]</c>, 0–1.</param>
/// <param name="SufficientPrefix">Steps in the shortest prefix from which on the true class stays most likely, or null if there is none.</param>
public sealed record TemporalScoresExample(string Title, int TrueClass, float[] Millivolts, float[] Probabilities, int? SufficientPrefix = null);

/// <summary>Beats, and below each the probability of every class had the network stopped reading there (study A, figure 1).</summary>
public sealed record TemporalScoresFigure : Figure
{
    /// <summary>Time axis of the beats. Default 216 steps at 360 Hz.</summary>
    public BeatWindow Window { get; init; } = new();

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The beats, drawn two in a row.</summary>
    public required IReadOnlyList<TemporalScoresExample> Examples { get; init; }

    private protected override FigureCaption DefaultCaption => new("", "", "");

    private protected override double Draw(SvgCanvas canvas) => 100;
}
