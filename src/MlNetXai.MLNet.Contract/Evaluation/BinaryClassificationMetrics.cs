namespace Microsoft.ML.Data;

public class BinaryClassificationMetrics
{
    public Microsoft.ML.Data.ConfusionMatrix ConfusionMatrix { get => throw new System.NotImplementedException(); }
    public double Accuracy { get => throw new System.NotImplementedException(); }
    public double AreaUnderPrecisionRecallCurve { get => throw new System.NotImplementedException(); }
    public double AreaUnderRocCurve { get => throw new System.NotImplementedException(); }
    public double F1Score { get => throw new System.NotImplementedException(); }
    public double NegativePrecision { get => throw new System.NotImplementedException(); }
    public double NegativeRecall { get => throw new System.NotImplementedException(); }
    public double PositivePrecision { get => throw new System.NotImplementedException(); }
    public double PositiveRecall { get => throw new System.NotImplementedException(); }
}
