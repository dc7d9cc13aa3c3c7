using MathNet.Numerics.Distributions;

namespace MlNetXai.Explanations.Evaluation;

/// <summary>How the ends of an interval are found.</summary>
public enum IntervalKind
{
    /// <summary>Quantiles of the draws. Default.</summary>
    Percentile,

    /// <summary>Bias-corrected and accelerated (Efron 1987).</summary>
    Bca,
}

/// <summary>Settings of <see cref="PatientBootstrap"/>.</summary>
public sealed record BootstrapOptions
{
    /// <summary>Level of the intervals, above 0 and below 1. Default 0.95.</summary>
    public double Level { get; init => field = Require.Between(value, 1e-6, 1 - 1e-6); } = 0.95;

    /// <summary>Draws, at least 2. Default 2000.</summary>
    public int Draws { get; init => field = Require.AtLeast(value, 2); } = 2000;

    /// <summary>Seed of the draws. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>How the ends are found. Default percentile.</summary>
    public IntervalKind Kind { get; init; }
}

/// <summary>Intervals by drawing patients with replacement: all rows of a drawn patient, twice if drawn twice. A patient's rows from all splits are one cluster.</summary>
/// <remarks>The draws are made once and shared by all statistics, so that differences between them are paired. A statistic that is undefined in a draw leaves that draw out.
/// Definitions: docs/evaluation.md, "Bootstrap over patients".</remarks>
public sealed class PatientBootstrap
{
    private readonly BootstrapOptions _options;
    private readonly int[] _patientOfRow;

    // [draw][patient]: how often the patient was drawn.
    private readonly int[][] _multiplicities;

    /// <param name="patients">Patient of every row, <c>[row]</c>.</param>
    /// <param name="options">Level, draws, seed, kind.</param>
    public PatientBootstrap(IReadOnlyList<string> patients, BootstrapOptions? options = null)
    {
        _options = options ?? new();
        Patients = [.. patients.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _patientOfRow = IndexRows(patients, Patients);
        _multiplicities = Draw(Patients.Count, _options);
    }

    /// <param name="patients">Patient of every row, <c>[row]</c>.</param>
    /// <param name="draws">Drawn patients, as indices into their names in ordinal order: <c>[draw][patient]</c>.</param>
    /// <param name="options">Level and kind; draws and seed are not used.</param>
    internal PatientBootstrap(IReadOnlyList<string> patients, IReadOnlyList<int[]> draws, BootstrapOptions? options = null)
    {
        _options = options ?? new();
        Patients = [.. patients.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _patientOfRow = IndexRows(patients, Patients);
        _multiplicities = [.. draws.Select(draw => Multiplicities(draw, Patients.Count))];
    }

    /// <summary>Names of the patients, in ordinal order: the clusters.</summary>
    public IReadOnlyList<string> Patients { get; }

    /// <summary>Index into <see cref="Patients"/> of every row.</summary>
    public IReadOnlyList<int> PatientOfRow => _patientOfRow;

    /// <summary>Interval of any statistic of resampled patients.</summary>
    /// <param name="statistic">From how often each patient counts, <c>[patient]</c>, to the value; null where undefined. On the data all ones.</param>
    public Interval Of(Func<IReadOnlyList<int>, double?> statistic) => Of(statistic, Patients.Count);

    private Interval Of(Func<IReadOnlyList<int>, double?> statistic, int patients)
    {
        int[] once = new int[Patients.Count];
        once.AsSpan().Fill(1);
        double? estimate = patients == 0 ? null : statistic(once);
        if (estimate is not { } value)
            return new() { Level = _options.Level, Patients = patients, Quality = IntervalQuality.Undefined, UndefinedShare = 1 };
        if (patients < 3)
            return new() { Estimate = value, Level = _options.Level, Patients = patients, Quality = IntervalQuality.TooFewPatients };

        List<double> drawn = new(_multiplicities.Length);
        foreach (int[] multiplicities in _multiplicities)
        {
            if (statistic(multiplicities) is { } draw)
                drawn.Add(draw);
        }

        Interval interval = new()
        {
            Estimate = value,
            Level = _options.Level,
            Patients = patients,
            UndefinedShare = 1 - (drawn.Count / (double)_multiplicities.Length),
        };
        drawn.Sort();
        if (drawn.Count == 0)
            return interval with { Quality = IntervalQuality.Undefined };

        // Equal but for rounding: sums of equal values in other numbers differ in the last bits.
        if (drawn[^1] - drawn[0] <= 1e-12 * Math.Max(Math.Abs(drawn[0]), Math.Abs(drawn[^1])))
            return interval with { Quality = IntervalQuality.NoSpread };

        (double low, double high) = _options.Kind == IntervalKind.Bca
            ? BcaLevels(value, drawn, Jackknife(statistic))
            : ((1 - _options.Level) / 2, (1 + _options.Level) / 2);
        return interval with
        {
            Low = Quantile(drawn, low),
            High = Quantile(drawn, high),
            Quality = patients < 10 ? IntervalQuality.Unreliable : IntervalQuality.Reliable,
        };
    }

    /// <summary>Interval of the mean over all rows.</summary>
    /// <param name="values">Value of every row, <c>[row]</c>; NaN: the row has none and is left out.</param>
    /// <exception cref="ShapeException">There is not one value per row.</exception>
    public Interval Mean(ReadOnlySpan<double> values)
    {
        (double[] sums, double[] counts) = SumsAndCounts(values);
        return Of(multiplicities => Ratio(multiplicities, sums, counts), Holders(counts));
    }

    /// <summary>Interval of mean(numerator)/mean(denominator) over all rows.</summary>
    /// <param name="numerator">Value of every row, <c>[row]</c>; NaN: the row has none.</param>
    /// <param name="denominator">Value of every row, NaN in the same rows.</param>
    /// <exception cref="ShapeException">There is not one value per row.</exception>
    public Interval RatioOfMeans(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator)
    {
        (double[] above, double[] counts) = SumsAndCounts(numerator);
        (double[] below, _) = SumsAndCounts(denominator);
        return Of(multiplicities => Ratio(multiplicities, above, below), Holders(counts));
    }

    /// <summary>Intervals of the mean at every point of a curve.</summary>
    /// <param name="perRow">Curve of every row, <c>[row][point]</c>; NaN: the row has no value there.</param>
    /// <exception cref="ShapeException">There is not one curve per row, or their lengths differ.</exception>
    public IReadOnlyList<Interval> MeanCurve(IReadOnlyList<double[]> perRow)
    {
        int points = perRow.Count == 0 ? 0 : perRow[0].Length;
        double[] column = new double[perRow.Count];
        Interval[] intervals = new Interval[points];
        for (int point = 0; point < points; point++)
        {
            for (int row = 0; row < column.Length; row++)
            {
                Require.Length(perRow[row].AsSpan(), points, nameof(perRow));
                column[row] = perRow[row][point];
            }

            intervals[point] = Mean(column);
        }

        return intervals;
    }

    /// <summary>Intervals of the mean difference between two curves of the same rows, at every point.</summary>
    /// <param name="first">Curve of every row, <c>[row][point]</c>.</param>
    /// <param name="second">What is subtracted, same shape.</param>
    /// <exception cref="ShapeException">The curves differ in rows or points.</exception>
    public IReadOnlyList<Interval> MeanDifference(IReadOnlyList<double[]> first, IReadOnlyList<double[]> second)
    {
        if (first.Count != second.Count)
            throw new ShapeException($"The second set of curves has {second.Count} rows, not {first.Count}.");
        return MeanCurve([.. first.Zip(second, Difference)]);

        static double[] Difference(double[] a, double[] b)
        {
            Require.Length(b.AsSpan(), a.Length, nameof(second));
            double[] difference = new double[a.Length];
            System.Numerics.Tensors.TensorPrimitives.Subtract(a, b, difference);
            return difference;
        }
    }

    /// <summary>Intervals of accuracy, balanced accuracy and the figures of every class.</summary>
    /// <param name="labels">True class, <c>[row]</c>.</param>
    /// <param name="predicted">Predicted class, <c>[row]</c>.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <exception cref="ShapeException">There is not one label and prediction per row, or a class is not in the list.</exception>
    public ClassificationIntervals Classification(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, IReadOnlyList<string> classes)
    {
        Func<IReadOnlyList<int>, ClassificationMetrics> metrics = Resampled(labels, predicted, classes);
        return new()
        {
            Accuracy = Figure(metrics => metrics.Accuracy),
            BalancedAccuracy = Figure(metrics => metrics.BalancedAccuracy),
            Precision = PerClass(figures => figures.Precision),
            Recall = PerClass(figures => figures.Recall),
            F1 = PerClass(figures => figures.F1),
        };

        Interval Figure(Func<ClassificationMetrics, double?> figure) => Of(multiplicities => figure(metrics(multiplicities)));

        IReadOnlyList<Interval> PerClass(Func<ClassFigures, double?> figure) =>
            [.. Enumerable.Range(0, classes.Count).Select(index => Figure(metrics => figure(metrics.PerClass[index])))];
    }

    /// <summary>Intervals of the paired differences between two classifiers of the same rows: first minus second.</summary>
    /// <param name="labels">True class, <c>[row]</c>.</param>
    /// <param name="first">Class predicted by the first, <c>[row]</c>.</param>
    /// <param name="second">Class predicted by the second, <c>[row]</c>.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <exception cref="ShapeException">There is not one label and two predictions per row, or a class is not in the list.</exception>
    public (Interval Accuracy, Interval BalancedAccuracy) ClassificationDifference(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> first, ReadOnlySpan<int> second, IReadOnlyList<string> classes)
    {
        Func<IReadOnlyList<int>, ClassificationMetrics> one = Resampled(labels, first, classes), other = Resampled(labels, second, classes);
        return (Figure(metrics => metrics.Accuracy), Figure(metrics => metrics.BalancedAccuracy));

        Interval Figure(Func<ClassificationMetrics, double?> figure) => Of(multiplicities => figure(one(multiplicities)) - figure(other(multiplicities)));
    }

    // One confusion matrix per draw, computed once, serves every figure.
    private Func<IReadOnlyList<int>, ClassificationMetrics> Resampled(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, IReadOnlyList<string> classes)
    {
        Require.Length(labels, _patientOfRow.Length);
        ClassificationMetrics.RequireClasses(labels, predicted, classes.Count);
        ConfusionMatrix[] perPatient = [.. Patients.Select(_ => new ConfusionMatrix(classes))];
        for (int row = 0; row < labels.Length; row++)
            perPatient[_patientOfRow[row]].Add(labels[row], predicted[row]);

        Dictionary<IReadOnlyList<int>, ClassificationMetrics> cache = new(ReferenceEqualityComparer.Instance);
        return multiplicities =>
        {
            if (!cache.TryGetValue(multiplicities, out ClassificationMetrics? metrics))
                cache[multiplicities] = metrics = new(ConfusionMatrix.Sum(perPatient, multiplicities));
            return metrics;
        };
    }

    private (double[] Sums, double[] Counts) SumsAndCounts(ReadOnlySpan<double> values)
    {
        Require.Length(values, _patientOfRow.Length);
        double[] sums = new double[Patients.Count], counts = new double[Patients.Count];
        for (int row = 0; row < values.Length; row++)
        {
            if (double.IsNaN(values[row]))
                continue;
            sums[_patientOfRow[row]] += values[row];
            counts[_patientOfRow[row]]++;
        }

        return (sums, counts);
    }

    private static double? Ratio(IReadOnlyList<int> multiplicities, double[] numerators, double[] denominators)
    {
        (double above, double below) = (0, 0);
        for (int patient = 0; patient < numerators.Length; patient++)
        {
            above += multiplicities[patient] * numerators[patient];
            below += multiplicities[patient] * denominators[patient];
        }

        return below == 0 ? null : above / below;
    }

    // Patients without a value neither help nor harm a mean; what an interval is worth depends on those that have one.
    private static int Holders(double[] counts) => counts.Count(count => count > 0);

    private double[] Jackknife(Func<IReadOnlyList<int>, double?> statistic)
    {
        List<double> values = [];
        for (int left = 0; left < Patients.Count; left++)
        {
            int[] multiplicities = new int[Patients.Count];
            multiplicities.AsSpan().Fill(1);
            multiplicities[left] = 0;
            if (statistic(multiplicities) is { } value)
                values.Add(value);
        }

        return [.. values];
    }

    // z0 = Φ⁻¹((#{θ* < θ} + ½ #{θ* = θ})/B), a = Σd³ / (6 (Σd²)^{3/2}), d_i = mean(jack) − jack_i; ends at Φ(z0 + (z0 + z_p)/(1 − a(z0 + z_p))).
    private (double Low, double High) BcaLevels(double estimate, List<double> drawn, double[] jackknife)
    {
        int smaller = drawn.Count(value => value < estimate), equal = drawn.Count(value => value == estimate);
        double bias = Normal.InvCDF(0, 1, (smaller + (0.5 * equal)) / drawn.Count);
        (double squares, double cubes) = (0, 0);
        double mean = jackknife.Average();
        foreach (double value in jackknife)
        {
            double d = mean - value;
            squares += d * d;
            cubes += d * d * d;
        }

        double acceleration = squares == 0 ? 0 : cubes / (6 * Math.Pow(squares, 1.5));
        return (End((1 - _options.Level) / 2), End((1 + _options.Level) / 2));

        double End(double level)
        {
            double z = bias + Normal.InvCDF(0, 1, level);
            return double.IsInfinity(bias) ? (bias > 0 ? 1 : 0) : Normal.CDF(0, 1, bias + (z / (1 - (acceleration * z))));
        }
    }

    /// <summary>Linear interpolation at level · (n − 1) of sorted values.</summary>
    private static double Quantile(List<double> sorted, double level)
    {
        double place = level * (sorted.Count - 1);
        int below = Math.Clamp((int)place, 0, sorted.Count - 2);
        return sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }

    private static int[] IndexRows(IReadOnlyList<string> rows, IReadOnlyList<string> patients)
    {
        Dictionary<string, int> index = new(StringComparer.Ordinal);
        for (int patient = 0; patient < patients.Count; patient++)
            index[patients[patient]] = patient;
        return [.. rows.Select(name => index[name])];
    }

    private static int[][] Draw(int patients, BootstrapOptions options)
    {
        Philox philox = new(options.Seed, "patient bootstrap");
        int[][] draws = new int[options.Draws][];
        int[] drawn = new int[patients];
        for (int draw = 0; draw < draws.Length; draw++)
        {
            Philox.Stream stream = philox.Draws((uint)draw);
            for (int i = 0; i < drawn.Length; i++)
                drawn[i] = stream.Below(patients);
            draws[draw] = Multiplicities(drawn, patients);
        }

        return draws;
    }

    private static int[] Multiplicities(int[] drawn, int patients)
    {
        int[] multiplicities = new int[patients];
        foreach (int patient in drawn)
            multiplicities[patient]++;
        return multiplicities;
    }
}

/// <summary>Intervals of a classifier's figures over patients.</summary>
public sealed record ClassificationIntervals
{
    /// <summary>Accuracy.</summary>
    public required Interval Accuracy { get; init; }

    /// <summary>Balanced accuracy; draws that lack a class are undefined.</summary>
    public required Interval BalancedAccuracy { get; init; }

    /// <summary>Precision, <c>[class]</c>.</summary>
    public required IReadOnlyList<Interval> Precision { get; init; }

    /// <summary>Recall, <c>[class]</c>.</summary>
    public required IReadOnlyList<Interval> Recall { get; init; }

    /// <summary>F1, <c>[class]</c>.</summary>
    public required IReadOnlyList<Interval> F1 { get; init; }
}
