using System.Globalization;
using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>Score reduction of the learned mask for one λ1.</summary>
/// <param name="Lambda">Weight of the mask's size in the objective, λ1.</param>
/// <param name="Reduction">Mean score reduction in logits, one value per threshold.</param>
public sealed record MaskWeightCurve(double Lambda, IReadOnlyList<Estimate> Reduction);

/// <summary>How the learned mask's score reduction depends on λ1, and which λ1 was chosen.</summary>
public sealed record MaskWeightFigure : Figure
{
    /// <summary>Thresholds, ascending, 0–1.</summary>
    public required IReadOnlyList<double> Alpha { get; init; }

    /// <summary>One curve per λ1.</summary>
    public required IReadOnlyList<MaskWeightCurve> Curves { get; init; }

    /// <summary>The λ1 chosen, one of the curves', or null.</summary>
    public double? Chosen { get; init; }

    private protected override FigureCaption DefaultCaption => new(
        "Score reduction of the learned mask on validation beats, one curve for each weight λ1 of the mask's size. The paper leaves λ1 open; the one chosen here is named in the legend and has its 95 % interval over patients as a band.",
        "A curve that lies higher marks samples that matter more to the network. With a large λ1 the mask may hide only few samples; with a small one it may hide many.",
        "The choice was made on validation beats and is applied to test beats unseen; that a λ1 is best here does not make it best for another network.");

    private protected override double Draw(SvgCanvas canvas)
    {
        // Five bands over each other would hide what they say: the chosen one keeps its own.
        Curve[] curves = [.. Curves.Select(curve => new Curve(Name(curve.Lambda), curve.Lambda == Chosen ? curve.Reduction : [.. curve.Reduction.Select(value => (Estimate)value.Value)]))];
        IReadOnlyDictionary<string, SeriesStyle> styles = CurvePanel.Styles(curves);
        double y = Legend.Draw(canvas, new(8, 4, SvgCanvas.Width - 16, 0), styles.Select(style => new LegendEntry(style.Key, style.Value))) + 8;

        CurvePanel panel = new() { Xs = Alpha, XLabel = "threshold α", YLabel = "score reduction (logits)", Curves = curves, XIntervals = 10 };
        Plot plot = panel.Draw(canvas, new(0, y, SvgCanvas.Width, 280), styles);
        foreach (MaskWeightCurve curve in Curves.Where(curve => curve.Lambda == Chosen))
            plot.Line(Alpha, [.. curve.Reduction.Select(value => value.Value)], $"thick {styles[Name(curve.Lambda)].Color}-s", styles[Name(curve.Lambda)].Dash);
        return y + 286;
    }

    private string Name(double lambda) => $"λ1 = {lambda.ToString("G4", CultureInfo.InvariantCulture)}{(lambda == Chosen ? " (chosen)" : "")}";
}
