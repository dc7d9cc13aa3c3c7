namespace Microsoft.ML.Data;

public sealed class ConfusionMatrix
{
    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex) => throw new System.NotImplementedException();
    public string GetFormattedConfusionTable() => throw new System.NotImplementedException();
    public System.Collections.Generic.IReadOnlyList<System.Collections.Generic.IReadOnlyList<double>> Counts { get => throw new System.NotImplementedException(); }
    public System.Collections.Generic.IReadOnlyList<double> PerClassPrecision { get => throw new System.NotImplementedException(); }
    public System.Collections.Generic.IReadOnlyList<double> PerClassRecall { get => throw new System.NotImplementedException(); }
    public int NumberOfClasses { get => throw new System.NotImplementedException(); }
}
