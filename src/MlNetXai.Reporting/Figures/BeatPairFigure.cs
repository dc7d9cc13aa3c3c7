using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>One panel of <see cref="BeatPairFigure"/>.</summary>
/// <param name="Title">Above the panel, to the left, e.g. "V → N".</param>
/// <param name="Remark">Above the panel, to the right, e.g. "36 ms changed"; empty: none.</param>
/// <param name="First">One beat, <c>[step]</c>, in mV; NaN leaves a gap.</param>
/// <param name="Second">The other beat, <c>[step]</c>, in mV; NaN leaves a gap.</param>
/// <param name="Start">First step of the stretch that is marked.</param>
/// <param name="Length">Steps of the stretch; 0: none is marked.</param>
public sealed record BeatPair(string Title, string Remark, IReadOnlyList<double> First, IReadOnlyList<double> Second, int Start = 0, int Length = 0);

/// <summary>Two beats over each other, one pair per panel: a beat and its counterfactual, or a class's average beat and the beat that speaks most for it.</summary>
public sealed record BeatPairFigure : Figure
{
    private const double PanelHeight = 116;

    /// <summary>Time axis of the beats. Default 216 steps at 360 Hz.</summary>
    public BeatWindow Window { get; init; } = new();

    /// <summary>What the first beat of a pair is. Default "beat".</summary>
    public string FirstName { get; init; } = "beat";

    /// <summary>What the second beat of a pair is. Default "changed beat".</summary>
    public string SecondName { get; init; } = "changed beat";

    /// <summary>The pairs, drawn two in a row.</summary>
    public required IReadOnlyList<BeatPair> Pairs { get; init; }

    private protected override FigureCaption DefaultCaption => new(
        "One beat of each class (uncoloured line) and what would have to change for the network to name another class (coloured line where it differs; the stretch is shaded). The change is copied from a real beat of "
        + "the other class and of another patient. Time is in milliseconds from the R peak.",
        "The shorter the shaded stretch, the less it takes to change the network's mind, and the more its decision hangs on that place.",
        "The change shows what this network needs, not what would have to be different in the heart. A changed beat need not be a beat that any heart makes.");

    private protected override double Draw(SvgCanvas canvas)
    {
        const double TitleHeight = 24;

        // Where only a stretch differs, the second beat lies over the first; else it is the jagged one, whose line must not be broken.
        bool isStretch = Pairs.Any(pair => pair.Length > 0);
        SeriesStyle first = new("ink", isStretch ? null : "4 3", -1), second = new("c1", isStretch ? "7 3" : null, -1);
        double top = Legend.Draw(canvas, new(8, 4, SvgCanvas.Width - 16, 0), [new(FirstName, first), new(SecondName, second)]) + 10;
        double height = TitleHeight + PanelHeight + Plot.BottomMargin + 8;
        int columns = Math.Clamp(Pairs.Count, 1, 2);
        for (int i = 0; i < Pairs.Count; i++)
        {
            (int row, int column) = Math.DivRem(i, columns);
            double width = SvgCanvas.Width / columns;
            DrawPair(canvas, Pairs[i], new(column * width, top + (row * height), width, height), TitleHeight, first, second);
        }

        return top + ((Pairs.Count + columns - 1) / columns * height);
    }

    private void DrawPair(SvgCanvas canvas, BeatPair pair, Box box, double title, SeriesStyle first, SeriesStyle second)
    {
        RequireCount(pair.First.Count, Window.Steps, $"{pair.Title}: First");
        RequireCount(pair.Second.Count, Window.Steps, $"{pair.Title}: Second");
        double left = box.X + Plot.LeftMargin, across = box.Width - Plot.LeftMargin - Plot.RightMargin;
        canvas.Text(left, box.Y + 15, pair.Title, "ink strong", width: across * 0.6);
        canvas.Text(left + across, box.Y + 15, pair.Remark, "muted small", Anchor.End, across * 0.38);
        Plot plot = new(canvas, new(left, box.Y + title, across, PanelHeight), Window.TimeAxis, Axis.Around(pair.First.Concat(pair.Second).Append(0), "ECG (mV)", 4));
        plot.Frame();
        if (pair.Length > 0)
        {
            double from = Math.Max(plot.X(Window.Milliseconds(pair.Start - 0.5)), plot.Area.X), to = Math.Min(plot.X(Window.Milliseconds(pair.Start + pair.Length - 0.5)), plot.Area.Right);
            canvas.Rectangle(new(from, plot.Area.Y, to - from, plot.Area.Height), "c1 span");
        }

        plot.Line(Window.Times, pair.First, $"mid {first.Color}-s", first.Dash);
        plot.Line(Window.Times, pair.Second, $"mid {second.Color}-s", second.Dash);
    }
}
