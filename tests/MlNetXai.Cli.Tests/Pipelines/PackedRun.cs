using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Cli.Tests.Pipelines;

/// <summary>A small run, explained for the predicted class, its pipeline, and its recordings without annotations; made once.</summary>
public sealed class PackedRun : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SyntheticRecords _records = new();

    public string Run => _folder.File("run");

    public string Pipeline => _folder.File("model.zip");

    /// <summary>What <c>pack</c> printed.</summary>
    public string Packed { get; private set; } = "";

    /// <summary>The recordings as a ward would send them: no annotations, no truth.</summary>
    public string Recordings => _folder.File("new");

    public async ValueTask InitializeAsync()
    {
        await DoneAsync(SyntheticRecords.SmallTraining(_records.Path, Run));
        await DoneAsync("explain", Run, "--rows", "all", "--target", "predicted", "--mask-iterations", "10", "--window", "9");
        Packed = await DoneAsync("pack", Run, "--out", Pipeline);
        _records.CopyTo(Recordings);
        foreach (string file in Directory.EnumerateFiles(Recordings).Where(file => !file.EndsWith(".hea", StringComparison.Ordinal) && !file.EndsWith(".dat", StringComparison.Ordinal)))
            File.Delete(file);
    }

    public ValueTask DisposeAsync()
    {
        _records.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> DoneAsync(params string[] arguments)
    {
        Outcome outcome = await CommandLine.RunAsync(arguments);
        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        return outcome.Output;
    }
}
