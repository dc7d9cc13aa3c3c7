using MlNetXai.Reporting.Figures;

namespace MlNetXai.Reporting.Drawing;

/// <summary>Curves over one x axis, with bands and markers.</summary>
internal sealed record CurvePanel
{
    public string Title { get; init; } = "";

    public required IReadOnlyList<double> Xs { get; init; }

    public required string XLabel { get; init; }

    public required string YLabel { get; init; }

    public required IReadOnlyList<Curve> Curves { get; init; }

    /// <summary>Further values that the y axis must hold.</summary>
    public IEnumerable<double> AlsoInRange { get; init; } = [];

    /// <summary>About how many intervals between ticks of the x axis.</summary>
    public int XIntervals { get; init; } = 5;

    /// <summary>All finite ends and values of the curves.</summary>
    public IEnumerable<double> Range => Curves.SelectMany(curve => curve.Values).SelectMany(value => new[] { value.Value, value.Low, value.High });

    /// <summary>Styles by name, in order of first appearance; comparisons are grey.</summary>
    public static IReadOnlyDictionary<string, SeriesStyle> Styles(IEnumerable<Curve> curves)
    {
        Dictionary<string, SeriesStyle> styles = new(StringComparer.Ordinal);
        int results = 0;
        foreach (Curve curve in curves)
        {
            if (!styles.ContainsKey(curve.Name))
                styles.Add(curve.Name, curve.IsBaseline ? SeriesStyle.Baseline : SeriesStyle.Of(results++));
        }

        return styles;
    }

    /// <summary>Draws title, axes and curves into the box, margins for labels inside it; returns the plot for more.</summary>
    public Plot Draw(SvgCanvas canvas, Box box, IReadOnlyDictionary<string, SeriesStyle> styles)
    {
        const double TitleHeight = 24;
        foreach (Curve curve in Curves)
        {
            if (curve.Values.Count != Xs.Count)
                throw new ShapeException($"{Title} {curve.Name} has {curve.Values.Count} values, not {Xs.Count}.".TrimStart());
        }

        double title = Title.Length > 0 ? TitleHeight : 6;
        Box area = new(box.X + Plot.LeftMargin, box.Y + title, box.Width - Plot.LeftMargin - Plot.RightMargin, box.Height - title - Plot.BottomMargin);
        canvas.Text(area.X, box.Y + 14, Title, "ink strong", width: box.Right - area.X);
        Plot plot = new(canvas, area, XAxis(), Axis.Around(Range.Concat(AlsoInRange).Append(0), YLabel));
        plot.Frame();

        foreach (Curve curve in Curves)
            plot.Band(Xs, curve.Values, styles[curve.Name].Color);
        int every = Math.Max(1, Xs.Count / 10);
        for (int i = 0; i < Curves.Count; i++)
        {
            SeriesStyle style = styles[Curves[i].Name];
            double[] values = [.. Curves[i].Values.Select(value => value.Value)];
            plot.Line(Xs, values, $"mid {style.Color}-s", style.Dash);
            plot.Markers(Xs, values, style, every, i % every);
        }

        return plot;
    }

    private Axis XAxis() => Xs.Count > 1 && Xs[^1] > Xs[0] ? new(Xs[0], Xs[^1], XLabel, XIntervals) : Axis.Around(Xs, XLabel, XIntervals);
}
