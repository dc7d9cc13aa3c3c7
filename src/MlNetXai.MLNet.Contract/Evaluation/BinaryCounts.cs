using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>What <see cref="BinaryClassificationMetrics"/> needs of the rows, gathered one by one.</summary>
/// <param name="random">Chooses the rows of the precision-recall curve when there are more than <see cref="MostRowsOfCurve"/>.</param>
internal sealed class BinaryCounts(Random random)
{
    /// <summary>Rows of the precision-recall curve; of more than these it is drawn from a random sample.</summary>
    public const int MostRowsOfCurve = 100_000;

    private readonly List<float> _positives = [];
    private readonly List<float> _negatives = [];
    private readonly List<(float Score, bool Positive)> _curve = [];
    private long _truePositives, _falsePositives;
    private double _loss;

    private long Rows => _positives.Count + (long)_negatives.Count;

    /// <summary>Adds a row, or skips it when its label is missing or its score is not finite.</summary>
    /// <param name="label">Positive above 0; NaN: missing.</param>
    /// <param name="score">The row is assigned to the positive class above 0.</param>
    /// <param name="probability">Of the positive class; only for the calibrated metrics.</param>
    public void Add(double label, float score, float probability = float.NaN)
    {
        if (double.IsNaN(label) || !float.IsFinite(score))
            return;

        bool positive = label > 0;
        (positive ? _positives : _negatives).Add(score);
        if (score > 0)
            (positive ? ref _truePositives : ref _falsePositives)++;
        _loss -= Math.Log2(positive ? probability : 1 - (double)probability);
        AddToCurve((score, positive));
    }

    public BinaryClassificationMetrics ToMetrics()
    {
        double areaUnderRocCurve = AreaUnderRocCurve();
        return new(Table(), areaUnderRocCurve, AreaUnderPrecisionRecallCurve());
    }

    public CalibratedBinaryClassificationMetrics ToCalibratedMetrics()
    {
        double areaUnderRocCurve = AreaUnderRocCurve(), share = _positives.Count / (double)Rows;
        return new(Table(), areaUnderRocCurve, AreaUnderPrecisionRecallCurve())
        {
            LogLoss = _loss / Rows,
            Entropy = -(share * Math.Log2(share)) - (1 - share) * Math.Log2(1 - share),
        };
    }

    // Every row is in the sample with the same chance: row n takes a random place with chance places / n.
    private void AddToCurve((float, bool) row)
    {
        if (_curve.Count < MostRowsOfCurve)
        {
            _curve.Add(row);
            return;
        }

        long place = random.NextInt64(Rows);
        if (place < MostRowsOfCurve)
            _curve[(int)place] = row;
    }

    private ConfusionMatrix Table()
    {
        double positives = _positives.Count, negatives = _negatives.Count;
        string heading = string.Create(
            CultureInfo.InvariantCulture, $"TEST POSITIVE RATIO:\t{positives / (positives + negatives):F4} ({positives:F1}/({positives:F1}+{negatives:F1}))");
        return new([[_truePositives, positives - _truePositives], [_falsePositives, negatives - _falsePositives]], ["positive", "negative"], heading);
    }

    // Sum of the ranks of the positive rows among all (equal scores share their mean rank), less the smallest sum possible.
    private double AreaUnderRocCurve()
    {
        RequireBothClasses();
        (float Score, bool Positive)[] rows = [.. _positives.Select(score => (score, true)), .. _negatives.Select(score => (score, false))];
        Array.Sort(rows, (a, b) => a.Score.CompareTo(b.Score));

        double rankSum = 0;
        for (int start = 0, end; start < rows.Length; start = end)
        {
            int positives = 0;
            for (end = start; end < rows.Length && rows[end].Score == rows[start].Score; end++)
                positives += rows[end].Positive ? 1 : 0;
            rankSum += positives * (start + 1 + end) / 2.0;
        }

        double count = _positives.Count;
        return (rankSum - count * (count + 1) / 2) / (count * _negatives.Count);
    }

    private double AreaUnderPrecisionRecallCurve()
    {
        double positives = _curve.Count(row => row.Positive);
        double area = 0, precision = 1;
        long hits = 0, seen = 0;
        foreach ((_, bool positive) in _curve.OrderByDescending(row => row.Score))   // stable: equal scores keep the order of rows
        {
            double before = precision;
            hits += positive ? 1 : 0;
            precision = hits / (double)++seen;
            if (positive)
                area += (before + precision) / 2 / positives;
        }
        return area;
    }

    private void RequireBothClasses()
    {
        if (_positives.Count == 0)
            throw new ArgumentOutOfRangeException("PosSample", "AUC is not defined when there is no positive class in the data");
        if (_negatives.Count == 0)
            throw new ArgumentOutOfRangeException("NegSample", "AUC is not defined when there is no negative class in the data");
    }
}
