namespace MlNetXai.Reporting.Drawing;

/// <summary>Estimates as dots with intervals along a horizontal axis.</summary>
internal static class DotRow
{
    /// <summary>One estimate at height y: its interval as a line, its value as a marker; "undefined" in words.</summary>
    public static void Draw(SvgCanvas canvas, Plot plot, double y, Estimate estimate, SeriesStyle style)
    {
        if (!estimate.IsDefined)
        {
            canvas.Text(plot.Area.Right - 6, y + 4, NumberText.Undefined, "muted small", Anchor.End);
            return;
        }

        if (estimate.HasInterval)
        {
            double low = plot.X(estimate.Low), high = plot.X(estimate.High);
            canvas.Line(low, y, high, y, $"mid {style.Color}-s");
            canvas.Line(low, y - 3, low, y + 3, $"mid {style.Color}-s");
            canvas.Line(high, y - 3, high, y + 3, $"mid {style.Color}-s");
        }

        style.DrawMarker(canvas, plot.X(estimate.Value), y, 3.8);
    }

    /// <summary>A value to compare with, as a bar across the row.</summary>
    public static void DrawReference(SvgCanvas canvas, Plot plot, double top, double bottom, double value)
    {
        if (double.IsFinite(value))
            canvas.Line(plot.X(value), top, plot.X(value), bottom, "reference muted-s");
    }

    /// <summary>What the bar means, at the end of a legend; returns the height used.</summary>
    public static double DrawReferenceLegend(SvgCanvas canvas, double x, double y, string name)
    {
        canvas.Line(x + 14, y + 2, x + 14, y + 16, "reference muted-s");
        canvas.Text(x + 34, y + 13, name, width: SvgCanvas.Width - x - 44);
        return 18;
    }
}
