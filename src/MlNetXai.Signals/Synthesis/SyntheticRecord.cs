namespace MlNetXai.Signals.Synthesis;

/// <summary>A synthetic recording of one lead.</summary>
public sealed record SyntheticRecord
{
    /// <summary>Name of the record: "s001", "s002", …</summary>
    public required string Name { get; init; }

    /// <summary>Name of the patient; one record each, so the record's name.</summary>
    public string Patient => Name;

    /// <summary>Which beats the patient mainly has: "N", "R", "/" or "mixed".</summary>
    public required string Kind { get; init; }

    /// <summary>Samples per second.</summary>
    public required int SamplingRateHz { get; init; }

    /// <summary>The lead in mV, <c>[sample]</c>, with wander, mains and muscle noise, before rounding to 200 units per mV.</summary>
    public required double[] Millivolts { get; init; }

    /// <summary>The lead as the record's file holds it: whole ADC units of 12 bits, in mV and single precision, <c>[sample]</c>.</summary>
    public float[] Stored()
    {
        const int Largest = 2047;
        float[] stored = new float[Millivolts.Length];
        for (int i = 0; i < stored.Length; i++)
        {
            double units = Math.Round((Millivolts[i] * SyntheticEcg.GainPerMillivolt) + SyntheticEcg.Baseline, MidpointRounding.AwayFromZero);
            stored[i] = (float)((Math.Clamp(units, -Largest, Largest) - SyntheticEcg.Baseline) / SyntheticEcg.GainPerMillivolt);
        }

        return stored;
    }

    /// <summary>One annotation per beat at its R: N, R, / or V.</summary>
    public required IReadOnlyList<Annotation> Beats { get; init; }

    /// <summary>Bounds and peaks of P, QRS and T: "(", then "p", "N" or "t", then ")", in order of time; Number 0, 1, 2 says which of the three a bound belongs to.</summary>
    public required IReadOnlyList<Annotation> WaveBounds { get; init; }

    /// <summary>What each beat is made of.</summary>
    public required SyntheticTruth Truth { get; init; }
}
