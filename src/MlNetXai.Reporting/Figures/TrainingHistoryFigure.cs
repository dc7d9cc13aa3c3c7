using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>One epoch of <see cref="TrainingHistoryFigure"/>.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainingLoss">Mean cross-entropy over the training rows, in nats.</param>
/// <param name="ValidationLoss">Mean cross-entropy over the validation rows, in nats.</param>
public readonly record struct TrainingHistoryPoint(int Epoch, double TrainingLoss, double ValidationLoss);

/// <summary>Loss over the epochs of training, with the epoch that was kept.</summary>
public sealed record TrainingHistoryFigure : Figure
{
    /// <summary>The epochs, ascending.</summary>
    public required IReadOnlyList<TrainingHistoryPoint> History { get; init; }

    /// <summary>The epoch whose weights were kept.</summary>
    public required int BestEpoch { get; init; }

    private protected override FigureCaption DefaultCaption => new(
        "The network's error (cross-entropy) after every pass over the training beats: on the beats it learns from, and on the beats of validation patients, from which it does not learn.",
        "Lower is better. Where the validation curve rises while the training curve still falls, the network has begun to learn its training patients by heart. "
        + "The weights of the marked epoch, the lowest validation error, were kept.",
        "The figure says nothing about test patients: see the accuracy for those.");

    private protected override double Draw(SvgCanvas canvas)
    {
        Curve[] curves =
        [
            new("training", [.. History.Select(point => (Estimate)point.TrainingLoss)]),
            new("validation", [.. History.Select(point => (Estimate)point.ValidationLoss)]),
        ];
        IReadOnlyDictionary<string, SeriesStyle> styles = CurvePanel.Styles(curves);
        double y = Legend.Draw(canvas, new(8, 4, SvgCanvas.Width - 16, 0), styles.Select(style => new LegendEntry(style.Key, style.Value))) + 14;

        CurvePanel panel = new()
        {
            Xs = [.. History.Select(point => (double)point.Epoch)],
            XLabel = "epoch",
            YLabel = "cross-entropy (nats)",
            Curves = curves,
            XIntervals = Math.Clamp(History.Count - 1, 1, 10),
        };
        Plot plot = panel.Draw(canvas, new(0, y, SvgCanvas.Width, 250), styles);
        if (History.Any(point => point.Epoch == BestEpoch))
        {
            double x = plot.X(BestEpoch);
            string label = $"kept: epoch {BestEpoch}";
            double half = TextWidth.Of(label, FigureStyle.SmallSize) / 2;
            canvas.Line(x, plot.Area.Y, x, plot.Area.Bottom, "ink-s thin", "3 3");
            canvas.Text(Math.Clamp(x, plot.Area.X + half, plot.Area.Right - half), plot.Area.Y - 4, label, "ink small", Anchor.Middle);
        }

        return y + 256;
    }
}
