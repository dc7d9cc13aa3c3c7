using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Estimators for missing values.</summary>
public static class ExtensionsCatalog
{
    /// <summary>Puts a value in the place of NaN in Single and Double columns.</summary>
    /// <param name="catalog">Of the context.</param>
    /// <param name="outputColumnName">Of the new column.</param>
    /// <param name="inputColumnName">Null for the same name.</param>
    /// <param name="replacementMode">What is put there.</param>
    /// <param name="imputeBySlot">Whether each slot of a vector has a value of its own; of a vector of unknown size all slots share one.</param>
    public static MissingValueReplacingEstimator ReplaceMissingValues(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName = null,
        MissingValueReplacingEstimator.ReplacementMode replacementMode = MissingValueReplacingEstimator.ReplacementMode.DefaultValue,
        bool imputeBySlot = true) =>
        catalog.ReplaceMissingValues([new(outputColumnName, inputColumnName)], replacementMode, imputeBySlot);

    /// <inheritdoc cref="ReplaceMissingValues(TransformsCatalog, string, string, MissingValueReplacingEstimator.ReplacementMode, bool)"/>
    public static MissingValueReplacingEstimator ReplaceMissingValues(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        MissingValueReplacingEstimator.ReplacementMode replacementMode = MissingValueReplacingEstimator.ReplacementMode.DefaultValue,
        bool imputeBySlot = true)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(columns, replacementMode, imputeBySlot);
    }
}
