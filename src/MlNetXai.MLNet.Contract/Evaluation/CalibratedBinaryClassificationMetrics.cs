namespace Microsoft.ML.Data;

/// <summary>How well scores and probabilities of two classes fit the labels; logarithms are to base 2.</summary>
public sealed class CalibratedBinaryClassificationMetrics : BinaryClassificationMetrics
{
    internal CalibratedBinaryClassificationMetrics(ConfusionMatrix confusionMatrix, double areaUnderRocCurve, double areaUnderPrecisionRecallCurve)
        : base(confusionMatrix, areaUnderRocCurve, areaUnderPrecisionRecallCurve)
    {
    }

    /// <summary>Mean of −log2(probability of the label), not cut: one probability of 0 or 1 on the wrong side makes it +∞, one NaN NaN.</summary>
    public double LogLoss { get; internal init; }

    /// <summary>(<see cref="Entropy"/> − <see cref="LogLoss"/>) / <see cref="Entropy"/>.</summary>
    public double LogLossReduction => (Entropy - LogLoss) / Entropy;

    /// <summary>Entropy of the share of positive labels, in bits.</summary>
    public double Entropy { get; internal init; }
}
