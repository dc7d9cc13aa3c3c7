using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>Score reduction over the threshold α, and what it must be read beside (study A, figure 5).</summary>
public sealed record ScoreReductionFigure : Figure
{
    /// <summary>Thresholds, ascending, 0–1.</summary>
    public required IReadOnlyList<double> Alpha { get; init; }

    /// <summary>Mean score reduction in logits per method and for the random baseline, one value per threshold.</summary>
    public required IReadOnlyList<Curve> Reduction { get; init; }

    /// <summary>Mean share of the samples deleted per method, 0–1, one value per threshold; empty = panel left out.</summary>
    public IReadOnlyList<Curve> ShareDeleted { get; init; } = [];

    /// <summary>Reduction of a random choice of as many samples as each method deleted, by the method's name, one value per threshold; empty = panel left out.</summary>
    public IReadOnlyList<Curve> PairedRandom { get; init; } = [];

    /// <summary>Shares deleted in <see cref="FixedShare"/>, ascending, 0–1.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [];

    /// <summary>Reduction when every method deletes the same share, one value per share; empty = panel left out.</summary>
    public IReadOnlyList<Curve> FixedShare { get; init; } = [];

    private protected override FigureCaption DefaultCaption => new(
        "How much the network's score for the true class falls when the samples that a method calls important are set to zero. "
        + "A: all samples with salience above α are deleted; the fall is weighted by the share of samples that is left. "
        + "B: how many samples that is. C: the same number of samples, chosen at random. D: every method deletes the same share, most important first. Bands: 95 % intervals over patients.",
        "A curve that lies higher found samples that matter more to the network. Read A together with B and C: a method that deletes more samples lowers the score more, important or not. "
        + "A method is worth its name where its curve in A lies above its curve in C; D compares the methods at equal size.",
        "A high curve says what this network uses, not what causes or marks a disease. Deleting samples makes beats that no heart produces, and the network may react to that alone.");

    private protected override double Draw(SvgCanvas canvas)
    {
        const string Fall = "score reduction (logits)";
        CurvePanel main = new()
        {
            Title = "A. Samples above α deleted",
            Xs = Alpha,
            XLabel = "threshold α",
            YLabel = Fall,
            Curves = Reduction,
            XIntervals = 10,
        };
        CurvePanel share = new() { Title = "B. Share deleted", Xs = Alpha, XLabel = "threshold α", YLabel = "share of samples", Curves = ShareDeleted, AlsoInRange = [1] };

        // The random choice is drawn on the scale of the methods that it is compared with.
        CurvePanel random = new()
        {
            Title = "C. Random, same size",
            Xs = Alpha,
            XLabel = "threshold α",
            YLabel = Fall,
            Curves = PairedRandom,
            AlsoInRange = main.Range,
        };
        CurvePanel fixedShare = new() { Title = "D. Same share for all", Xs = Shares, XLabel = "share deleted", YLabel = Fall, Curves = FixedShare };

        IReadOnlyDictionary<string, SeriesStyle> styles = CurvePanel.Styles(Reduction.Concat(ShareDeleted).Concat(PairedRandom).Concat(FixedShare));
        double y = Legend.Draw(canvas, new(8, 4, SvgCanvas.Width - 16, 0), styles.Select(style => new LegendEntry(style.Key, style.Value))) + 10;
        main.Draw(canvas, new(0, y, SvgCanvas.Width, 300), styles);
        y += 300;

        CurvePanel[] beside = [.. new[] { share, random, fixedShare }.Where(panel => panel.Curves.Count > 0)];
        if (beside.Length == 0)
            return y + 6;
        double width = SvgCanvas.Width / beside.Length;
        for (int i = 0; i < beside.Length; i++)
            beside[i].Draw(canvas, new(i * width, y + 10, width - 4, 220), styles);
        return y + 236;
    }
}
