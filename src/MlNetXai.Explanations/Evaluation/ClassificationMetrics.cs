namespace MlNetXai.Explanations.Evaluation;

/// <summary>Rows by true and predicted class.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;

    /// <param name="classes">Names of the classes.</param>
    public ConfusionMatrix(IReadOnlyList<string> classes) => (Classes, _counts) = (classes, new long[classes.Count * classes.Count]);

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Rows in all.</summary>
    public long Total => _counts.Sum();

    /// <summary>Rows of class <paramref name="actual"/> predicted as <paramref name="predicted"/>.</summary>
    public long this[int actual, int predicted] => _counts[(actual * Classes.Count) + predicted];

    /// <summary>Rows of a true class.</summary>
    public long Actual(int label)
    {
        long sum = 0;
        for (int predicted = 0; predicted < Classes.Count; predicted++)
            sum += this[label, predicted];
        return sum;
    }

    /// <summary>Rows predicted as a class.</summary>
    public long Predicted(int predicted)
    {
        long sum = 0;
        for (int actual = 0; actual < Classes.Count; actual++)
            sum += this[actual, predicted];
        return sum;
    }

    internal static ConfusionMatrix Sum(ConfusionMatrix[] parts, IReadOnlyList<int> multiplicities)
    {
        ConfusionMatrix sum = new(parts[0].Classes);
        for (int part = 0; part < parts.Length; part++)
        {
            for (int i = 0; i < sum._counts.Length; i++)
                sum._counts[i] += multiplicities[part] * parts[part]._counts[i];
        }

        return sum;
    }

    internal void Add(int actual, int predicted) => _counts[(actual * Classes.Count) + predicted]++;
}

/// <summary>Figures of one class; null where a figure is undefined.</summary>
/// <param name="Class">Name.</param>
/// <param name="Support">Rows of the true class.</param>
/// <param name="Share">Support/rows: the accuracy of always guessing this class; null without rows.</param>
/// <param name="Precision">Correct/predicted; null when nothing is predicted so, or without support.</param>
/// <param name="Recall">Correct/support; null without support.</param>
/// <param name="F1">2·correct/(predicted + support); null without support.</param>
public sealed record ClassFigures(string Class, long Support, double? Share, double? Precision, double? Recall, double? F1);

/// <summary>How well predictions fit labels. Undefined figures are null, never 0.</summary>
public sealed class ClassificationMetrics
{
    /// <param name="confusion">Rows by true and predicted class.</param>
    public ClassificationMetrics(ConfusionMatrix confusion)
    {
        Confusion = confusion;
        long total = confusion.Total, correct = 0;
        ClassFigures[] perClass = new ClassFigures[confusion.Classes.Count];
        for (int index = 0; index < perClass.Length; index++)
        {
            long hits = confusion[index, index], actual = confusion.Actual(index), predicted = confusion.Predicted(index);
            correct += hits;

            // Of a class that has no rows nothing is known: false alarms alone are no precision of 0.
            perClass[index] = new(
                confusion.Classes[index], actual, Ratio(actual, total), actual == 0 ? null : Ratio(hits, predicted), Ratio(hits, actual),
                actual == 0 ? null : Ratio(2 * hits, predicted + actual));
        }

        PerClass = perClass;
        Accuracy = Ratio(correct, total);
        BalancedAccuracy = perClass.Length > 0 && perClass.All(figures => figures.Recall is not null) ? perClass.Average(figures => figures.Recall) : null;
    }

    /// <summary>Rows by true and predicted class.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>Correct rows/rows; null without rows.</summary>
    public double? Accuracy { get; }

    /// <summary>Mean recall of all classes; null when a class has no rows.</summary>
    public double? BalancedAccuracy { get; }

    /// <summary>Figures of every class, in the classes' order.</summary>
    public IReadOnlyList<ClassFigures> PerClass { get; }

    /// <summary>Compares predictions with labels.</summary>
    /// <param name="labels">True class, <c>[row]</c>.</param>
    /// <param name="predicted">Predicted class, <c>[row]</c>.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <exception cref="ShapeException">The lengths differ, or a class is not in the list.</exception>
    public static ClassificationMetrics Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, IReadOnlyList<string> classes)
    {
        RequireClasses(labels, predicted, classes.Count);
        ConfusionMatrix confusion = new(classes);
        for (int row = 0; row < labels.Length; row++)
            confusion.Add(labels[row], predicted[row]);
        return new(confusion);
    }

    internal static void RequireClasses(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int classes)
    {
        Require.Length(predicted, labels.Length);
        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)classes || (uint)predicted[row] >= (uint)classes)
                throw new ShapeException($"row {row}: label {labels[row]} and prediction {predicted[row]} must lie in 0 … {classes - 1}, the classes given.");
        }
    }

    private static double? Ratio(long part, long whole) => whole == 0 ? null : part / (double)whole;
}
