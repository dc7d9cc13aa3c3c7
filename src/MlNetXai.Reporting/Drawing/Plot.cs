namespace MlNetXai.Reporting.Drawing;

/// <summary>Range and words of an axis.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, above <paramref name="Low"/>.</param>
/// <param name="Label">Name with unit; empty = none.</param>
/// <param name="Intervals">About how many intervals between ticks.</param>
internal readonly record struct Axis(double Low, double High, string Label = "", int Intervals = 5)
{
    /// <summary>An axis that holds all finite values, its ends round; 0 … 1 where there is none.</summary>
    public static Axis Around(IEnumerable<double> values, string label, int intervals = 5)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return low <= high ? Widen(low, high, label, intervals) : new(0, 1, label, intervals);
    }

    public Ticks Ticks => Ticks.Between(Low, High, Intervals);

    // As many intervals as the widened range has steps: both ends are ticks.
    private static Axis Widen(double low, double high, string label, int intervals)
    {
        (low, high, double step) = Ticks.Widen(low, high, intervals);
        return new(low, high, label, (int)Math.Round((high - low) / step));
    }
}

/// <summary>One set of axes: maps values to the canvas and draws grid, ticks, lines, bands and markers.</summary>
internal sealed class Plot(SvgCanvas canvas, Box area, Axis x, Axis y)
{
    /// <summary>Room that tick labels and the name of the y axis need left of the area.</summary>
    public const double LeftMargin = 54;

    /// <summary>Room that the last tick label needs right of the area.</summary>
    public const double RightMargin = 16;

    /// <summary>Room that tick labels and the name of the x axis need below the area.</summary>
    public const double BottomMargin = 36;

    public Box Area => area;

    public double X(double value) => area.X + ((value - x.Low) / (x.High - x.Low) * area.Width);

    public double Y(double value) => area.Bottom - ((value - y.Low) / (y.High - y.Low) * area.Height);

    /// <summary>Grid, ticks, their labels where asked for, and the axes' names.</summary>
    public void Frame(bool xLabels = true, bool yLabels = true)
    {
        foreach (double tick in x.Ticks.Values)
            canvas.Line(X(tick), area.Y, X(tick), area.Bottom, "grid-s thin");
        foreach (double tick in y.Ticks.Values)
            canvas.Line(area.X, Y(tick), area.Right, Y(tick), tick == 0 ? "grid-s mid" : "grid-s thin");
        canvas.Path(FormattableString.Invariant($"M{area.X:0.##} {area.Y:0.##}V{area.Bottom:0.##}H{area.Right:0.##}"), "line axis-s thin");
        if (xLabels)
            XLabels(area.Bottom);
        if (yLabels)
            YLabels();
    }

    /// <summary>Rows with their names instead of a y axis; grid, ticks and name of the x axis.</summary>
    public void FrameRows(IReadOnlyList<string> names, double nameWidth)
    {
        foreach (double tick in x.Ticks.Values)
            canvas.Line(X(tick), area.Y, X(tick), area.Bottom, "grid-s thin");
        double height = area.Height / Math.Max(1, names.Count);
        for (int i = 0; i < names.Count; i++)
        {
            canvas.Text(area.X - 8, area.Y + ((i + 0.5) * height) + 4, names[i], "ink", Anchor.End, nameWidth);
            canvas.Line(area.X, area.Y + (i * height), area.Right, area.Y + (i * height), "grid-s thin");
        }

        canvas.Path(FormattableString.Invariant($"M{area.X:0.##} {area.Y:0.##}V{area.Bottom:0.##}H{area.Right:0.##}"), "line axis-s thin");
        XLabels(area.Bottom);
    }

    /// <summary>Tick labels and name of the x axis.</summary>
    public void XLabels(double below)
    {
        (Ticks ticks, double unit, string power) = InUnits(x, 2 * RightMargin);
        foreach (double tick in ticks.Values)
            canvas.Text(X(tick * unit), below + 14, ticks.Label(tick), "muted small", Anchor.Middle);
        string inPowers = power.Length > 0 ? $" ({power})" : "";
        string name = TextWidth.Fit(x.Label, FigureStyle.TextSize, area.Width + (LeftMargin / 2) - TextWidth.Of(inPowers, FigureStyle.TextSize));
        canvas.Text(area.X + (area.Width / 2), below + 30, $"{name}{inPowers}".Trim(), "muted", Anchor.Middle);
    }

    private void YLabels()
    {
        const double Room = LeftMargin - 20;
        (Ticks ticks, double unit, string power) = InUnits(y, Room);

        // Without its power of ten no number on the axis means anything: it is never cut, and the longest, ×10⁻³⁰⁸, has room in the margin.
        if (power.Length > 0)
            canvas.Text(area.X - 6, area.Y - 7, power, "muted small", Anchor.End);
        foreach (double tick in ticks.Values)
            canvas.Text(area.X - 6, Y(tick * unit) + 4, ticks.Label(tick), "muted small", Anchor.End, Room);
        if (y.Label.Length > 0)
            canvas.TextUpwards(area.X - LeftMargin + 12, area.Y + (area.Height / 2), y.Label, "muted", area.Height + 20);
    }

    /// <summary>Ticks whose labels have room: numbers of many digits stand in units of a power of ten, which is to be named.</summary>
    private static (Ticks Ticks, double Unit, string Power) InUnits(Axis axis, double room)
    {
        Ticks ticks = axis.Ticks;
        if (ticks.Values.All(tick => TextWidth.Of(ticks.Label(tick), FigureStyle.SmallSize) <= room))
            return (ticks, 1, "");
        int power = (int)Math.Floor(Math.Log10(Math.Max(Math.Abs(axis.Low), Math.Abs(axis.High))) + 1e-9);
        double unit = Math.Pow(10, power);
        return (Ticks.Between(axis.Low / unit, axis.High / unit, axis.Intervals), unit, $"×{Ticks.PowerOfTen(power)}");
    }

    /// <summary>A line through (xs[i], ys[i]); values that are not finite leave a gap, and a value between two gaps is a dot.</summary>
    public void Line(IReadOnlyList<double> xs, IReadOnlyList<double> ys, string css, string? dash = null)
    {
        canvas.Path(SvgCanvas.Through(xs.Zip(ys, (a, b) => (X(a), Y(b)))), $"line {css}", dash);
        for (int i = 0; i < ys.Count; i++)
        {
            bool alone = double.IsFinite(ys[i]) && (i == 0 || !double.IsFinite(ys[i - 1])) && (i == ys.Count - 1 || !double.IsFinite(ys[i + 1]));
            if (alone)
                canvas.Path(FormattableString.Invariant($"M{X(xs[i]):0.##} {Y(ys[i]):0.##}h0.01"), $"line {css}");
        }
    }

    /// <summary>The area between lower and upper ends of intervals, wherever there are both.</summary>
    public void Band(IReadOnlyList<double> xs, IReadOnlyList<Estimate> values, string color)
    {
        int start = 0;
        while (start < values.Count)
        {
            int end = start;
            while (end < values.Count && values[end].HasInterval)
                end++;
            if (end - start > 1)
            {
                IEnumerable<(double, double)> upper = Enumerable.Range(start, end - start).Select(i => (X(xs[i]), Y(values[i].High)));
                IEnumerable<(double, double)> lower = Enumerable.Range(start, end - start).Reverse().Select(i => (X(xs[i]), Y(values[i].Low)));
                canvas.Path(SvgCanvas.Through(upper.Concat(lower)) + "z", $"band {color}");
            }

            start = Math.Max(end, start + 1);
        }
    }

    /// <summary>Markers on every <paramref name="every"/>-th value from <paramref name="first"/> on.</summary>
    public void Markers(IReadOnlyList<double> xs, IReadOnlyList<double> ys, SeriesStyle style, int every, int first = 0)
    {
        for (int i = first; i < ys.Count; i += every)
        {
            if (double.IsFinite(ys[i]))
                style.DrawMarker(canvas, X(xs[i]), Y(ys[i]));
        }
    }
}
