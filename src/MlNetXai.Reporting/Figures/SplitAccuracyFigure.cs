using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>Test results of one patient split, each 0–1.</summary>
/// <param name="Split">Name of the split, e.g. "split 1 (100 epochs)".</param>
/// <param name="Accuracy">Share of beats that are right.</param>
/// <param name="BalancedAccuracy">Mean over the classes of the share that is right.</param>
/// <param name="MajorityShare">Share of the most frequent class: what always guessing it would score.</param>
public sealed record SplitAccuracy(string Split, Estimate Accuracy, Estimate BalancedAccuracy, double MajorityShare);

/// <summary>Accuracy of every split beside balanced accuracy and what always guessing the most frequent class would score.</summary>
public sealed record SplitAccuracyFigure : Figure
{
    private const double RowHeight = 38;

    /// <summary>The splits, top to bottom.</summary>
    public required IReadOnlyList<SplitAccuracy> Splits { get; init; }

    /// <summary>Name of the most frequent class. Default "N".</summary>
    public string MajorityClass { get; init; } = "N";

    /// <summary>The published accuracy, 0–1, drawn as a line, or null.</summary>
    public double? Published { get; init; }

    private protected override FigureCaption DefaultCaption => new(
        "Test results of each patient split with 95 % intervals over patients: accuracy (share of beats that are right) and balanced accuracy (the same for each class, then the mean over classes). "
        + $"The grey bar is the score of always answering {MajorityClass}." + (Published is null ? "" : " The dashed line is the published accuracy."),
        $"Accuracy left of the grey bar is worse than always answering {MajorityClass}. Balanced accuracy is not moved by how common a class is; always answering one class scores one over the number of classes.",
        "Every split tests other patients, and rare classes come from one or two of them: differences between splits are mostly differences between patients.");

    private protected override double Draw(SvgCanvas canvas)
    {
        const double Left = 150;
        (SeriesStyle accuracy, SeriesStyle balanced) = (SeriesStyle.Of(0), SeriesStyle.Of(1) with { Dash = null });
        double y = 4 + Legend.Draw(canvas, new(8, 4, SvgCanvas.Width - 16, 0), [new("accuracy", accuracy), new("balanced accuracy", balanced)]);
        y += DotRow.DrawReferenceLegend(canvas, 8, y, $"always answering {MajorityClass}") + (Published is null ? 8 : 22);

        Plot plot = new(canvas, new(Left, y, SvgCanvas.Width - Left - 16, Math.Max(1, Splits.Count) * RowHeight), new(0, 100, "test beats that are right (%)", 10), new(0, Math.Max(1, Splits.Count)));
        plot.FrameRows([.. Splits.Select(split => split.Split)], Left - 16);
        for (int i = 0; i < Splits.Count; i++)
        {
            double top = y + (i * RowHeight);
            DotRow.DrawReference(canvas, plot, top + 4, top + RowHeight - 4, 100 * Splits[i].MajorityShare);
            DotRow.Draw(canvas, plot, top + 12, Splits[i].Accuracy.Times(100), accuracy);
            DotRow.Draw(canvas, plot, top + 26, Splits[i].BalancedAccuracy.Times(100), balanced);
        }

        if (Published is double published)
        {
            double x = plot.X(100 * published);
            canvas.Line(x, y - 4, x, plot.Area.Bottom, "ink-s thin", "4 3");
            canvas.Text(x, y - 8, $"published {NumberText.Percent(published)}", "ink small", x > SvgCanvas.Width / 2 ? Anchor.End : Anchor.Start);
        }

        return plot.Area.Bottom + Plot.BottomMargin;
    }
}
