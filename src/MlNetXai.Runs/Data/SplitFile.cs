using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Data;

/// <summary>Patients and beats of every part, and what the beats were taken from; the content of <c>split.json</c>.</summary>
public sealed record SplitFile
{
    /// <summary>Seed of the draws.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Which accepted draw this is, from 1.</summary>
    public required int Split { get; init; }

    /// <summary>Draws until it was found.</summary>
    public required long Draws { get; init; }

    /// <summary>Beats that every class had to have in the training, validation and test part.</summary>
    public required IReadOnlyList<int> MinimumBeats { get; init; }

    /// <summary>Part that weights are fitted to.</summary>
    public required SplitPart Train { get; init; }

    /// <summary>Part that epoch and λ1 are chosen on.</summary>
    public required SplitPart Validation { get; init; }

    /// <summary>Part that results are measured on.</summary>
    public required SplitPart Test { get; init; }

    /// <summary>What was read.</summary>
    public required DataSummary Data { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="RunException">It is missing, damaged or of another version.</exception>
    public static SplitFile Read(string path) => RunJson.Read<SplitFile>(path);

    /// <summary>Writes the file.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteText(path, RunJson.Write(this));
}

/// <summary>One part of a split.</summary>
/// <param name="Patients">Its patients, sorted.</param>
/// <param name="Beats">Beats by class, in the classes' order.</param>
/// <param name="PatientsWith">Patients who have such beats, by class.</param>
public sealed record SplitPart(IReadOnlyList<string> Patients, IReadOnlyList<long> Beats, IReadOnlyList<int> PatientsWith);

/// <summary>What was read, and what became of it.</summary>
public sealed record DataSummary
{
    /// <summary>The data set.</summary>
    public required DataSource Source { get; init; }

    /// <summary>Records read.</summary>
    public required int Records { get; init; }

    /// <summary>Patients they come from.</summary>
    public required int Patients { get; init; }

    /// <summary>Samples per second.</summary>
    public required double SamplingRateHz { get; init; }

    /// <summary>Samples of a beat.</summary>
    public required int Steps { get; init; }

    /// <summary>Samples before R in a beat.</summary>
    public required int Before { get; init; }

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Records by the lead that was read.</summary>
    public required IReadOnlyDictionary<string, int> Leads { get; init; }

    /// <summary>R peaks detected.</summary>
    public required long Detected { get; init; }

    /// <summary>Of these, beats with a whole window.</summary>
    public required long Whole { get; init; }

    /// <summary>Beats used, by class.</summary>
    public required IReadOnlyList<long> Used { get; init; }

    /// <summary>Annotated beats that were not detected, by class.</summary>
    public required IReadOnlyList<long> Missed { get; init; }

    /// <summary>Beats without an annotation near enough.</summary>
    public required long Unlabelled { get; init; }

    /// <summary>Beats whose label is no class, by symbol.</summary>
    public required IReadOnlyDictionary<string, long> OtherLabels { get; init; }

    /// <summary>Annotated beats of no class that were not detected, by symbol.</summary>
    public required IReadOnlyDictionary<string, long> OtherMissed { get; init; }

    /// <summary>What was odd but could be read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
