namespace MlNetXai.MLNet;

/// <summary>A row of a data view has a value that cannot be used; names column and row.</summary>
/// <example>
/// <code>
/// try
/// {
///     _ = network.Transform(beats).GetColumn&lt;float[]&gt;("Score").ToArray();
/// }
/// catch (ColumnValueException missing)
/// {
///     Console.WriteLine($"{missing.Column}, row {missing.Row}: {missing.Message}");
/// }
/// </code>
/// </example>
public sealed class ColumnValueException : MlNetXaiException
{
    /// <param name="column">Name of the column.</param>
    /// <param name="row">Position of the row in its view, from 0; negative where it is not known.</param>
    /// <param name="problem">What is wrong, what was required and what to do, after the place.</param>
    public ColumnValueException(string column, long row, string problem)
        : base($"Column '{column}'{(row < 0 ? "" : $", row {row}")}: {problem}", position: row < 0 ? null : $"row {row}") => (Column, Row) = (column, row);

    /// <summary>Name of the column.</summary>
    public string Column { get; }

    /// <summary>Position of the row in its view, from 0; negative where it is not known (a pipeline after a plain load).</summary>
    public long Row { get; }
}
