using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>Confusion matrix: true class in rows, predicted class in columns, colour = share of the row.</summary>
public sealed record ConfusionFigure : Figure
{
    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Number of rows, <c>[true class][predicted class]</c>.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Counts { get; init; }

    private protected override FigureCaption DefaultCaption => new("", "", "");

    private protected override double Draw(SvgCanvas canvas) => 100;
}
