namespace MlNetXai.Reporting.Drawing;

/// <summary>Draws with the colours of the map.</summary>
internal static class ColorScale
{
    private const int Unknown = -1;

    /// <summary>Cells reach under the next one, so that no seam of the ground shines through.</summary>
    private const double Overlap = 0.4;

    /// <summary>A bar from 0, or where <paramref name="isSigned"/> from −1, to 1, with its ends named.</summary>
    public static void DrawBar(SvgCanvas canvas, Box bar, string label, bool isSigned = false)
    {
        int low = isSigned ? -1 : 0, steps = (1 - low) * Theme.MapSteps;
        double step = bar.Width / steps, y = bar.Bottom - 1;
        for (int i = 0; i < steps; i++)
            canvas.Rectangle(new(bar.X + (i * step), bar.Y, Math.Min(step + Overlap, bar.Width - (i * step)), bar.Height), Theme.MapName(low + ((i + 0.5) / Theme.MapSteps)));
        canvas.Text(bar.X - 6, y, NumberText.Count(low), "muted small", Anchor.End);
        if (isSigned)
            canvas.Text(bar.X + (bar.Width / 2), y, "0", $"on-{Theme.MapName(0)} small", Anchor.Middle);
        canvas.Text(bar.Right + 6, y, $"1   {label}", "muted small", width: SvgCanvas.Width - bar.Right - 12);
    }

    /// <summary>A line whose pieces have the colour of the mean of their ends; pieces of one colour are one path.</summary>
    public static void DrawLine(SvgCanvas canvas, IReadOnlyList<(double X, double Y)> points, ReadOnlySpan<float> values)
    {
        int start = 0;
        for (int i = 1; i < points.Count; i++)
        {
            int color = Piece(values, i);
            if (i + 1 < points.Count && Piece(values, i + 1) == color)
                continue;
            canvas.Path(SvgCanvas.Through(points.Skip(start).Take(i + 1 - start)), $"line salience {Name(color)}-s");
            start = i;
        }
    }

    /// <summary>A strip of coloured cells, one per value; cells of one colour are one rectangle.</summary>
    public static void DrawStrip(SvgCanvas canvas, Box strip, ReadOnlySpan<float> values)
    {
        double width = strip.Width / values.Length;
        int start = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int color = Step(values[i]);
            if (i + 1 < values.Length && Step(values[i + 1]) == color)
                continue;
            double end = Math.Min(((i + 1) * width) + Overlap, strip.Width);
            canvas.Rectangle(new(strip.X + (start * width), strip.Y, end - (start * width), strip.Height), Name(color));
            start = i + 1;
        }
    }

    private static int Piece(ReadOnlySpan<float> values, int end) => Step((values[end - 1] + values[end]) / 2);

    private static int Step(float value) => float.IsFinite(value) ? Theme.MapStep(value) : Unknown;

    private static string Name(int step) => step == Unknown ? "axis" : FormattableString.Invariant($"m{step}");
}
