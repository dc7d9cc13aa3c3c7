namespace MlNetXai.MLNet.Evaluation;

/// <summary>A row of <see cref="ModelComparison.Data"/>: a figure.</summary>
/// <example>
/// <code>
/// foreach (ComparisonRow row in mlContext.Data.CreateEnumerable&lt;ComparisonRow&gt;(comparison.Data, reuseRowObject: false))
/// {
///     Console.WriteLine($"{row.Trainer} {row.Explainer} ({row.Method}), {row.Figure}: {row.Value} ({row.Low} to {row.High})");
///     Console.WriteLine($"{row.Rows} rows of {row.Patients} patients");
/// }
/// </code>
/// </example>
public sealed class ComparisonRow
{
    /// <summary>Name of the trainer.</summary>
    public string Trainer { get; set; } = "";

    /// <summary>Name of the explainer, or "" for a figure of the trainer.</summary>
    public string Explainer { get; set; } = "";

    /// <summary>Method of the explainer, or "".</summary>
    public string Method { get; set; } = "";

    /// <summary>One of <see cref="ComparisonFigures"/>.</summary>
    public string Figure { get; set; } = "";

    /// <summary>Estimate; NaN where it is undefined.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its interval; NaN where there is none.</summary>
    public double Low { get; set; }

    /// <summary>Upper end of its interval; NaN where there is none.</summary>
    public double High { get; set; }

    /// <summary>Rows that have the figure.</summary>
    public int Rows { get; set; }

    /// <summary>Their patients.</summary>
    public int Patients { get; set; }
}

/// <summary>A row of <see cref="ModelComparison.FoldData"/>: a figure in a fold.</summary>
/// <example>
/// <code>
/// foreach (ComparisonFoldRow row in mlContext.Data.CreateEnumerable&lt;ComparisonFoldRow&gt;(comparison.FoldData, reuseRowObject: false))
///     Console.WriteLine($"fold {row.Fold}, {row.Trainer} {row.Explainer}, {row.Figure}: {row.Value}");
/// </code>
/// </example>
public sealed class ComparisonFoldRow
{
    /// <summary>The fold, from 1.</summary>
    public int Fold { get; set; }

    /// <summary>Name of the trainer.</summary>
    public string Trainer { get; set; } = "";

    /// <summary>Name of the explainer, or "" for a figure of the trainer.</summary>
    public string Explainer { get; set; } = "";

    /// <summary>One of <see cref="ComparisonFigures"/>.</summary>
    public string Figure { get; set; } = "";

    /// <summary>Estimate; NaN where it is undefined, which <see cref="ModelComparison.Notes"/> say why.</summary>
    public double Value { get; set; }
}

/// <summary>A row of <see cref="ModelComparison.DifferenceData"/>: a paired difference.</summary>
/// <example>
/// <code>
/// foreach (ComparisonDifferenceRow row in mlContext.Data.CreateEnumerable&lt;ComparisonDifferenceRow&gt;(comparison.DifferenceData, reuseRowObject: false))
/// {
///     Console.WriteLine($"{row.Figure}: {row.Trainer} {row.Explainer} minus {row.OtherTrainer} {row.OtherExplainer}");
///     Console.WriteLine($"{row.Difference} ({row.Low} to {row.High})");
/// }
/// </code>
/// </example>
public sealed class ComparisonDifferenceRow
{
    /// <summary>One of <see cref="ComparisonFigures"/>.</summary>
    public string Figure { get; set; } = "";

    /// <summary>Trainer of the first.</summary>
    public string Trainer { get; set; } = "";

    /// <summary>Explainer of the first, or "".</summary>
    public string Explainer { get; set; } = "";

    /// <summary>Trainer of what is subtracted.</summary>
    public string OtherTrainer { get; set; } = "";

    /// <summary>Explainer of what is subtracted, or "".</summary>
    public string OtherExplainer { get; set; } = "";

    /// <summary>First minus second; NaN where it is undefined.</summary>
    public double Difference { get; set; }

    /// <summary>Lower end of its interval; NaN where there is none.</summary>
    public double Low { get; set; }

    /// <summary>Upper end of its interval; NaN where there is none.</summary>
    public double High { get; set; }
}
