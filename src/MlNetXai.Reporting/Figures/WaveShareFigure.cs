using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>Share of a method's attribution inside one wave's window.</summary>
/// <param name="Class">Class of the beats.</param>
/// <param name="Wave">P, Q, R, S, T, spike, or <see cref="Rest"/>.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Share">Share of the summed magnitude inside the window, 0–1; NaN = undefined, e.g. where the class has no such wave.</param>
/// <param name="WindowShare">Share of the beat's samples inside the window, 0–1: what an even spread would give.</param>
public sealed record WaveShare(string Class, string Wave, string Method, Estimate Share, double WindowShare)
{
    /// <summary>Name of what lies in no wave's window.</summary>
    public const string Rest = "rest";
}

/// <summary>Where the attribution lies: its share per wave, class and method beside the share of time the wave takes.</summary>
public sealed record WaveShareFigure : Figure
{
    private const double DotHeight = 13;

    /// <summary>The shares; classes, waves and methods are drawn in order of first appearance.</summary>
    public required IReadOnlyList<WaveShare> Shares { get; init; }

    private protected override FigureCaption DefaultCaption => new(
        "For each class and wave, the share of all importance that a method puts inside the wave's window (marker, with the 95 % interval over patients), "
        + "and the share of the beat's time that the window takes (grey bar)."
        + (Shares.Any(share => share.Wave == WaveShare.Rest) ? $" The row {WaveShare.Rest} holds what lies in no window." : ""),
        "A marker right of the grey bar means that the method finds the wave more important than its length alone would give; left of it, less.",
        "The windows are short and lie close together, so importance may fall into a neighbour's window. A large share says that the network reacts to this stretch of the beat, not that the wave there is abnormal.");

    private protected override double Draw(SvgCanvas canvas)
    {
        string[] classes = [.. Shares.Select(share => share.Class).Distinct()], methods = [.. Shares.Select(share => share.Method).Distinct()];
        string[] waves = [.. Shares.Select(share => share.Wave).Distinct()];
        Axis axis = Axis.Around(Shares.SelectMany(share => new[] { 100 * share.Share.Value, 100 * share.Share.Low, 100 * share.Share.High, 100 * share.WindowShare }).Append(0), "share (%)");

        double y = 4 + Legend.Draw(
            canvas, new(8, 4, SvgCanvas.Width - 16, 0), methods.Select((name, i) => new LegendEntry(name, SeriesStyle.Of(i) with { Dash = null })));
        y += DotRow.DrawReferenceLegend(canvas, 8, y, "share of the beat's time inside the wave's window") + 8;

        double rowHeight = (methods.Length * DotHeight) + 8, panelHeight = (waves.Length * rowHeight) + 28 + Plot.BottomMargin + 10;
        int columns = Math.Clamp(classes.Length, 1, 2);
        for (int c = 0; c < classes.Length; c++)
        {
            (int row, int column) = Math.DivRem(c, columns);
            double width = SvgCanvas.Width / columns, left = column * width, top = y + (row * panelHeight);
            Plot plot = new(canvas, new(left + Plot.LeftMargin, top + 22, width - Plot.LeftMargin - 14, waves.Length * rowHeight), axis, new(0, waves.Length));
            canvas.Text(plot.Area.X, top + 14, $"class {classes[c]}", "ink strong", width: plot.Area.Width);
            plot.FrameRows(waves, Plot.LeftMargin - 12);
            for (int w = 0; w < waves.Length; w++)
            {
                Box area = new(plot.Area.X, plot.Area.Y + (w * rowHeight), plot.Area.Width, rowHeight);
                DrawWave(canvas, plot, area, [.. Shares.Where(share => share.Class == classes[c] && share.Wave == waves[w])], methods);
            }
        }

        return y + ((classes.Length + columns - 1) / columns * panelHeight);
    }

    private static void DrawWave(SvgCanvas canvas, Plot plot, Box row, WaveShare[] shares, string[] methods)
    {
        if (shares.Length == 0)
        {
            canvas.Text(row.Right - 6, row.Y + (row.Height / 2) + 4, "no such wave", "muted small", Anchor.End);
            return;
        }

        DotRow.DrawReference(canvas, plot, row.Y + 3, row.Bottom - 3, 100 * shares[0].WindowShare);
        foreach (WaveShare share in shares)
        {
            int method = Array.IndexOf(methods, share.Method);
            DotRow.Draw(canvas, plot, row.Y + 4 + ((method + 0.5) * DotHeight), share.Share.Times(100), SeriesStyle.Of(method));
        }
    }
}
