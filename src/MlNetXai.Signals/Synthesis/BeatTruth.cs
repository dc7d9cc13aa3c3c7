namespace MlNetXai.Signals.Synthesis;

/// <summary>What a synthetic beat is made of, on its row: [R − 0.2 s, R + 0.4 s), 216 samples at 360 Hz.</summary>
/// <param name="Sample">Where the generator put R, in samples from the record's start.</param>
/// <param name="Label">"N", "R", "/" or "V".</param>
/// <param name="Waves">Its waves in order of time, relative to the row's R; they may reach beyond the row.</param>
/// <param name="Evidence">Where the class differs from the other classes by rule, <c>[sample of the row]</c>; not dilated.</param>
/// <param name="Difference">In mV, <c>[sample of the row]</c>: |clean beat − the same patient's clean N beat|; for N the smallest of the differences to R, / and V.</param>
public sealed record BeatTruth(long Sample, string Label, IReadOnlyList<WaveTruth> Waves, bool[] Evidence, float[] Difference);
