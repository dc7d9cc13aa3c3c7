using MlNetXai.Runs;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Cli.Pipelines;

/// <summary>A trained network as <c>pack</c> takes it: its file, and how its run explained.</summary>
/// <param name="Path"><c>model.safetensors</c>.</param>
/// <param name="Explained">Settings of the explanation, by method; empty where there was none.</param>
internal sealed record TrainedModel(string Path, IReadOnlyDictionary<string, EcgExplanationOptions> Explained)
{
    private const string FileName = "model.safetensors";
    private const string Accepted = "a .onnx or .safetensors file, the folder given to 'train --out', or a folder of models/";

    /// <summary>Finds the network of a run folder, of a folder with a model file, or in a model file.</summary>
    /// <exception cref="RunException">There is none.</exception>
    public static TrainedModel Find(string path)
    {
        if (File.Exists(path))
            return new(path, new Dictionary<string, EcgExplanationOptions>(StringComparer.Ordinal));
        if (!Directory.Exists(path))
            throw new RunException($"{path}: there is no such file or folder. Name {Accepted}.", path);
        string model = System.IO.Path.Combine(path, FileName);
        if (File.Exists(System.IO.Path.Combine(path, "manifest.json")))
        {
            RunFolder folder = RunFolder.OpenTrained(path);
            return new(folder.ModelPath, folder.ReadManifest().Explain);
        }

        return File.Exists(model)
            ? new(model, new Dictionary<string, EcgExplanationOptions>(StringComparer.Ordinal))
            : throw new RunException($"{path}: neither a run folder nor a model, {FileName} is missing. Name {Accepted}.", path);
    }

    /// <summary>Settings of a method: those of the run, else the defaults.</summary>
    public EcgExplanationOptions SettingsOf(string method) => Explained.GetValueOrDefault(method) ?? new();
}
