using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Publishing;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests.Publishing;

public sealed class EcgReportTests(TrainedRun run) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_EveryStepDone_HasAllFiguresAndSections()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));

        EcgReport.Write(copy);

        Assert.Equal(
            ["confusion.svg", "history.svg", "labelled-ecg.svg", "salience.svg", "score-reduction.svg", "splits.svg", "temporal-output-score.svg", "wave-shares.svg"],
            Directory.EnumerateFiles(Path.GetDirectoryName(copy.FigurePath("x"))!).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        string report = File.ReadAllText(copy.ReportPath);
        Assert.All(
            ["Data card", "Model card", "Explanations", "Are the explanations right?", "Settings", "Synthetic recordings", "SHA-256"],
            text => Assert.Contains(text, report, StringComparison.Ordinal));
        Assert.DoesNotContain("src=\"http", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        EcgReport.Write(copy);
        byte[] first = File.ReadAllBytes(copy.ReportPath);

        EcgReport.Write(copy);

        Assert.Equal(first, File.ReadAllBytes(copy.ReportPath));
    }

    [Fact]
    public void Write_MethodsWithDifferentRows_SaysHowToRepair()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        EcgExplanation.Run(copy, TrainedRun.Explanation with { Methods = ["occlusion"], Rows = "4" });

        RunException error = Assert.Throws<RunException>(() => EcgReport.Write(copy));

        Assert.Contains("explain different rows or classes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ExplainedAnewSinceEvaluated_AsksToEvaluateAgain()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        EcgExplanation.Run(copy, TrainedRun.Explanation with { Rows = "4" });

        RunException error = Assert.Throws<RunException>(() => EcgReport.Write(copy));

        Assert.Contains("Run 'mlnetxai evaluate' again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TrainedOnly_LeavesTheOtherSectionsOut()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        File.Delete(copy.MetricsPath);
        Directory.Delete(Path.GetDirectoryName(copy.AttributionPath("occlusion"))!, recursive: true);

        EcgReport.Write(copy);

        string report = File.ReadAllText(copy.ReportPath);
        Assert.Contains("Model card", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Are the explanations right?", report, StringComparison.Ordinal);
    }
}
