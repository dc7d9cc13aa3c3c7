using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>One beat of <see cref="TemporalScoresFigure"/>.</summary>
/// <param name="Title">Above the beat, e.g. "V: record 208".</param>
/// <param name="TrueClass">Index of the labelled class.</param>
/// <param name="Millivolts">The beat, <c>[step]</c>, in mV.</param>
/// <param name="Probabilities">Probability of each class after every prefix, <c>[step, class]</c>, 0–1.</param>
/// <param name="SufficientPrefix">Steps in the shortest prefix from which on the final prediction stays as it is, 1 … steps, or null if it was not asked for.</param>
public sealed record TemporalScoresExample(string Title, int TrueClass, float[] Millivolts, float[] Probabilities, int? SufficientPrefix = null);

/// <summary>Beats, and below each the probability of every class had the network stopped reading there (study A, figure 1).</summary>
public sealed record TemporalScoresFigure : Figure
{
    private const double BeatHeight = 96;
    private const double ScoreHeight = 110;
    private const double PanelGap = 18;
    private const double CellHeight = BeatHeight + PanelGap + ScoreHeight + 78;

    /// <summary>Time axis of the beats. Default 216 steps at 360 Hz.</summary>
    public BeatWindow Window { get; init; } = new();

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The beats, drawn two in a row.</summary>
    public required IReadOnlyList<TemporalScoresExample> Examples { get; init; }

    private protected override FigureCaption DefaultCaption => new(
        "Heartbeats (upper panels) and, below each, the probability that the network gives every class when it has read the beat only up to that moment. Time is in milliseconds from the R peak.",
        "Read from left to right: at each moment the highest curve is the class the network would name had the beat ended there; the thick curve is the labelled class. "
        + "The dashed vertical line is the moment from which its final answer no longer changes.",
        "The network was trained to answer at the end of the beat only; what it says earlier shows what it assumes and when it changes its mind, and is no diagnosis made early.");

    private protected override double Draw(SvgCanvas canvas)
    {
        double legend = Legend.Draw(canvas, new(8, 4, SvgCanvas.Width - 16, 0), Classes.Select((name, i) => new LegendEntry(name, SeriesStyle.Of(i)))) + 12;
        Axis millivolts = Axis.Around(Examples.SelectMany(example => example.Millivolts).Select(value => (double)value), "ECG (mV)", 4);
        int columns = Math.Clamp(Examples.Count, 1, 2);
        for (int i = 0; i < Examples.Count; i++)
        {
            (int row, int column) = Math.DivRem(i, columns);
            double width = SvgCanvas.Width / columns;
            DrawExample(canvas, new(column * width, legend + (row * CellHeight), width - 4, CellHeight), Examples[i], millivolts);
        }

        return legend + ((Examples.Count + columns - 1) / columns * CellHeight);
    }

    private void DrawExample(SvgCanvas canvas, Box cell, TemporalScoresExample example, Axis millivolts)
    {
        RequireCount(example.Millivolts.Length, Window.Steps, $"{example.Title}: Millivolts");
        RequireCount(example.Probabilities.Length, Window.Steps * Classes.Count, $"{example.Title}: Probabilities");

        Axis time = Window.TimeAxis;
        double left = cell.X + Plot.LeftMargin, width = cell.Width - Plot.LeftMargin - 8;
        canvas.Text(left, cell.Y + 12, example.Title, "ink strong", width: width);
        Plot beat = new(canvas, new(left, cell.Y + 32, width, BeatHeight), time, millivolts);
        beat.Frame(xLabels: false);
        beat.Line(Window.Times, [.. example.Millivolts.Select(value => (double)value)], "mid ink-s");

        Plot scores = new(canvas, new(left, beat.Area.Bottom + PanelGap, width, ScoreHeight), time, new(0, 1, "probability", 4));
        scores.Frame();
        for (int c = 0; c < Classes.Count; c++)
        {
            SeriesStyle style = SeriesStyle.Of(c);
            double[] curve = [.. Enumerable.Range(0, Window.Steps).Select(step => (double)example.Probabilities[(step * Classes.Count) + c])];
            scores.Line(Window.Times, curve, $"{(c == example.TrueClass ? "thick" : "mid")} {style.Color}-s", style.Dash);
            scores.Markers(Window.Times, curve, style, Math.Max(1, Window.Steps / 6), Math.Min(Window.Steps - 1, 6 + (c * Window.Steps / (6 * Classes.Count))));
        }

        if (example.SufficientPrefix is int prefix)
            DrawPrefix(canvas, beat, scores, prefix);
    }

    private void DrawPrefix(SvgCanvas canvas, Plot beat, Plot scores, int prefix)
    {
        double time = Window.Milliseconds(prefix - 1), x = beat.X(time);
        string label = $"settled at {NumberText.Fixed(time, 0)} ms";
        double half = TextWidth.Of(label, FigureStyle.SmallSize) / 2;
        canvas.Line(x, beat.Area.Y, x, scores.Area.Bottom, "ink-s thin", "4 3");
        canvas.Text(Math.Clamp(x, beat.Area.X + half, beat.Area.Right - half), beat.Area.Y - 4, label, "ink small", Anchor.Middle);
    }
}
