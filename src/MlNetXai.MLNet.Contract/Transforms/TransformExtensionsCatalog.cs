using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Estimators that copy, join, keep and drop columns.</summary>
public static class TransformExtensionsCatalog
{
    /// <summary>Joins scalars and vectors of one item type into a vector.</summary>
    /// <param name="catalog">Of the context.</param>
    /// <param name="outputColumnName">Of the vector.</param>
    /// <param name="inputColumnNames">In the order of the slots; none for the column named as the output.</param>
    public static ColumnConcatenatingEstimator Concatenate(this TransformsCatalog catalog, string outputColumnName, params string[] inputColumnNames)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(outputColumnName, inputColumnNames);
    }

    /// <summary>Copies a column with its annotations; onto an existing name it hides the old one.</summary>
    public static ColumnCopyingEstimator CopyColumns(this TransformsCatalog catalog, string outputColumnName, string inputColumnName)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(new InputOutputColumnPair(outputColumnName, inputColumnName));
    }

    /// <summary>Drops every column of these names, hidden ones included; other hidden columns stay.</summary>
    public static ColumnSelectingEstimator DropColumns(this TransformsCatalog catalog, params string[] columnNames)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(ColumnSelectingTransformer.Drop(columnNames));
    }

    /// <summary>Keeps these columns, in this order, and no hidden ones.</summary>
    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, params string[] columnNames) => SelectColumns(catalog, columnNames, keepHidden: false);

    /// <summary>Keeps these columns, in this order, and if asked the hidden ones of their names before them.</summary>
    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, string[] columnNames, bool keepHidden)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(ColumnSelectingTransformer.Keep(columnNames, keepHidden));
    }
}
