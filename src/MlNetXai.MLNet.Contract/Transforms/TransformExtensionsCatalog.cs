namespace Microsoft.ML;

public static class TransformExtensionsCatalog
{
    public static Microsoft.ML.Transforms.ColumnConcatenatingEstimator Concatenate(this Microsoft.ML.TransformsCatalog catalog, string outputColumnName, params string[] inputColumnNames) => throw new System.NotImplementedException();
    public static Microsoft.ML.Transforms.ColumnCopyingEstimator CopyColumns(this Microsoft.ML.TransformsCatalog catalog, string outputColumnName, string inputColumnName) => throw new System.NotImplementedException();
    public static Microsoft.ML.Transforms.ColumnSelectingEstimator DropColumns(this Microsoft.ML.TransformsCatalog catalog, params string[] columnNames) => throw new System.NotImplementedException();
    public static Microsoft.ML.Transforms.ColumnSelectingEstimator SelectColumns(this Microsoft.ML.TransformsCatalog catalog, params string[] columnNames) => throw new System.NotImplementedException();
    public static Microsoft.ML.Transforms.ColumnSelectingEstimator SelectColumns(this Microsoft.ML.TransformsCatalog catalog, string[] columnNames, bool keepHidden) => throw new System.NotImplementedException();
}
