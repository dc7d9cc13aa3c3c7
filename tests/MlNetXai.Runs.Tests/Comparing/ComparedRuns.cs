using MlNetXai.Runs.Comparing;
using MlNetXai.Runs.Training;
using MlNetXai.Tests;

namespace MlNetXai.Runs.Tests.Comparing;

/// <summary>A recurrent and a convolutional run of <see cref="SmokeData"/>, compared once by four methods. Tests that change the comparison take a copy.</summary>
public sealed class ComparedRuns : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ComparedRuns()
    {
        Runs = [EcgTraining.Run(_folder.File("lstm"), Data.Training).Folder.FullPath, EcgTraining.Run(_folder.File("fcn"), Data.Convolutional).Folder.FullPath];
        Result = Compare(Output, Options);
    }

    public SmokeData Data { get; } = new();

    internal static EcgComparisonOptions Options => EcgComparisonOptions.Smoke with { Methods = ["input-derivative", "feature-ablation", "grad-cam", "grad-cam-rnn"], Rows = 8 };

    internal IReadOnlyList<string> Runs { get; }

    internal EcgComparisonResult Result { get; }

    private string Output => _folder.File("compared");

    internal EcgComparisonResult Compare(string output, EcgComparisonOptions options, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default) =>
        EcgComparison.Run(Runs, output, options, progress: progress, clock: new StoppedClock(), cancellation: cancellation);

    /// <summary>A copy of the comparison in another folder, which a test may change.</summary>
    internal string CopyTo(string path)
    {
        Copy(Output, path);
        return path;
    }

    internal static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        Data.Dispose();
    }

    /// <summary>Every cell takes no time at all, so that files can be compared.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
