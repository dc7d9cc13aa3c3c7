namespace MlNetXai.Reporting;

/// <summary>A number with its interval, as printed in tables and drawn in figures.</summary>
/// <param name="Value">The estimate; NaN = undefined.</param>
/// <param name="Low">Lower end of the interval; NaN = no interval.</param>
/// <param name="High">Upper end of the interval; NaN = no interval.</param>
/// <param name="Note">What a reader must know of it, e.g. "2 patients, unreliable", or null.</param>
public readonly record struct Estimate(double Value, double Low = double.NaN, double High = double.NaN, string? Note = null)
{
    /// <summary>Whether there is a value.</summary>
    public bool IsDefined => double.IsFinite(Value);

    /// <summary>Whether there are both ends of an interval.</summary>
    public bool HasInterval => double.IsFinite(Low) && double.IsFinite(High);

    /// <summary>The estimate in another unit.</summary>
    internal Estimate Times(double factor) => this with { Value = Value * factor, Low = Low * factor, High = High * factor };

    /// <summary>A number without interval.</summary>
    public static implicit operator Estimate(double value) => new(value);
}
