using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>One beat of <see cref="BeatAttributionFigure"/>.</summary>
/// <param name="Label">Before the row, e.g. "N".</param>
/// <param name="Millivolts">The beat, <c>[step]</c>, in mV.</param>
/// <param name="Attributions">What each method says, signed, <c>[method][step]</c>.</param>
public sealed record BeatAttribution(string Label, float[] Millivolts, IReadOnlyList<float[]> Attributions);

/// <summary>Single beats with signed attributions: one row per beat, one column per method, the attribution above the beat.</summary>
public sealed record BeatAttributionFigure : Figure
{
    private const double AttributionHeight = 58;
    private const double BeatHeight = 58;
    private const double Gap = 16;
    private const double RowHeight = AttributionHeight + Gap + BeatHeight + 22;

    /// <summary>Time axis of the beats. Default 216 steps at 360 Hz.</summary>
    public BeatWindow Window { get; init; } = new();

    /// <summary>Names of the methods, one column each.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The beats, one row each.</summary>
    public required IReadOnlyList<BeatAttribution> Rows { get; init; }

    private protected override FigureCaption DefaultCaption => new(
        "Single heartbeats, the same in every column, and above each what a method says of its samples, each curve divided by its largest magnitude max |A|; one row per class. "
        + "Time is in milliseconds from the R peak.",
        "Above zero a sample speaks for the class explained, below zero against it. Compare places within a beat, not heights between beats or methods.",
        "One beat is an example, not a finding, and the curve shows what this network responds to in it, not where a disease lies.");

    private protected override double Draw(SvgCanvas canvas)
    {
        const double Top = 52;
        double labels = Math.Min(90, 12 + Rows.Select(row => TextWidth.Bold * TextWidth.Of(row.Label, FigureStyle.TextSize)).DefaultIfEmpty().Max());
        double left = labels + Plot.LeftMargin, width = (SvgCanvas.Width - left - 6) / Math.Max(1, Methods.Count);
        canvas.Text(left, 14, "attribution A, each curve divided by its largest magnitude max |A|", "muted small", width: SvgCanvas.Width - left - 8);
        for (int m = 0; m < Methods.Count; m++)
            canvas.Text(left + (m * width) + ((width - 10) / 2), Top - 14, Methods[m], "ink strong", Anchor.Middle, width - 12);
        for (int r = 0; r < Rows.Count; r++)
            DrawRow(canvas, Rows[r], new(left, Top + (r * RowHeight), width, RowHeight), isLast: r == Rows.Count - 1);
        return Top + (Rows.Count * RowHeight) + Plot.BottomMargin;
    }

    private void DrawRow(SvgCanvas canvas, BeatAttribution row, Box first, bool isLast)
    {
        RequireCount(row.Millivolts.Length, Window.Steps, $"{row.Label}: Millivolts");
        RequireCount(row.Attributions.Count, Methods.Count, $"{row.Label}: Attributions");
        canvas.Text(6, first.Y + AttributionHeight + (Gap / 2) + 4, row.Label, "ink strong", width: first.X - Plot.LeftMargin - 8);
        Axis time = Window.TimeAxis with { Intervals = 4, Label = Methods.Count > 3 ? "ms from R" : Window.TimeAxis.Label };
        Axis millivolts = Axis.Around(row.Millivolts.Select(value => (double)value), "mV", 3);
        for (int m = 0; m < Methods.Count; m++)
        {
            RequireCount(row.Attributions[m].Length, Window.Steps, $"{row.Label}: Attributions of {Methods[m]}");
            Box area = new(first.X + (m * first.Width), first.Y, first.Width - 10, AttributionHeight);
            double[] scaled = Scaled(row.Attributions[m]);
            Plot attribution = new(canvas, area, time, new(-1, 1, "", 2));
            attribution.Frame(xLabels: false, yLabels: m == 0);
            attribution.Band(Window.Times, [.. scaled.Select(value => new Estimate(value, Math.Min(value, 0), Math.Max(value, 0)))], "c0");
            attribution.Line(Window.Times, scaled, "mid c0-s");

            Plot beat = new(canvas, area with { Y = area.Bottom + Gap, Height = BeatHeight }, time, millivolts);
            beat.Frame(xLabels: isLast, yLabels: m == 0);
            beat.Line(Window.Times, [.. row.Millivolts.Select(value => (double)value)], "mid ink-s");
        }
    }

    private static double[] Scaled(float[] values)
    {
        double largest = values.Where(float.IsFinite).Select(value => Math.Abs((double)value)).DefaultIfEmpty().Max();
        return [.. values.Select(value => largest == 0 ? value : value / largest)];
    }
}
