namespace MlNetXai.Reporting.Tables;

/// <summary>A value of a <see cref="Table"/>: words, a whole number, a number with or without interval, or nothing. Made by conversion.</summary>
public readonly record struct Cell
{
    private Cell(string? text, long? count, Estimate? estimate) => (Text, Count, Estimate) = (text, count, estimate);

    /// <summary>Words, or null.</summary>
    public string? Text { get; }

    /// <summary>Whole number, or null.</summary>
    public long? Count { get; }

    /// <summary>Number, or null; its NaN is printed as "undefined".</summary>
    public Estimate? Estimate { get; }

    /// <summary>Words.</summary>
    public static implicit operator Cell(string text) => new(text, null, null);

    /// <summary>A whole number.</summary>
    public static implicit operator Cell(long count) => new(null, count, null);

    /// <summary>A number; NaN = undefined.</summary>
    public static implicit operator Cell(double value) => new(null, null, value);

    /// <summary>A number with its interval.</summary>
    public static implicit operator Cell(Estimate estimate) => new(null, null, estimate);
}
