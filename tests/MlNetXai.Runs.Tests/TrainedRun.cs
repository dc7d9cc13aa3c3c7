using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Training;
using MlNetXai.Tests;

namespace MlNetXai.Runs.Tests;

/// <summary>A run of <see cref="SmokeData"/> with every step done once: 8 beats, all methods, few draws. Tests that change it take a copy.</summary>
public sealed class TrainedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedRun()
    {
        Folder = EcgTraining.Run(_folder.File("run"), Data.Training).Folder;
        EcgExplanation.Run(Folder, Explanation);
        Metrics = EcgEvaluation.Run(Folder, Evaluation);
    }

    public SmokeData Data { get; } = new();

    internal static EcgExplanationOptions Explanation => new() { Rows = "8", MaskIterations = 10 };

    internal static EcgEvaluationOptions Evaluation => new() { BootstrapDraws = 100, RandomDraws = 2 };

    internal RunFolder Folder { get; }

    internal EcgMetrics Metrics { get; }

    /// <summary>A copy of the run in another folder, which a test may change.</summary>
    internal RunFolder CopyTo(string path)
    {
        foreach (string file in Directory.EnumerateFiles(Folder.FullPath, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(path, Path.GetRelativePath(Folder.FullPath, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return RunFolder.Open(path);
    }

    public void Dispose()
    {
        _folder.Dispose();
        Data.Dispose();
    }
}
