namespace Microsoft.ML;

public static class ExtensionsCatalog
{
    public static Microsoft.ML.Transforms.MissingValueReplacingEstimator ReplaceMissingValues(this Microsoft.ML.TransformsCatalog catalog, Microsoft.ML.InputOutputColumnPair[] columns, Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode replacementMode = Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode.DefaultValue, bool imputeBySlot = true) => throw new System.NotImplementedException();
    public static Microsoft.ML.Transforms.MissingValueReplacingEstimator ReplaceMissingValues(this Microsoft.ML.TransformsCatalog catalog, string outputColumnName, string inputColumnName = null, Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode replacementMode = Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode.DefaultValue, bool imputeBySlot = true) => throw new System.NotImplementedException();
}
