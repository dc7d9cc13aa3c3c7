namespace Microsoft.ML.Runtime;

public sealed class ProgressHeader
{
    public ProgressHeader(params string[] unitNames) => throw new System.NotImplementedException();
    public ProgressHeader(string[] metricNames, string[] unitNames) => throw new System.NotImplementedException();
    public readonly System.Collections.Generic.IReadOnlyList<string> MetricNames;
    public readonly System.Collections.Generic.IReadOnlyList<string> UnitNames;
}
