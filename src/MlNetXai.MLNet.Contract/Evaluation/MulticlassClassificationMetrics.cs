namespace Microsoft.ML.Data;

/// <summary>How well scores of several classes fit the labels; logarithms are natural.</summary>
/// <remarks>The assigned class is the first one of the largest score. The definitions stand in docs/mlnet.md.</remarks>
public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics()
    {
    }

    /// <summary>Mean of −ln(score of the label's class), the score cut to 1e-15 … 1.</summary>
    public double LogLoss { get; internal init; }

    /// <summary>(H − <see cref="LogLoss"/>) / H, with H the entropy of the label shares: +∞ for one class, NaN for no rows.</summary>
    public double LogLossReduction { get; internal init; }

    /// <summary>Mean recall of the classes that have rows.</summary>
    public double MacroAccuracy { get; internal init; }

    /// <summary>Share of rows whose assigned class is the label.</summary>
    public double MicroAccuracy { get; internal init; }

    /// <summary>The last of <see cref="TopKAccuracyForAllK"/>; 0 when none were asked for.</summary>
    public double TopKAccuracy => TopKAccuracyForAllK is [.., double last] ? last : 0;

    public int TopKPredictionCount { get; internal init; }

    /// <summary>At k − 1 the share of rows whose label is among the k largest scores; null when none were asked for.</summary>
    public IReadOnlyList<double> TopKAccuracyForAllK { get; internal init; }

    /// <summary><see cref="LogLoss"/> over the rows of each class; 0 for a class without rows.</summary>
    public IReadOnlyList<double> PerClassLogLoss { get; internal init; }

    public ConfusionMatrix ConfusionMatrix { get; internal init; }
}
