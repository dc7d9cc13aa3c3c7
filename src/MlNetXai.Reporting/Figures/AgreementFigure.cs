using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>How far explanation methods agree, pair by pair.</summary>
public sealed record AgreementFigure : Figure
{
    private const double Top = 54;
    private const double CellHeight = 36;

    /// <summary>Width from which on a cell has room for an interval.</summary>
    private const double WideCell = 64;

    /// <summary>Names of the methods.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>What is measured, e.g. "Spearman rank correlation".</summary>
    public required string Measure { get; init; }

    /// <summary>Agreement, <c>[method][method]</c>, −1 to 1; the diagonal is not drawn.</summary>
    public required IReadOnlyList<IReadOnlyList<Estimate>> Values { get; init; }

    private bool IsSigned => Values.Any(row => row.Any(value => value.Value < 0));

    private double Left => Math.Min(190, 40 + Methods.Select(name => TextWidth.Of(name, FigureStyle.TextSize)).DefaultIfEmpty().Max());

    private double CellWidth => Math.Min(92, (SvgCanvas.Width - Left - 8) / Math.Max(1, Methods.Count));

    private bool HasIntervals => CellWidth > WideCell && Values.Any(row => row.Any(value => value.HasInterval));

    private protected override FigureCaption DefaultCaption => new(
        $"{Measure} between what two methods say of the same beats, averaged over beats{(HasIntervals ? ", and below each number its 95 % interval over patients" : "")}. "
        + $"Colour is the number, from {(IsSigned ? "−1 through 0, which stands out least," : "0")} to 1.",
        "1 means that two methods order the samples of a beat alike, 0 that they have nothing in common, a number below 0 that one calls important what the other does not.",
        "Methods that agree may be wrong together: agreement is no proof. Methods of one family share their arithmetic and agree for that reason alone.");

    private protected override double Draw(SvgCanvas canvas)
    {
        RequireCount(Values.Count, Methods.Count, "Values");
        (double left, double width) = (Left, CellWidth);
        ColorScale.DrawBar(canvas, new(left, 8, 180, 11), Measure, IsSigned);
        for (int i = 0; i < Methods.Count; i++)
        {
            RequireCount(Values[i].Count, Methods.Count, $"Values of {Methods[i]}");
            double y = Top + (i * CellHeight);
            canvas.Text(8, y + (CellHeight / 2) + 4, FormattableString.Invariant($"{i + 1}"), "muted small", width: 20);
            canvas.Text(left - 8, y + (CellHeight / 2) + 4, Methods[i], "ink", Anchor.End, left - 36);
            canvas.Text(left + ((i + 0.5) * width), Top - 10, FormattableString.Invariant($"{i + 1}"), "muted small", Anchor.Middle, width);
            for (int j = 0; j < Methods.Count; j++)
            {
                if (i != j)
                    DrawCell(canvas, new(left + (j * width), y, width, CellHeight), Values[i][j]);
            }
        }

        return Top + (Methods.Count * CellHeight) + 8;
    }

    private static void DrawCell(SvgCanvas canvas, Box cell, Estimate value)
    {
        double middle = cell.X + (cell.Width / 2);
        string color = Theme.MapName(value.IsDefined ? value.Value : 0);
        bool wide = cell.Width > WideCell;
        canvas.Rectangle(cell, $"{color} surface-s thin");
        string text = value.IsDefined ? NumberText.Fixed(value.Value, 2) : wide ? NumberText.Undefined : "–";
        canvas.Text(middle, cell.Y + (wide && value.HasInterval ? 16 : 22), text, $"on-{color} {(wide ? "strong" : "small")}", Anchor.Middle, cell.Width - 2);
        if (wide && value.HasInterval)
            canvas.Text(middle, cell.Y + 30, $"{NumberText.Fixed(value.Low, 2)} to {NumberText.Fixed(value.High, 2)}", $"on-{color} small", Anchor.Middle, cell.Width - 2);
    }
}
