using MlNetXai.Signals.Synthesis;
using MlNetXai.Tests;

namespace MlNetXai.Cli.Tests;

/// <summary>Twelve synthetic records of 20 s, written once; tests that change them take a copy.</summary>
public sealed class SyntheticRecords : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SyntheticRecords() => SyntheticEcg.Write(_folder.Path, SyntheticEcgOptions.Smoke);

    public string Path => _folder.Path;

    /// <summary>The options of a training that takes a fraction of a second.</summary>
    internal static string[] SmallTraining(string data, string run, int epochs = 3) =>
        ["train", "ecg-lstm", "--data", data, "--out", run, "--patients", "6,3,3", "--hidden", "8", "--epochs", $"{epochs}", "--batch", "20"];

    internal string CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(Path))
            File.Copy(file, System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)));
        return folder;
    }

    public void Dispose() => _folder.Dispose();
}
