using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Names of the figures in a <see cref="ModelComparison"/>.</summary>
/// <example>
/// <code>
/// string[] ofTrainers = [ComparisonFigures.Accuracy, ComparisonFigures.BalancedAccuracy, ComparisonFigures.LogLoss];
/// string[] ofExplainers = [ComparisonFigures.ScoreReduction, ComparisonFigures.AboveRandom, ComparisonFigures.AveragePrecision];
/// foreach (string name in ofExplainers)
///     Console.WriteLine(comparison.Find(name, trainer: "lstm-4", explainer: "occlusion").Value.Estimate);
/// </code>
/// </example>
public static class ComparisonFigures
{
    /// <summary>Share of test rows whose class is predicted rightly; higher is better.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>Mean recall over all classes; higher is better.</summary>
    public const string BalancedAccuracy = "balanced-accuracy";

    /// <summary>Mean −ln of the true class's probability; lower is better.</summary>
    public const string LogLoss = "log-loss";

    /// <summary>Mean fall of the explained class's score over all thresholds; higher is better.</summary>
    public const string ScoreReduction = "score-reduction";

    /// <summary>Score reduction minus that of a random choice of as many values; above 0 is better than chance.</summary>
    public const string AboveRandom = "score-reduction-above-random";

    /// <summary>Average precision for the known truth; higher is better.</summary>
    public const string AveragePrecision = "average-precision";
}

/// <summary>A figure of a trainer, or of an explainer behind it.</summary>
/// <param name="Trainer">Name of the trainer.</param>
/// <param name="Explainer">Name of the explainer, or "" for a figure of the trainer.</param>
/// <param name="Method">Method of the explainer, or "".</param>
/// <param name="Figure">One of <see cref="ComparisonFigures"/>.</param>
/// <param name="Value">Estimate over the rows of all folds with its interval over patients.</param>
/// <param name="Rows">Rows that have the figure.</param>
/// <param name="PerFold">Estimate in every fold; null where it is undefined there.</param>
/// <example>
/// <code>
/// foreach (ComparisonFigure figure in comparison.Figures)
/// {
///     Console.WriteLine($"{figure.Trainer} {figure.Explainer} ({figure.Method}), {figure.Figure}: {figure.Value.Estimate} over {figure.Rows} rows");
///     Console.WriteLine($"fold by fold: {string.Join(", ", figure.PerFold)}");
/// }
/// </code>
/// </example>
public sealed record ComparisonFigure(string Trainer, string Explainer, string Method, string Figure, Interval Value, int Rows, IReadOnlyList<double?> PerFold);

/// <summary>A paired difference: between two trainers (with the same explainer, if any), or between two explainers behind the same trainer.</summary>
/// <param name="Figure">One of <see cref="ComparisonFigures"/>.</param>
/// <param name="Trainer">Trainer of the first.</param>
/// <param name="Explainer">Explainer of the first, or "".</param>
/// <param name="OtherTrainer">Trainer of what is subtracted.</param>
/// <param name="OtherExplainer">Explainer of what is subtracted, or "".</param>
/// <param name="Value">First minus second, with its interval over patients.</param>
/// <example>
/// <code>
/// foreach (ComparisonDifference difference in comparison.Differences)
/// {
///     Console.WriteLine($"{difference.Figure}: {difference.Trainer} {difference.Explainer} minus {difference.OtherTrainer} {difference.OtherExplainer}");
///     Console.WriteLine($"{difference.Value.Estimate} ({difference.Value.Low} to {difference.Value.High})");
/// }
/// </code>
/// </example>
public sealed record ComparisonDifference(string Figure, string Trainer, string Explainer, string OtherTrainer, string OtherExplainer, Interval Value);
