namespace MlNetXai.Signals.Synthesis;

/// <summary>Settings of <see cref="SyntheticEcg"/>.</summary>
public sealed record SyntheticEcgOptions
{
    /// <summary>Patients, one record each, at least 8. Default 36: 18 with N beats, 7 with R, 6 paced, 5 mixed (N with a fifth V); other
    /// numbers keep these shares, with at least 3 patients for R and for paced beats.</summary>
    public int Patients { get; init => field = Require.Between(value, 8, 999); } = 36;

    /// <summary>Length of each record in seconds, 5 … 3600. Default 60.</summary>
    public int Seconds { get; init => field = Require.Between(value, 5, 3600); } = 60;

    /// <summary>Samples per second, 250 … 1000. Default 360.</summary>
    public int SamplingRateHz { get; init => field = Require.Between(value, 250, 1000); } = 360;

    /// <summary>Seed of every random number. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>A set to try a whole run on in seconds: 12 patients of 20 s, which split as 6, 3 and 3. Its results mean nothing.</summary>
    public static SyntheticEcgOptions Smoke { get; } = new() { Patients = 12, Seconds = 20 };
}
