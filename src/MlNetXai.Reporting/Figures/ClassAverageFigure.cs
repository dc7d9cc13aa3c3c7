using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>One class of <see cref="ClassAverageFigure"/>.</summary>
/// <param name="Class">Name of the class.</param>
/// <param name="Rows">Beats of the class.</param>
/// <param name="Patients">Patients who have such beats.</param>
/// <param name="Attribution">Mean over the beats with its interval over patients, <c>[step]</c>.</param>
/// <param name="Beat">The class's average beat and, as ends, one standard deviation to both sides, <c>[step]</c>, in mV.</param>
public sealed record ClassAveragePanel(string Class, int Rows, int Patients, IReadOnlyList<Estimate> Attribution, IReadOnlyList<Estimate> Beat);

/// <summary>What a method says of a class: its mean along the beat with an interval over patients, the class's average beat beneath.</summary>
public sealed record ClassAverageFigure : Figure
{
    private const double AttributionHeight = 104;
    private const double BeatHeight = 66;
    private const double Gap = 16;

    /// <summary>Time axis of the beats. Default 216 steps at 360 Hz.</summary>
    public BeatWindow Window { get; init; } = new();

    /// <summary>The method's name.</summary>
    public required string Method { get; init; }

    /// <summary>The classes, one panel each.</summary>
    public required IReadOnlyList<ClassAveragePanel> Panels { get; init; }

    private protected override FigureCaption DefaultCaption => new(
        $"For each class, what the method {Method} says of every sample, averaged over the class's beats (line) with its 95 % interval over patients (band); beneath it the average beat of the class, "
        + "with one standard deviation to both sides. Time is in milliseconds from the R peak.",
        "Above zero a sample speaks for the class explained, below zero against it. Where the band crosses zero, another set of patients could give the opposite sign.",
        "An average can hide two kinds of beats that cancel. Scales differ between classes and methods: compare places along the beat, not heights between panels.");

    private protected override double Draw(SvgCanvas canvas)
    {
        const double TitleHeight = 24;
        double height = TitleHeight + AttributionHeight + Gap + BeatHeight + Plot.BottomMargin + 8;
        int columns = Math.Clamp(Panels.Count, 1, 2);
        for (int i = 0; i < Panels.Count; i++)
        {
            (int row, int column) = Math.DivRem(i, columns);
            double width = SvgCanvas.Width / columns;
            DrawPanel(canvas, Panels[i], new(column * width, row * height, width, height));
        }

        return Math.Max(TitleHeight, (Panels.Count + columns - 1) / columns * height);

        void DrawPanel(SvgCanvas canvas, ClassAveragePanel panel, Box box)
        {
            RequireCount(panel.Attribution.Count, Window.Steps, $"{panel.Class}: Attribution");
            RequireCount(panel.Beat.Count, Window.Steps, $"{panel.Class}: Beat");
            double left = box.X + Plot.LeftMargin, across = box.Width - Plot.LeftMargin - Plot.RightMargin;
            canvas.Text(left, box.Y + 15, $"class {panel.Class}", "ink strong", width: across * 0.5);
            canvas.Text(left + across, box.Y + 15, $"{NumberText.Count(panel.Rows)} {(panel.Rows == 1 ? "beat" : "beats")}, {NumberText.Count(panel.Patients)} {(panel.Patients == 1 ? "patient" : "patients")}", "muted small", Anchor.End, across * 0.48);

            Plot values = new(canvas, new(left, box.Y + TitleHeight, across, AttributionHeight), Window.TimeAxis, Around(panel.Attribution, Method));
            values.Frame(xLabels: false);
            DrawCurve(values, panel.Attribution, "c0");
            Plot beat = new(canvas, new(left, values.Area.Bottom + Gap, across, BeatHeight), Window.TimeAxis, Around(panel.Beat, "mV") with { Intervals = 3 });
            beat.Frame();
            DrawCurve(beat, panel.Beat, "ink");
        }
    }

    private void DrawCurve(Plot plot, IReadOnlyList<Estimate> values, string color)
    {
        plot.Band(Window.Times, values, color);
        plot.Line(Window.Times, [.. values.Select(value => value.Value)], $"mid {color}-s");
    }

    private static Axis Around(IReadOnlyList<Estimate> values, string label) =>
        Axis.Around(values.SelectMany(value => new[] { value.Value, value.Low, value.High }).Append(0), label, 4);
}
