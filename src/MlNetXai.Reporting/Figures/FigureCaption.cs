using System.Globalization;

namespace MlNetXai.Reporting.Figures;

/// <summary>Words under a figure, for a reader who knows medicine and not this program.</summary>
/// <param name="Shows">What is shown.</param>
/// <param name="Reading">How to read it.</param>
/// <param name="Limits">What it does not mean.</param>
public sealed record FigureCaption(string Shows, string Reading, string Limits)
{
    /// <summary>The caption for intervals of another level than 95 %, which is what figures speak of by themselves.</summary>
    /// <param name="level">Level of the intervals, 0–1.</param>
    public FigureCaption AtLevel(double level) => this with { Shows = Shows.Replace("95 %", string.Create(CultureInfo.InvariantCulture, $"{100 * level:0.#} %"), StringComparison.Ordinal) };
}
