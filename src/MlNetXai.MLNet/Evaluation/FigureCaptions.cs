using System.Globalization;
using MlNetXai.Reporting.Figures;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Captions of figures as their measure was set.</summary>
internal static class FigureCaptions
{
    /// <summary>A figure whose caption names the level of its intervals.</summary>
    public static T WithLevel<T>(T figure, double level)
        where T : Figure => figure with { Caption = figure.Caption with { Shows = figure.Caption.Shows.Replace("95 %", string.Create(CultureInfo.InvariantCulture, $"{100 * level:0.#} %"), StringComparison.Ordinal) } };
}
