using System.Reflection;
using System.Runtime.InteropServices;
using MlNetXai.Networks;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Training;

namespace MlNetXai.Runs.Manifests;

/// <summary>What a run was asked to do and with what: enough to repeat it.</summary>
public sealed record Manifest
{
    /// <summary>Version of this file's layout.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Version of the layout the file was written in.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Task of the run.</summary>
    public string Task { get; init; } = "ecg-lstm";

    /// <summary>What the run is for.</summary>
    public RunPurpose Purpose { get; init; }

    /// <summary>What made it.</summary>
    public required SoftwareVersions Versions { get; init; }

    /// <summary>Settings and seeds of the training.</summary>
    public required EcgTrainingOptions Train { get; init; }

    /// <summary>Settings and seeds of the explanation, by method, once there is one.</summary>
    public IReadOnlyDictionary<string, EcgExplanationOptions> Explain { get; init; } = new Dictionary<string, EcgExplanationOptions>(StringComparer.Ordinal);

    /// <summary>Settings and seeds of the evaluation, once there is one.</summary>
    public EcgEvaluationOptions? Evaluate { get; init; }

    /// <summary>Questions that the papers leave open, and the answers of this run.</summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>Files of the data folder that went in.</summary>
    public IReadOnlyList<InputFile> Inputs { get; init; } = [];

    /// <summary>Whether both were made from the same files.</summary>
    internal bool HasInputsOf(Manifest other) =>
        Inputs.OrderBy(file => file.File, StringComparer.Ordinal).SequenceEqual(other.Inputs.OrderBy(file => file.File, StringComparer.Ordinal));

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="RunException">It is missing, damaged or of another version.</exception>
    public static Manifest Read(string path)
    {
        Manifest manifest = RunJson.Read<Manifest>(path);
        return manifest.Format == CurrentFormat
            ? manifest
            : throw new RunException($"{path}: layout {manifest.Format}, but this version of mlnetxai reads layout {CurrentFormat}. Use the version that wrote it.", path);
    }

    /// <summary>Writes the manifest.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteText(path, RunJson.Write(this));
}

/// <summary>What a run is for.</summary>
public enum RunPurpose
{
    /// <summary>Its results.</summary>
    Study,

    /// <summary>To show the whole way on synthetic recordings.</summary>
    Demo,

    /// <summary>To see whether everything runs; its numbers mean nothing.</summary>
    SmokeTest,
}

/// <summary>Program and machine, as far as they can change a result's last bits.</summary>
/// <param name="MlNetXai">Version of this program.</param>
/// <param name="Runtime">Version of .NET.</param>
/// <param name="Architecture">Processor architecture.</param>
/// <param name="VectorBits">Width of the vectors that kernels use (<see cref="Engine.VectorBits"/>).</param>
/// <param name="FusesMultiplyAdd">Whether products and sums are fused (<see cref="Engine.FusesMultiplyAdd"/>); null where an older version did not note it.</param>
public sealed record SoftwareVersions(string MlNetXai, string Runtime, string Architecture, int VectorBits, bool? FusesMultiplyAdd = null)
{
    /// <summary>Those of this process.</summary>
    public static SoftwareVersions Current => new(
        typeof(Manifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        Engine.VectorBits,
        Engine.FusesMultiplyAdd);
}
