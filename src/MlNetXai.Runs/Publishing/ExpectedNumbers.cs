using MlNetXai.Reporting;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Publishing;

/// <summary>Numbers that a published model must give again; the content of <c>expected.json</c>.</summary>
public sealed record ExpectedNumbers
{
    /// <summary>The model file.</summary>
    public required InputFile Model { get; init; }

    /// <summary>Command that trains it.</summary>
    public required string Command { get; init; }

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Largest difference of a logit that other machines may have: paths with and without fused multiply-add differ in the last bits.</summary>
    public double LogitTolerance { get; init; } = 1e-3;

    /// <summary>Test beats of its split.</summary>
    public required long TestBeats { get; init; }

    /// <summary>Accuracy on them.</summary>
    public required Estimate Accuracy { get; init; }

    /// <summary>Balanced accuracy on them.</summary>
    public required Estimate BalancedAccuracy { get; init; }

    /// <summary>What always guessing the most frequent class scores on them.</summary>
    public required double MajorityShare { get; init; }

    /// <summary>Some test beats with their logits.</summary>
    public required IReadOnlyList<ExpectedBeat> Beats { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="RunException">It is missing, damaged or of another version.</exception>
    public static ExpectedNumbers Read(string path) => RunJson.Read<ExpectedNumbers>(path);
}

/// <summary>A beat and what the network says of it.</summary>
/// <param name="Record">Record.</param>
/// <param name="Sample">Sample of its R peak.</param>
/// <param name="Label">Class by label.</param>
/// <param name="Millivolts">The beat, <c>[sample]</c>, in mV.</param>
/// <param name="Logits">Logits, <c>[class]</c>.</param>
public sealed record ExpectedBeat(string Record, long Sample, string Label, float[] Millivolts, float[] Logits);
