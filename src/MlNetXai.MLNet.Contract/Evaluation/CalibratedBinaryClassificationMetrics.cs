namespace Microsoft.ML.Data;

public sealed class CalibratedBinaryClassificationMetrics : Microsoft.ML.Data.BinaryClassificationMetrics
{
    public double Entropy { get => throw new System.NotImplementedException(); }
    public double LogLoss { get => throw new System.NotImplementedException(); }
    public double LogLossReduction { get => throw new System.NotImplementedException(); }
}
