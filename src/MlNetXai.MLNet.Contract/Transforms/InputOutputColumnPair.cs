namespace Microsoft.ML;

/// <summary>The names of an output column and of the column that it is computed from.</summary>
public sealed class InputOutputColumnPair
{
    /// <param name="outputColumnName">Of the new column.</param>
    /// <param name="inputColumnName">Null for the same name.</param>
    public InputOutputColumnPair(string outputColumnName, string inputColumnName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        (OutputColumnName, InputColumnName) = (outputColumnName, inputColumnName ?? outputColumnName);
    }

    public string OutputColumnName { get; }

    public string InputColumnName { get; }
}
