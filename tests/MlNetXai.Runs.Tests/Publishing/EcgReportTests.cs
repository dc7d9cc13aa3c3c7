using MlNetXai.Runs.Data;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Publishing;
using MlNetXai.Runs.Training;
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
            [
                "agreement.svg", "class-average-input-derivative.svg", "class-average-learned-mask.svg", "class-average-occlusion.svg", "confusion.svg", "history.svg", "labelled-ecg.svg", "salience.svg", "score-reduction.svg",
                "segments-input-derivative.svg", "segments-learned-mask.svg", "segments-occlusion.svg", "segments-waves-input-derivative.svg", "segments-waves-learned-mask.svg", "segments-waves-occlusion.svg",
                "splits.svg", "temporal-output-score.svg", "wave-shares.svg",
            ],
            Directory.EnumerateFiles(Path.GetDirectoryName(copy.FigurePath("x"))!).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        string report = File.ReadAllText(copy.ReportPath);
        Assert.All(
            ["Data card", "Model card", "Explanations", "From one beat to the class", "Do the methods agree, and do they add up?", "Are the explanations right?", "Settings", "Synthetic recordings", "SHA-256", "Input derivative (magnitude)", "Magnitudes are averaged"],
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

public sealed class ConvolutionalReportTests(ConvolutionalRun run) : IClassFixture<ConvolutionalRun>
{
    [Fact]
    public void Write_GradientsCounterfactualsAndClassModels_HaveTheirSectionsAndNothingIsSaidOfLstms()
    {
        EcgExplanation.Run(run.Folder, new()
        {
            Methods = ["integrated-gradients", "grad-cam", "occlusion", "input-derivative", "smoothgrad", "native-guide", "class-model"],
            Rows = "16",
            Settings = ["class-model.steps=20", "smoothgrad.samples=3"],
        });
        EcgEvaluation.Run(run.Folder, TrainedRun.Evaluation);

        EcgReport.Write(run.Folder);

        string report = File.ReadAllText(run.Folder.ReportPath);
        Assert.All(
            [
                "From one beat to the class", "Integrated Gradients in 11 equal segments of the beat", "Grad-CAM by the waves of the beat", "What would change the class?", "What does the network look for?",
                "Do the methods agree, and do they add up?", "Points of the path that each beat took", "Salience of the methods, 2 of 2", "Relevance mass", "measures/agreement.csv",
            ],
            text => Assert.Contains(text, report, StringComparison.Ordinal));
        Assert.DoesNotContain("LSTM", report, StringComparison.Ordinal);
        Assert.All(["counterfactuals", "class-models", "salience-2"], name => Assert.True(File.Exists(run.Folder.FigurePath(name)), name));
        Assert.All(
            ["average-beats", "class-averages", "segments", "agreement", "completeness", "steps", "counterfactuals", "class-models"],
            name => Assert.True(File.ReadAllLines(run.Folder.MeasurePath(name)).Length > 1, name));
    }
    [Fact]
    public void ClassModel_Logits_AreWrittenAsNumbersAreElsewhere()
    {
        EcgFigures figures = new(run.Folder.ReadManifest(), SplitFile.Read(run.Folder.SplitPath), TrainingHistory.Read(run.Folder), null, [], null)
        {
            ClassModels = new() { Classes = ["N", "V", "S"], Values = new(3, 4, 1), Scores = [-2.34, 8217.96, 31.4159], Steps = [1, 1, 1], LastChanges = [0, 0, 0] },
        };

        Assert.Equal(["logit −2.3", "logit 8,218", "logit 31.4"], figures.ClassModel!.Pairs.Select(pair => pair.Remark));
    }
}
