using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>One segment of a beat.</summary>
/// <param name="Name">E.g. "4" or "PR segment".</param>
/// <param name="Start">First step, on average over the beats.</param>
/// <param name="End">Step behind the last, on average over the beats.</param>
/// <param name="Value">What a method says of it; undefined where no beat has the segment.</param>
public sealed record SegmentValue(string Name, double Start, double End, Estimate Value);

/// <summary>One class of <see cref="SegmentFigure"/>.</summary>
/// <param name="Class">Name of the class.</param>
/// <param name="Rows">Beats of the class.</param>
/// <param name="Patients">Patients who have such beats.</param>
/// <param name="Beat">The class's average beat, <c>[step]</c>, in mV.</param>
/// <param name="Segments">Segments in the order of time.</param>
public sealed record SegmentPanel(string Class, int Rows, int Patients, IReadOnlyList<double> Beat, IReadOnlyList<SegmentValue> Segments);

/// <summary>The beat cut into segments, and what a method says of each: study B's figure of 11 segments.</summary>
public sealed record SegmentFigure : Figure
{
    private const double BeatHeight = 70;
    private const double RowHeight = 16;

    /// <summary>Time axis of the beats. Default 216 steps at 360 Hz.</summary>
    public BeatWindow Window { get; init; } = new();

    /// <summary>The method's name.</summary>
    public required string Method { get; init; }

    /// <summary>What a value is. Default "mean over the segment's samples".</summary>
    public string Quantity { get; init; } = "mean over the segment's samples";

    /// <summary>The classes, one panel each.</summary>
    public required IReadOnlyList<SegmentPanel> Panels { get; init; }

    private protected override FigureCaption DefaultCaption => new(
        $"For each class, its average beat cut into segments (upright lines), and for each segment the {Quantity} of what the method {Method} says, averaged over the class's beats "
        + "(bar) with its 95 % interval over patients (whiskers).",
        "A bar to the right of zero speaks for the class explained, one to the left against it. Segments stand from top to bottom in the order of time.",
        "Where a segment begins and ends is a choice: importance close to a border belongs to both neighbours. A long bar says that the network reacts to this stretch, not that it is abnormal.");

    private protected override double Draw(SvgCanvas canvas)
    {
        const double TitleHeight = 24;
        double rows = RowHeight * Panels.Select(panel => panel.Segments.Count).DefaultIfEmpty().Max();
        double height = TitleHeight + BeatHeight + Plot.BottomMargin + 6 + rows + Plot.BottomMargin + 8;
        int columns = Math.Clamp(Panels.Count, 1, 2);
        double names = Math.Min(110, 16 + Panels.SelectMany(panel => panel.Segments).Select(segment => TextWidth.Of(segment.Name, FigureStyle.TextSize)).DefaultIfEmpty().Max());
        for (int i = 0; i < Panels.Count; i++)
        {
            (int row, int column) = Math.DivRem(i, columns);
            double width = SvgCanvas.Width / columns;
            DrawPanel(canvas, Panels[i], new(column * width, row * height, width, height), TitleHeight, Math.Max(Plot.LeftMargin, names), rows);
        }

        return Math.Max(TitleHeight, (Panels.Count + columns - 1) / columns * height);
    }

    private void DrawPanel(SvgCanvas canvas, SegmentPanel panel, Box box, double title, double margin, double rows)
    {
        RequireCount(panel.Beat.Count, Window.Steps, $"{panel.Class}: Beat");
        double left = box.X + margin, across = box.Width - margin - Plot.RightMargin;
        canvas.Text(left, box.Y + 15, $"class {panel.Class}", "ink strong", width: across * 0.38);
        canvas.Text(left + across, box.Y + 15, $"{NumberText.Count(panel.Rows)} {(panel.Rows == 1 ? "beat" : "beats")}, {NumberText.Count(panel.Patients)} {(panel.Patients == 1 ? "patient" : "patients")}", "muted small", Anchor.End, across * 0.6);

        Plot beat = new(canvas, new(left, box.Y + title, across, BeatHeight), Window.TimeAxis, Axis.Around(panel.Beat.Append(0), "mV", 3));
        beat.Frame();
        foreach (double bound in panel.Segments.SelectMany(segment => new[] { segment.Start, segment.End }).Where(double.IsFinite).Distinct().Order())
        {
            double x = Math.Clamp(beat.X(Window.Milliseconds(bound)), beat.Area.X, beat.Area.Right);
            canvas.Line(x, beat.Area.Y, x, beat.Area.Bottom, "axis-s thin", "2 2");
        }

        beat.Line(Window.Times, panel.Beat, "mid ink-s");

        Axis axis = Axis.Around(panel.Segments.SelectMany(segment => new[] { segment.Value.Value, segment.Value.Low, segment.Value.High }).Append(0), Quantity, 4);
        Plot bars = new(canvas, new(left, beat.Area.Bottom + Plot.BottomMargin + 6, across, rows), axis, new(0, 1));
        bars.FrameRows([.. panel.Segments.Select(segment => segment.Name)], margin - 12);
        for (int i = 0; i < panel.Segments.Count; i++)
            DrawBar(canvas, bars, panel.Segments[i].Value, bars.Area.Y + ((i + 0.5) * rows / panel.Segments.Count));
    }

    private static void DrawBar(SvgCanvas canvas, Plot plot, Estimate value, double middle)
    {
        if (value.IsDefined)
        {
            double zero = plot.X(0), end = plot.X(value.Value);
            canvas.Rectangle(new(Math.Min(zero, end), middle - 5, Math.Abs(end - zero), 10), "c0 span");
        }

        DotRow.Draw(canvas, plot, middle, value, SeriesStyle.Of(0));
    }
}
