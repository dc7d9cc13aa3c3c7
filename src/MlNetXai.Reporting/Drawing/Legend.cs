namespace MlNetXai.Reporting.Drawing;

/// <summary>One entry of a legend.</summary>
/// <param name="Name">Its words.</param>
/// <param name="Style">How it looks.</param>
/// <param name="HasLine">Whether a line runs through its marker.</param>
internal readonly record struct LegendEntry(string Name, SeriesStyle Style, bool HasLine = true);

/// <summary>Names what is drawn, in a strip of its own above the data, so that it never covers any.</summary>
internal static class Legend
{
    private const double Sample = 28;
    private const double Gap = 20;
    private const double RowHeight = 18;

    /// <summary>Draws the entries in rows from (x, y) down; returns the height used.</summary>
    public static double Draw(SvgCanvas canvas, Box area, IEnumerable<LegendEntry> entries)
    {
        double x = area.X, y = area.Y;
        foreach (LegendEntry entry in entries)
        {
            string name = TextWidth.Fit(entry.Name, FigureStyle.TextSize, area.Width - Sample - 6);
            double width = Sample + 6 + TextWidth.Of(name, FigureStyle.TextSize);
            if (x > area.X && x + width > area.Right)
                (x, y) = (area.X, y + RowHeight);

            double middle = y + (RowHeight / 2);
            if (entry.HasLine)
                canvas.Line(x, middle, x + Sample, middle, $"line mid {entry.Style.Color}-s", entry.Style.Dash);
            entry.Style.DrawMarker(canvas, x + (Sample / 2), middle, 3.6);
            canvas.Text(x + Sample + 6, middle + 4, name);
            x += width + Gap;
        }

        return y + RowHeight - area.Y;
    }
}
