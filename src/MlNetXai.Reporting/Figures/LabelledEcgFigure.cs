using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>A wave of <see cref="LabelledEcgFigure"/>.</summary>
/// <param name="Name">P, Q, R, S, T or spike.</param>
/// <param name="Start">First sample, from the strip's start; may lie before it.</param>
/// <param name="End">One past its last sample; may lie after the strip.</param>
public sealed record WaveSpan(string Name, int Start, int End);

/// <summary>A strip of ECG with its waves labelled (study A, figure 3).</summary>
public sealed record LabelledEcgFigure : Figure
{
    // Standard paper: 25 mm per second and 10 mm per millivolt.
    private const double SecondsPerMillivolt = 0.4;

    private static readonly string[] Names = ["P", "Q", "R", "S", "T", "spike"];

    /// <summary>Samples per second, above 0.</summary>
    public required double SamplingRateHz { get; init => field = Require.Above(value, 0); }

    /// <summary>The strip, <c>[sample]</c>, in mV; NaN leaves a gap.</summary>
    public required double[] Millivolts { get; init; }

    /// <summary>The waves, in any order.</summary>
    public required IReadOnlyList<WaveSpan> Waves { get; init; }

    /// <summary>Name of the lead, e.g. "MLII", or empty.</summary>
    public string Lead { get; init; } = "";

    /// <summary>Whether the bounds are fixed windows round R (real recordings) and not the true ones (synthetic). Default false.</summary>
    public bool ConventionalWindows { get; init; }

    private protected override FigureCaption DefaultCaption => new(
        "A strip of ECG; P, Q, R, S and T mark the waves, and the shaded spans are the windows over which this report sums the importance of each wave. "
        + (ConventionalWindows
            ? "The windows lie at fixed times from the R peak, by convention."
            : "The spans are the true bounds, known because the recording is synthetic."),
        "Use it as a key to the other figures: they show the same waves, on the same time axis, in single beats.",
        ConventionalWindows
            ? "The windows were not placed by an expert on this recording; a wave may lie partly outside its window, and a window may hold no wave."
            : "No wave of a real patient has such exact bounds.");

    private protected override double Draw(SvgCanvas canvas)
    {
        const double Top = 30;
        double seconds = Math.Max(1, Millivolts.Length - 1) / SamplingRateHz;
        Axis millivolts = Axis.Around(WithRoomForNames(), "ECG (mV)", 5);
        double width = SvgCanvas.Width - Plot.LeftMargin - 12;
        double height = Math.Clamp((millivolts.High - millivolts.Low) * SecondsPerMillivolt / seconds * width, 130, 240);
        Plot plot = new(canvas, new(Plot.LeftMargin, Top, width, height), new(0, seconds * 1000, "time (ms)", 8), millivolts);

        string[] shown = [.. Names.Where(name => Waves.Any(wave => wave.Name == name)), .. Waves.Select(wave => wave.Name).Distinct().Except(Names)];
        foreach (WaveSpan wave in Waves.Where(IsVisible))
        {
            double start = plot.X(Time(Math.Max(wave.Start, 0))), end = plot.X(Time(Math.Min(wave.End, Millivolts.Length - 1)));
            canvas.Rectangle(new(start, Top, Math.Max(end - start, 1), height), $"span {SeriesStyle.Of(Array.IndexOf(shown, wave.Name)).Color}");
        }

        plot.Frame();
        plot.Line([.. Enumerable.Range(0, Millivolts.Length).Select(Time)], Millivolts, "mid ink-s");
        foreach (WaveSpan wave in Waves.Where(IsVisible))
            DrawName(canvas, plot, wave);
        canvas.Text(Plot.LeftMargin, 14, Lead.Length > 0 ? $"lead {Lead}" : "", "muted", width: width);
        return Top + height + Plot.BottomMargin;
    }

    /// <summary>P, R and T stand over the peak (under it where it points down); Q and S below, on the side away from R, as in textbooks.</summary>
    private void DrawName(SvgCanvas canvas, Plot plot, WaveSpan wave)
    {
        int[] visible = [.. Enumerable.Range(wave.Start, wave.End - wave.Start).Where(i => i >= 0 && i < Millivolts.Length && double.IsFinite(Millivolts[i]))];
        if (2 * visible.Length < wave.End - wave.Start)
            return;

        // Height over the straight line between the window's ends: the baseline wanders.
        double first = Smooth(visible[0]), slope = (Smooth(visible[^1]) - first) / Math.Max(1, visible[^1] - visible[0]);
        double Height(int i) => Smooth(i) - first - (slope * (i - visible[0]));
        int peak = wave.Name switch
        {
            "R" => visible.MaxBy(i => Math.Abs(Millivolts[i] - first)),
            "Q" or "S" => visible.MinBy(i => Millivolts[i]),
            _ => visible.MaxBy(i => Math.Abs(Height(i))),
        };
        double middle = plot.X(Time(peak)), above = plot.Y(Around(peak).Max()) - 6, below = plot.Y(Around(peak).Min()) + 14;
        (double x, double y, Anchor anchor) = wave.Name switch
        {
            "Q" => (middle + 2, below, Anchor.End),
            "S" => (middle - 2, below, Anchor.Start),
            "spike" => (middle - 4, Math.Max(above + 10, plot.Area.Y + 10), Anchor.End),
            "R" => (middle, Millivolts[peak] < first ? below : above, Anchor.Middle),
            _ => (middle, Height(peak) < 0 ? below : above, Anchor.Middle),
        };
        canvas.Text(x, Math.Clamp(y, plot.Area.Y - 4, plot.Area.Bottom - 4), wave.Name, "ink strong", anchor);
    }

    private double[] WithRoomForNames()
    {
        double[] finite = [.. Millivolts.Where(double.IsFinite)];
        if (finite.Length == 0)
            return finite;
        double room = 0.12 * (finite.Max() - finite.Min());
        return [finite.Min() - room, finite.Max() + room];
    }

    /// <summary>Mean over 25 ms, so that noise does not decide where a wave is highest.</summary>
    private double Smooth(int sample) => Around(sample).Average();

    private double[] Around(int sample)
    {
        int half = (int)Math.Round(0.0125 * SamplingRateHz);
        return [.. Millivolts[Math.Max(0, sample - half)..Math.Min(Millivolts.Length, sample + half + 1)].Where(double.IsFinite)];
    }

    private bool IsVisible(WaveSpan wave) => wave.End > 0 && wave.Start < Millivolts.Length && wave.End > wave.Start;

    private double Time(int sample) => sample / SamplingRateHz * 1000;
}
