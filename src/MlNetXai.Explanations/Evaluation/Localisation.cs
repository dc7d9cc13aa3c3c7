namespace MlNetXai.Explanations.Evaluation;

/// <summary>Settings of <see cref="Localisation"/>.</summary>
public sealed record LocalisationOptions
{
    /// <summary>Steps by which the truth is widened on both sides, at least 0. Default 0; 5 for synthetic beats at 360 Hz, whose filter spreads a mark by as much.</summary>
    public int DilationSteps { get; init => field = Require.AtLeast(value, 0); }

    /// <summary>Steps by which the pointing game may miss the truth, at least 0. Default 0.</summary>
    public int PointingToleranceSteps { get; init => field = Require.AtLeast(value, 0); }
}

/// <summary>How well one row's attribution finds its truth; null where a figure is undefined.</summary>
public sealed record RowLocalisation
{
    /// <summary>Row in the batch.</summary>
    public required int Row { get; init; }

    /// <summary>|G|/TD: average precision of a random order.</summary>
    public required double BaseRate { get; init; }

    /// <summary>Average precision (area under the precision–recall curve) of the signed attribution: evidence for the class.</summary>
    public required double AveragePrecision { get; init; }

    /// <summary>Average precision of the magnitude.</summary>
    public required double AveragePrecisionMagnitude { get; init; }

    /// <summary>Area under the ROC curve of the signed attribution, ties ½; null when the truth covers everything.</summary>
    public required double? Auroc { get; init; }

    /// <summary>Whether the largest signed value lies in the truth.</summary>
    public required bool Pointing { get; init; }

    /// <summary>Σ over the truth of A⁺ / Σ A⁺; null when nothing is positive.</summary>
    public required double? RelevanceMass { get; init; }

    /// <summary>|top-|G| ∩ G|/|G| by signed value.</summary>
    public required double RelevanceRank { get; init; }
}

/// <summary>Localisation of all rows of a batch.</summary>
/// <param name="Rows">Rows that have a truth.</param>
/// <param name="RowsWithoutTruth">Rows left out because their truth is empty.</param>
public sealed record LocalisationResult(IReadOnlyList<RowLocalisation> Rows, int RowsWithoutTruth);

/// <summary>Compares attributions with the known truth of synthetic rows.</summary>
/// <remarks>Ties in rankings: lower flat index first; in average precision and AUROC one group. Sources: Arras, Osman and Samek 2022, arXiv:2003.07258;
/// Zhang et al. 2018, arXiv:1608.00507 (pointing game). Definitions: docs/evaluation.md.</remarks>
public sealed class Localisation(LocalisationOptions? options = null)
{
    private readonly LocalisationOptions _options = options ?? new();

    /// <summary>Compares every row.</summary>
    /// <param name="values">Attribution, <c>[row, step, channel]</c>, finite.</param>
    /// <param name="truth">What makes the class, per row <c>[step]</c> or <c>[step, channel]</c>.</param>
    /// <exception cref="ShapeException">There is not one truth per row, or its length is neither steps nor steps × channels.</exception>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite.</exception>
    public LocalisationResult Measure(Batch values, IReadOnlyList<bool[]> truth)
    {
        if (truth.Count != values.Rows)
            throw new ShapeException($"truth has {truth.Count} rows, not {values.Rows}.");
        values.RequireFinite("attribution");
        List<RowLocalisation> rows = [];
        for (int row = 0; row < values.Rows; row++)
        {
            bool[] cells = Dilate(Cells(truth[row], values.Shape, row), values.Channels, _options.DilationSteps);
            if (cells.Contains(true))
                rows.Add(Measure(row, values.Row(row), values.Channels, cells));
        }

        return new(rows, values.Rows - rows.Count);
    }

    /// <summary>Step-wise average precision Σ (R_i − R_{i−1}) P_i over distinct thresholds; equal scores are one group.</summary>
    /// <param name="scores">High: positive.</param>
    /// <param name="truth">Positives, at least one.</param>
    public static double AveragePrecision(ReadOnlySpan<float> scores, ReadOnlySpan<bool> truth)
    {
        int[] order = Ranking.Descending(scores);
        int positives = truth.Count(true), hits = 0;
        double area = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = start, groupHits = 0;
            for (; end < order.Length && scores[order[end]] == scores[order[start]]; end++)
                groupHits += truth[order[end]] ? 1 : 0;
            hits += groupHits;
            area += groupHits * (double)hits / end;
            start = end;
        }

        // Divided once and at the end: shares 1/positives, which rounding changes, can add up to more than 1.
        return area / positives;
    }

    /// <summary>Share of pairs (positive, negative) in which the positive scores higher, ties ½; null when one side is empty.</summary>
    /// <param name="scores">High: positive.</param>
    /// <param name="truth">Positives.</param>
    public static double? Auroc(ReadOnlySpan<float> scores, ReadOnlySpan<bool> truth)
    {
        int[] order = Ranking.Descending(scores);
        long positives = truth.Count(true), negatives = truth.Length - positives, positivesAbove = 0;
        if (positives == 0 || negatives == 0)
            return null;
        double pairs = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            long groupPositives = 0;
            for (; end < order.Length && scores[order[end]] == scores[order[start]]; end++)
                groupPositives += truth[order[end]] ? 1 : 0;
            long groupNegatives = end - start - groupPositives;
            pairs += groupNegatives * (positivesAbove + (0.5 * groupPositives));
            positivesAbove += groupPositives;
            start = end;
        }

        return pairs / ((double)positives * negatives);
    }

    private RowLocalisation Measure(int row, ReadOnlySpan<float> values, int channels, bool[] truth)
    {
        float[] magnitude = new float[values.Length];
        System.Numerics.Tensors.TensorPrimitives.Abs(values, magnitude);
        int size = truth.Count(cell => cell);
        int[] order = Ranking.Descending(values);
        (double positive, double inside) = (0, 0);
        for (int i = 0; i < values.Length; i++)
        {
            positive += Math.Max(values[i], 0);
            inside += truth[i] ? Math.Max(values[i], 0) : 0;
        }

        return new()
        {
            Row = row,
            BaseRate = size / (double)truth.Length,
            AveragePrecision = AveragePrecision(values, truth),
            AveragePrecisionMagnitude = AveragePrecision(magnitude, truth),
            Auroc = Auroc(values, truth),
            Pointing = Dilate(truth, channels, _options.PointingToleranceSteps)[order[0]],
            RelevanceMass = positive > 0 ? inside / positive : null,
            RelevanceRank = order.Take(size).Count(cell => truth[cell]) / (double)size,
        };
    }

    private static bool[] Cells(bool[] truth, RowShape shape, int row)
    {
        if (truth.Length == shape.Length)
            return truth;
        if (truth.Length != shape.Steps)
            throw new ShapeException($"truth, row {row} has {truth.Length} values; it needs {shape.Steps} (one per step) or {shape.Length} (one per step and channel).");
        bool[] cells = new bool[shape.Length];
        for (int i = 0; i < cells.Length; i++)
            cells[i] = truth[i / shape.Channels];
        return cells;
    }

    /// <summary>Widens marked cells.</summary>
    /// <param name="cells">Marked or not, <c>[step, channel]</c>.</param>
    /// <param name="channels">Channels per step.</param>
    /// <param name="steps">Steps by which every mark grows on both sides, at least 0.</param>
    /// <returns>The wider marks; the cells themselves for 0 steps.</returns>
    public static bool[] Dilate(bool[] cells, int channels, int steps)
    {
        if (steps == 0)
            return cells;
        bool[] wide = new bool[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            if (!cells[i])
                continue;
            for (long j = i - ((long)steps * channels); j <= i + ((long)steps * channels); j += channels)
            {
                if (j >= 0 && j < cells.Length)
                    wide[j] = true;
            }
        }

        return wide;
    }
}
