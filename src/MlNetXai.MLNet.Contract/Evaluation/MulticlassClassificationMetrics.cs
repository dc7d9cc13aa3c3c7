namespace Microsoft.ML.Data;

public sealed class MulticlassClassificationMetrics
{
    public Microsoft.ML.Data.ConfusionMatrix ConfusionMatrix { get => throw new System.NotImplementedException(); }
    public System.Collections.Generic.IReadOnlyList<double> PerClassLogLoss { get => throw new System.NotImplementedException(); }
    public System.Collections.Generic.IReadOnlyList<double> TopKAccuracyForAllK { get => throw new System.NotImplementedException(); }
    public double LogLoss { get => throw new System.NotImplementedException(); }
    public double LogLossReduction { get => throw new System.NotImplementedException(); }
    public double MacroAccuracy { get => throw new System.NotImplementedException(); }
    public double MicroAccuracy { get => throw new System.NotImplementedException(); }
    public double TopKAccuracy { get => throw new System.NotImplementedException(); }
    public int TopKPredictionCount { get => throw new System.NotImplementedException(); }
}
