using MlNetXai.Runs.Demonstration;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests.Demonstration;

public class DemoTests
{
    [Fact]
    public void Run_Twice_ReplacesTheFirst()
    {
        using TemporaryFolder folder = new();
        DemoOptions options = new() { Output = folder.File("demo"), IsSmoke = true };

        DemoResult first = Demo.Run(options), second = Demo.Run(options);

        Assert.True(File.Exists(second.ReportPath));
        Assert.Equal(first.Headlines, second.Headlines);
        Assert.Equal(8, second.Metrics.ExplainedRows);
    }

    [Fact]
    public void Run_MovedWithItsData_CanGoOn()
    {
        using TemporaryFolder folder = new();
        Demo.Run(new() { Output = folder.File("demo"), IsSmoke = true });
        Directory.Move(folder.File("demo"), folder.File("moved"));

        EcgMetrics metrics = EcgEvaluation.Run(RunFolder.OpenTrained(folder.File("moved")), TrainedRun.Evaluation);

        Assert.Equal(8, metrics.ExplainedRows);
    }
}

public class DemoOverStudyTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Run_StudyIsThere_LeavesIt()
    {
        byte[] model = File.ReadAllBytes(run.Folder.ModelPath);

        RunException error = Assert.Throws<RunException>(() => Demo.Run(new() { Output = run.Folder.FullPath, IsSmoke = true }));

        Assert.Contains("holds a run that is no demo", error.Message, StringComparison.Ordinal);
        Assert.Equal(model, File.ReadAllBytes(run.Folder.ModelPath));
    }
}
