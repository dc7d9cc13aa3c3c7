namespace Microsoft.ML.Data;

/// <summary>How well scores of two classes fit the labels.</summary>
/// <remarks>A row is assigned to the positive class when its score is above 0. The definitions stand in docs/mlnet.md.</remarks>
public class BinaryClassificationMetrics
{
    internal BinaryClassificationMetrics(ConfusionMatrix confusionMatrix, double areaUnderRocCurve, double areaUnderPrecisionRecallCurve)
    {
        ConfusionMatrix = confusionMatrix;
        AreaUnderRocCurve = areaUnderRocCurve;
        AreaUnderPrecisionRecallCurve = areaUnderPrecisionRecallCurve;

        IReadOnlyList<IReadOnlyList<double>> counts = confusionMatrix.Counts;
        Accuracy = (counts[0][0] + counts[1][1]) / counts.Sum(row => row.Sum());
    }

    /// <summary>Share of rows assigned to their class.</summary>
    public double Accuracy { get; }

    /// <summary>Chance that a positive row scores above a negative one; equal scores count half.</summary>
    public double AreaUnderRocCurve { get; }

    /// <summary>Area under precision over recall, row by row: rows of equal score are not grouped, so that it depends on their order.</summary>
    public double AreaUnderPrecisionRecallCurve { get; }

    /// <summary>Harmonic mean of precision and recall of the positive class; 0 when both are.</summary>
    public double F1Score => PositivePrecision + PositiveRecall > 0 ? 2 * PositivePrecision * PositiveRecall / (PositivePrecision + PositiveRecall) : 0;

    public double PositivePrecision => ConfusionMatrix.PerClassPrecision[0];

    public double PositiveRecall => ConfusionMatrix.PerClassRecall[0];

    public double NegativePrecision => ConfusionMatrix.PerClassPrecision[1];

    public double NegativeRecall => ConfusionMatrix.PerClassRecall[1];

    /// <summary>Positive first: <c>[[TP, FN], [FP, TN]]</c>.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }
}
