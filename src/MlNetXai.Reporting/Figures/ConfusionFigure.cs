using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>Confusion matrix: true class in rows, predicted class in columns, colour = share of the row.</summary>
public sealed record ConfusionFigure : Figure
{
    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Number of beats, <c>[true class][predicted class]</c>.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Counts { get; init; }

    private protected override FigureCaption DefaultCaption => new(
        "How many test beats of each labelled class (rows) the network gave to each class (columns), and below each number its share of the row. Colour is that share.",
        "The diagonal holds what is right. Off the diagonal, a row says what its beats were mistaken for.",
        "Beats of one patient resemble each other, so large numbers may come from few patients; see the intervals over patients in the tables.");

    private protected override double Draw(SvgCanvas canvas)
    {
        const double Top = 44, CellHeight = 46;
        RequireCount(Counts.Count, Classes.Count, "Counts");
        double left = 48 + Math.Min(140, Classes.Select(name => TextWidth.Of(name, FigureStyle.TextSize)).DefaultIfEmpty().Max() * TextWidth.Bold);
        double width = Math.Min(104, (SvgCanvas.Width - left - 96) / Math.Max(1, Classes.Count));
        double right = left + (width * Classes.Count), bottom = Top + (CellHeight * Classes.Count);

        canvas.Text((left + right) / 2, 16, "predicted class", "muted", Anchor.Middle);
        canvas.TextUpwards(16, (Top + bottom) / 2, "labelled class", "muted", bottom - Top + 20);
        canvas.Text(right + 12, Top - 10, "beats", "muted small");
        for (int i = 0; i < Classes.Count; i++)
        {
            RequireCount(Counts[i].Count, Classes.Count, $"Counts of {Classes[i]}");
            double y = Top + (i * CellHeight);
            long total = Counts[i].Sum();
            canvas.Text(left + ((i + 0.5) * width), Top - 10, Classes[i], "ink strong", Anchor.Middle, width - 4);
            canvas.Text(left - 10, y + (CellHeight / 2) + 4, Classes[i], "ink strong", Anchor.End, left - 46);
            canvas.Text(right + 12, y + (CellHeight / 2) + 4, NumberText.Count(total), "ink small", width: SvgCanvas.Width - right - 16);
            for (int j = 0; j < Classes.Count; j++)
                DrawCell(canvas, new(left + (j * width), y, width, CellHeight), Counts[i][j], total);
        }

        return bottom + 10;
    }

    private static void DrawCell(SvgCanvas canvas, Box cell, long count, long total)
    {
        double middle = cell.X + (cell.Width / 2), share = total > 0 ? (double)count / total : double.NaN;
        string color = Theme.MapName(total > 0 ? share : 0);
        canvas.Rectangle(cell, $"{color} surface-s thin");
        canvas.Text(middle, cell.Y + 20, NumberText.Count(count), $"on-{color} strong", Anchor.Middle, cell.Width - 4);
        canvas.Text(middle, cell.Y + 36, total > 0 ? NumberText.Percent(share) : "no beats", $"on-{color} small", Anchor.Middle, cell.Width - 4);
    }
}
