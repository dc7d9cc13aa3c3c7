namespace MlNetXai.Reporting.Figures;

/// <summary>Words under a figure, for a reader who knows medicine and not this program.</summary>
/// <param name="Shows">What is shown.</param>
/// <param name="Reading">How to read it.</param>
/// <param name="Limits">What it does not mean.</param>
public sealed record FigureCaption(string Shows, string Reading, string Limits);
