namespace MlNetXai.Reporting.Tables;

/// <summary>A value of a <see cref="Table"/>: words, a whole number, a number with or without interval, or nothing. Made by conversion.</summary>
public readonly record struct Cell
{
    private Cell(string? text, long? count, Estimate? estimate) => (Text, Count, Estimate) = (text, count, estimate);

    /// <summary>Nothing: an empty cell.</summary>
    public static Cell Empty => default;

    /// <summary>Words, or null.</summary>
    public string? Text { get; }

    /// <summary>Whole number, or null.</summary>
    public long? Count { get; }

    /// <summary>Number, or null; a value of NaN is printed as "undefined".</summary>
    public Estimate? Estimate { get; }

    /// <summary>Words.</summary>
    public static implicit operator Cell(string text) => new(text, null, null);

    /// <summary>A whole number.</summary>
    public static implicit operator Cell(long count) => new(null, count, null);

    /// <summary>A number; NaN = undefined.</summary>
    public static implicit operator Cell(double value) => new(null, null, value);

    /// <summary>A number with its interval.</summary>
    public static implicit operator Cell(Estimate estimate) => new(null, null, estimate);

    /// <summary>The cell as printed in a column of this kind, without its note.</summary>
    internal string Print(Column column) => this switch
    {
        { Text: string text } => text,
        { Count: long count } => NumberText.Count(count),
        { Estimate: Estimate estimate } when column.Kind == ColumnKind.Percent => NumberText.PercentInterval(estimate with { Note = null }, column.Decimals),
        { Estimate: Estimate estimate } => NumberText.Interval(estimate with { Note = null }, column.Decimals),
        _ => "",
    };
}
