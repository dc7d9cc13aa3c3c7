namespace MlNetXai.Explanations.Evaluation;

/// <summary>Average attribution of one class.</summary>
public sealed record ClassAverage
{
    /// <summary>Class of the rows.</summary>
    public required string Class { get; init; }

    /// <summary>Rows of the class.</summary>
    public required int Rows { get; init; }

    /// <summary>Patients that have rows of the class.</summary>
    public required int Patients { get; init; }

    /// <summary>Mean over rows with its interval over patients, <c>[step, channel]</c>; undefined where the class has no rows.</summary>
    public required IReadOnlyList<Interval> Mean { get; init; }

    /// <summary>Standard deviation over rows (divisor rows − 1), <c>[step, channel]</c>; null where the class has fewer than 2 rows.</summary>
    public required IReadOnlyList<double>? StandardDeviation { get; init; }
}

/// <summary>Mean and spread of attributions per class, sample by sample: what a method looks at in a class, over all its rows.</summary>
/// <remarks>Every row counts once, so a patient with many rows weighs more; the interval draws patients. Definitions: docs/evaluation.md, "Class averages".</remarks>
public static class ClassAverages
{
    /// <summary>Averages the rows of every class.</summary>
    /// <param name="values">Attribution, <c>[row, step, channel]</c>, finite.</param>
    /// <param name="labels">Class of every row, <c>[row]</c>.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="bootstrap">Draws of the patients of these rows.</param>
    /// <returns>One average per class, in the classes' order, those without rows too.</returns>
    /// <exception cref="ShapeException">Labels or patients do not fit the rows, or a class is not in the list.</exception>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite.</exception>
    public static IReadOnlyList<ClassAverage> Measure(Batch values, IReadOnlyList<int> labels, IReadOnlyList<string> classes, PatientBootstrap bootstrap)
    {
        if (labels.Count != values.Rows || bootstrap.PatientOfRow.Count != values.Rows)
            throw new ShapeException($"There are {values.Rows} rows, but {labels.Count} labels and {bootstrap.PatientOfRow.Count} patients; every row needs one of each.");
        ClassificationMetrics.RequireClasses([.. labels], [.. labels], classes.Count);
        values.RequireFinite("attribution");
        return [.. classes.Select((name, c) => Measure(values, name, [.. Enumerable.Range(0, values.Rows).Where(row => labels[row] == c)], bootstrap))];
    }

    private static ClassAverage Measure(Batch values, string name, int[] rows, PatientBootstrap bootstrap)
    {
        int slots = values.Shape.Length;
        Interval[] means = new Interval[slots];
        double[] deviations = new double[slots], column = new double[values.Rows];
        column.AsSpan().Fill(double.NaN);
        for (int slot = 0; slot < slots; slot++)
        {
            foreach (int row in rows)
                column[row] = values.Row(row)[slot];
            means[slot] = bootstrap.Mean(column);
            deviations[slot] = Deviation(column, rows);
        }

        return new()
        {
            Class = name,
            Rows = rows.Length,
            Patients = rows.Select(row => bootstrap.PatientOfRow[row]).Distinct().Count(),
            Mean = means,
            StandardDeviation = rows.Length < 2 ? null : deviations,
        };
    }

    // Two passes: the squares of large values that differ little would cancel.
    private static double Deviation(double[] column, int[] rows)
    {
        double mean = 0, squares = 0;
        foreach (int row in rows)
            mean += column[row] / rows.Length;
        foreach (int row in rows)
            squares += (column[row] - mean) * (column[row] - mean);
        return Math.Sqrt(squares / Math.Max(rows.Length - 1, 1));
    }
}
