namespace MlNetXai.Explanations.Evaluation;

/// <summary>What an interval is worth.</summary>
public enum IntervalQuality
{
    /// <summary>At least ten patients.</summary>
    Reliable,

    /// <summary>3–9 patients: shown as "n patients, unreliable".</summary>
    Unreliable,

    /// <summary>Fewer than 3 patients: no interval.</summary>
    TooFewPatients,

    /// <summary>Every draw gave the same value: no interval.</summary>
    NoSpread,

    /// <summary>The statistic is undefined on the data, or in every draw: no interval.</summary>
    Undefined,
}

/// <summary>An estimate and its interval over patients.</summary>
public sealed record Interval
{
    /// <summary>Value on the data; null where it is undefined.</summary>
    public double? Estimate { get; init; }

    /// <summary>Lower end; null where there is no interval.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end; null where there is no interval.</summary>
    public double? High { get; init; }

    /// <summary>Level of the interval, e.g. 0.95.</summary>
    public double Level { get; init; }

    /// <summary>Patients in the data.</summary>
    public int Patients { get; init; }

    /// <summary>Share of draws in which the statistic was undefined (for instance a class was missing) and which were left out, 0 … 1.</summary>
    public double UndefinedShare { get; init; }

    /// <summary>What the interval is worth.</summary>
    public IntervalQuality Quality { get; init; }

    /// <summary>The mark that belongs beside the interval, or null.</summary>
    public string? Remark => Quality switch
    {
        IntervalQuality.Unreliable => $"{Patients} patients, unreliable",
        IntervalQuality.TooFewPatients => $"{Patients} patients, no interval",
        IntervalQuality.NoSpread => "all draws equal, no interval",
        IntervalQuality.Undefined => "undefined",
        _ => null,
    };
}
