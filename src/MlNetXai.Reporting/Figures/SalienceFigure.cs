using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>One beat of <see cref="SalienceFigure"/>.</summary>
/// <param name="Label">Before the row, e.g. "N".</param>
/// <param name="Millivolts">The beat, <c>[step]</c>, in mV.</param>
/// <param name="Salience">What each method says, <c>[method][step]</c>, scaled to 0–1.</param>
public sealed record SalienceRow(string Label, float[] Millivolts, IReadOnlyList<float[]> Salience);

/// <summary>Beats with salience as colour: one row per class, one column per method (study A, figure 4).</summary>
public sealed record SalienceFigure : Figure
{
    private const double BeatHeight = 92;
    private const double StripHeight = 9;
    private const double RowHeight = BeatHeight + StripHeight + 18;

    /// <summary>Time axis of the beats. Default 216 steps at 360 Hz.</summary>
    public BeatWindow Window { get; init; } = new();

    /// <summary>Names of the methods, one column each.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The beats, one row each.</summary>
    public required IReadOnlyList<SalienceRow> Rows { get; init; }

    private protected override FigureCaption DefaultCaption => new(
        "The same heartbeat in every column, coloured by how important each method says its samples are for the network's score of the labelled class; one row per class. "
        + "The strip under each beat repeats the colours in a straight line. Time is in milliseconds from the R peak.",
        "The stronger the colour stands out from the ground, the more important the sample. Colours are scaled within each beat, from its least (0) to its most important sample (1): "
        + "compare places within a beat, not strength between beats or methods.",
        "Colour shows what this network responds to in this one beat. It does not show that the network is right, nor where a disease lies; methods may disagree.");

    private protected override double Draw(SvgCanvas canvas)
    {
        const double Top = 58;
        double labels = Math.Min(90, 12 + Rows.Select(row => TextWidth.Bold * TextWidth.Of(row.Label, FigureStyle.TextSize)).DefaultIfEmpty().Max());
        double left = labels + Plot.LeftMargin;
        ColorScale.DrawBar(canvas, new(left, 8, 180, 11), "salience, scaled within each beat");
        double width = (SvgCanvas.Width - left - 6) / Math.Max(1, Methods.Count);
        for (int m = 0; m < Methods.Count; m++)
            canvas.Text(left + (m * width) + ((width - 10) / 2), Top - 12, Methods[m], "ink strong", Anchor.Middle, width - 12);
        for (int r = 0; r < Rows.Count; r++)
            DrawRow(canvas, Rows[r], new(left, Top + (r * RowHeight), width, RowHeight), isLast: r == Rows.Count - 1);
        return Top + (Rows.Count * RowHeight) + Plot.BottomMargin;
    }

    private void DrawRow(SvgCanvas canvas, SalienceRow row, Box first, bool isLast)
    {
        RequireCount(row.Millivolts.Length, Window.Steps, $"{row.Label}: Millivolts");
        RequireCount(row.Salience.Count, Methods.Count, $"{row.Label}: Salience");

        canvas.Text(6, first.Y + (BeatHeight / 2) + 5, row.Label, "ink strong", width: first.X - Plot.LeftMargin - 8);
        Axis millivolts = Axis.Around(row.Millivolts.Select(value => (double)value), "ECG (mV)", 4);
        for (int m = 0; m < Methods.Count; m++)
        {
            RequireCount(row.Salience[m].Length, Window.Steps, $"{row.Label}: Salience of {Methods[m]}");
            Box area = new(first.X + (m * first.Width), first.Y, first.Width - 10, BeatHeight);
            Plot plot = new(canvas, area, Window.TimeAxis with { Intervals = 4, Label = Methods.Count > 3 ? "ms from R" : Window.TimeAxis.Label }, millivolts);
            Box strip = new(area.X, area.Bottom + 3, area.Width, StripHeight);
            plot.Frame(xLabels: false, yLabels: m == 0);
            if (isLast)
                plot.XLabels(below: strip.Bottom);

            (double, double)[] points = [.. Window.Times.Select((time, step) => (plot.X(time), plot.Y(row.Millivolts[step])))];
            ColorScale.DrawLine(canvas, points, row.Salience[m]);
            ColorScale.DrawStrip(canvas, strip, row.Salience[m]);
        }
    }
}
