namespace Microsoft.ML.Data;

/// <summary>What <see cref="MulticlassClassificationMetrics"/> needs of the rows, gathered one by one.</summary>
internal sealed class MulticlassCounts
{
    // As Single, like the scores: the largest loss is −ln 1e-15f = 34.538776391….
    private const double SmallestScore = 1e-15f;

    private readonly double[][] _counts;
    private readonly double[] _lossOfClass;
    private readonly long[] _rowsOfRank;
    private double _loss;
    private long _rows;

    /// <param name="classes">Number of scores per row.</param>
    public MulticlassCounts(int classes)
    {
        _counts = [.. Enumerable.Range(0, classes).Select(_ => new double[classes])];
        _lossOfClass = new double[classes];
        _rowsOfRank = new long[classes + 1];   // the last rank: of labels without a score
    }

    /// <summary>Adds a row, or skips it when its label or one of its scores is missing.</summary>
    /// <param name="label">0-based; NaN, negative or fractional: missing.</param>
    /// <param name="scores">One per class, finite.</param>
    public void Add(double label, ReadOnlySpan<float> scores)
    {
        if (!(label >= 0) || label != Math.Floor(label) || !AllFinite(scores))
            return;

        _rows++;
        if (label >= scores.Length)
        {
            _loss -= Math.Log(SmallestScore);
            _rowsOfRank[scores.Length]++;
            return;
        }

        int actual = (int)label;
        double loss = -Math.Log(Math.Clamp(scores[actual], SmallestScore, 1));
        _loss += loss;
        _lossOfClass[actual] += loss;
        _counts[actual][LargestOf(scores)]++;
        _rowsOfRank[RankOf(actual, scores)]++;
    }

    /// <param name="classNames">One per class.</param>
    /// <param name="topK">For how many k the share of rows with the label among the k largest scores is wanted.</param>
    /// <exception cref="IndexOutOfRangeException"><paramref name="topK"/> exceeds the number of classes by more than one.</exception>
    public MulticlassClassificationMetrics ToMetrics(IReadOnlyList<string> classNames, int topK)
    {
        ConfusionMatrix table = new(_counts, classNames);
        double[] rowsOfClass = [.. _counts.Select(row => row.Sum())];
        double entropy = rowsOfClass.Where(count => count > 0).Sum(count => -(count / _rows) * Math.Log(count / _rows));
        double loss = PerRow(_loss);

        return new()
        {
            LogLoss = loss,
            LogLossReduction = (entropy - loss) / entropy,
            MicroAccuracy = PerRow(_counts.Select((row, index) => row[index]).Sum()),
            MacroAccuracy = table.PerClassRecall.Where((_, index) => rowsOfClass[index] > 0).DefaultIfEmpty().Average(),
            PerClassLogLoss = [.. _lossOfClass.Select((sum, index) => rowsOfClass[index] > 0 ? sum / rowsOfClass[index] : 0)],
            TopKPredictionCount = topK,
            TopKAccuracyForAllK = topK > 0 ? TopKAccuracies(topK) : null,
            ConfusionMatrix = table,
        };
    }

    private double[] TopKAccuracies(int topK)
    {
        double[] accuracies = new double[topK];
        long hits = 0;
        for (int rank = 0; rank < topK; rank++)
        {
            hits += _rowsOfRank[rank];
            accuracies[rank] = PerRow(hits);
        }
        return accuracies;
    }

    private double PerRow(double sum) => _rows > 0 ? sum / _rows : 0;

    private static int LargestOf(ReadOnlySpan<float> scores)
    {
        int largest = 0;
        for (int index = 1; index < scores.Length; index++)
        {
            if (scores[index] > scores[largest])
                largest = index;
        }
        return largest;
    }

    // How many scores stand before that of a class: the greater ones, and equal ones of a smaller index.
    private static int RankOf(int actual, ReadOnlySpan<float> scores)
    {
        int rank = 0;
        for (int index = 0; index < scores.Length; index++)
        {
            if (scores[index] > scores[actual] || (scores[index] == scores[actual] && index < actual))
                rank++;
        }
        return rank;
    }

    private static bool AllFinite(ReadOnlySpan<float> scores)
    {
        foreach (float score in scores)
        {
            if (!float.IsFinite(score))
                return false;
        }
        return true;
    }
}
