namespace MlNetXai.Signals.Synthesis;

/// <summary>One wave of a synthetic beat; samples count from the beat's R.</summary>
/// <param name="Name">"P", "Q", "R", "S", "T" or "spike".</param>
/// <param name="Onset">First sample: centre − 2.5 σ.</param>
/// <param name="Peak">Sample of the centre.</param>
/// <param name="End">First sample after the wave: behind centre + 2.5 σ.</param>
public readonly record struct WaveTruth(string Name, int Onset, int Peak, int End);
