using MlNetXai.Explanations;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Publishing;
using MlNetXai.Runs.Training;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests.Evaluating;

public sealed class EcgEvaluationTests(TrainedRun run) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_Metrics_ComeBackFromTheirFile()
    {
        EcgMetrics read = RunJson.Read<EcgMetrics>(run.Folder.MetricsPath);

        Assert.Equal(RunJson.Write(run.Metrics), RunJson.Write(read));
    }

    [Fact]
    public void Run_Confusion_CountsEveryTestBeat()
    {
        ClassifierMetrics test = run.Metrics.Test;

        Assert.Equal(test.Rows, test.Confusion.Sum(row => row.Sum()));
        Assert.Equal(test.Confusion.Select((row, c) => row[c]).Sum() / (double)test.Rows, test.Accuracy.Value, 12);
        Assert.Equal(test.PerClass.Max(row => row.Support) / (double)test.Rows, test.MajorityShare, 12);
        Assert.Equal(test.Rows, File.ReadAllLines(run.Folder.MeasurePath("predictions")).Length - 1);
    }

    [Fact]
    public void Run_ScoreReduction_HasEverySalienceMethodBesideItsBaselines()
    {
        ScoreReductionMetrics reduction = run.Metrics.ScoreReduction!;

        Assert.Equal(["input-derivative", "learned-mask", "occlusion"], reduction.Methods.Select(method => method.Method));
        Assert.Equal(21, reduction.Alpha.Count);
        Assert.All(reduction.Methods, method => Assert.Equal(0, method.Reduction[^1].Value));
        Assert.Equal(["input-derivative", "occlusion"], reduction.MaskMinusOthers.Select(other => other.Method));
        Assert.Equal(
            reduction.Methods[1].Reduction[10].Value - reduction.Methods[2].Reduction[10].Value, reduction.MaskMinusOthers[1].Difference[10].Value, 9);
    }

    [Fact]
    public void Run_WaveShares_AddUpToOnePerClassAndMethod() =>
        Assert.All(
            run.Metrics.WaveShares.Where(row => row.Class == "N").GroupBy(row => row.Method),
            waves => Assert.Equal(1, waves.Sum(row => row.Share.Value), 6));

    [Fact]
    public void Run_WaveSharesOfOcclusion_AreNotThoseOfTheSamples() =>
        Assert.Contains(run.Metrics.WaveShares, row => row.Method == "occlusion" && Math.Abs(row.Share.Value - row.WindowShare) > 0.05);

    [Fact]
    public void Run_SyntheticData_MeasuresLocalisationForAllAndEachClass()
    {
        Assert.Equal(3 * 5, run.Metrics.Localisation.Count);
        Assert.All(run.Metrics.Localisation.Where(row => row.Class == "all"), row => Assert.InRange(row.AveragePrecision.Value, 0, 1));
    }

    [Fact]
    public void Run_Mask_SaysHowFarItMoved() => Assert.InRange(run.Metrics.Mask!.LowestMinimum, 1 - (10 * 0.00101) - 1e-6, 1);

    [Fact]
    public void Run_Again_GivesTheSameBytes()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));

        EcgEvaluation.Run(copy, TrainedRun.Evaluation);

        Assert.Equal(
            File.ReadAllText(run.Folder.MetricsPath).Replace("\"run\": \"run\"", "", StringComparison.Ordinal),
            File.ReadAllText(copy.MetricsPath).Replace("\"run\": \"run\"", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_WithOtherSplits_PoolsTheirTestBeats()
    {
        RunFolder other = EcgTraining.Run(_folder.File("split2"), run.Data.Training with { Split = 2, Epochs = 1 }).Folder, copy = run.CopyTo(_folder.File("run"));
        EcgMetrics second = EcgEvaluation.Run(other, TrainedRun.Evaluation);

        EcgMetrics pooled = EcgEvaluation.Run(copy, TrainedRun.Evaluation with { With = [other.FullPath] });

        Assert.Equal([1, 2], pooled.Splits.Select(split => split.Split));
        Assert.Equal(second.Test.Accuracy, pooled.Splits[1].Accuracy);
        Assert.Equal(run.Metrics.Test.Rows + second.Test.Rows, pooled.Pooled!.Rows);
        Assert.Equal((pooled.Splits[0].Accuracy.Value + pooled.Splits[1].Accuracy.Value) / 2, pooled.MeanAccuracy, 12);
    }

    [Fact]
    public void Run_WithOtherSplitsExplainedAlike_AveragesOverTheBeatsOfAll()
    {
        RunFolder other = Explained("split2", TrainedRun.Explanation), copy = run.CopyTo(_folder.File("run"));

        EcgMetrics pooled = EcgEvaluation.Run(copy, TrainedRun.Evaluation with { With = [other.FullPath] });

        (AttributionArchive Archive, int Row)[] beats =
        [
            .. from folder in (RunFolder[])[copy, other]
               let archive = AttributionArchive.Read(folder.AttributionPath("occlusion"))
               from row in Enumerable.Range(0, archive.Keys.Count)
               where archive.Labels[row] == 0
               select (archive, row),
        ];
        ClassAverageMetrics average = pooled.ClassAverages.Single(one => one is { Method: "occlusion", Class: "N" });
        Assert.Equal((beats.Length, beats.Select(beat => beat.Archive.Patients[beat.Row]).Distinct().Count()), (average.Rows, average.Patients));
        Assert.Equal(beats.Average(beat => (double)beat.Archive.Values!.Row(beat.Row)[80]), average.Mean[80], 9);
        Assert.Equal(beats.Average(beat => (double)beat.Archive.Signal.Row(beat.Row)[80]), pooled.AverageBeats[0].Mean[80], 9);
        Assert.Equal(beats.Length, pooled.Segments.First(one => one is { Method: "occlusion", Class: "N", Cut: "equal" }).Rows);
        Assert.Equal(["run", "split2"], pooled.AveragedRuns);
        Assert.Empty(pooled.RunsNotAveraged);
        Assert.Equal(8, pooled.ExplainedRows);
    }

    [Fact]
    public void Run_WithOtherSplitsExplainedOtherwise_AveragesOverTheFirstAndSaysWhy()
    {
        RunFolder other = Explained("split2", TrainedRun.Explanation with { OcclusionWindow = 9 }), copy = run.CopyTo(_folder.File("run"));

        EcgMetrics metrics = EcgEvaluation.Run(copy, TrainedRun.Evaluation with { With = [other.FullPath] });

        Assert.Equal(["run"], metrics.AveragedRuns);
        Assert.Equal(["split2: not explained by occlusion as run was"], metrics.RunsNotAveraged);
        Assert.Equal(RunJson.Write(run.Metrics.ClassAverages), RunJson.Write(metrics.ClassAverages));
        EcgReport.Write(copy);
        Assert.Contains("Left out is split2: not explained by occlusion as run was.", File.ReadAllText(copy.ReportPath), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_GradCamOnHiddenStates_TellsTheShareOfTheLastQuarterPerClass()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        EcgExplanation.Run(copy, TrainedRun.Explanation with { Methods = ["grad-cam-rnn"] });

        EcgMetrics metrics = EcgEvaluation.Run(copy, TrainedRun.Evaluation);

        AttributionArchive archive = AttributionArchive.Read(copy.AttributionPath("grad-cam-rnn"));
        Assert.Equal(archive.Classes, metrics.LastQuarterShares.Select(one => one.Class));
        Assert.All(metrics.LastQuarterShares, one => Assert.Equal(
            archive.Diagnostics["last-quarter-share"].Where((_, row) => archive.Classes[archive.Labels[row]] == one.Class).Average(), one.Share.Value, 12));
        Assert.Equal(1 + 4, File.ReadAllLines(copy.MeasurePath("last-quarter-shares")).Length);
        EcgReport.Write(copy);
        Assert.Contains("lies in the last quarter of the beat", File.ReadAllText(copy.ReportPath), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithSplitNotEvaluated_SaysSo()
    {
        RunFolder other = EcgTraining.Run(_folder.File("split2"), run.Data.Training with { Split = 2, Epochs = 1 }).Folder;

        RunException error = Assert.Throws<RunException>(() => EcgEvaluation.Run(run.CopyTo(_folder.File("run")), TrainedRun.Evaluation with { With = [other.FullPath] }));

        Assert.Contains("was not evaluated yet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AttributionsOfAnotherNetwork_AreRefused()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        string path = copy.AttributionPath("occlusion");
        AttributionArchive own = AttributionArchive.Read(path);
        (own with { ModelSha256 = new string('0', 64) }).Write(path);

        RunException error = Assert.Throws<RunException>(() => EcgEvaluation.Run(copy, TrainedRun.Evaluation));

        Assert.Equal($"{path}: explains another network (SHA-256 000000000000…) than the run's model.safetensors ({own.ModelSha256![..12]}…). Explain by occlusion again.", error.Message);
        Assert.Throws<RunException>(() => EcgReport.Write(copy));
    }

    [Fact]
    public void Run_MethodsWithDifferentRows_SaysHowToRepair()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        EcgExplanation.Run(copy, TrainedRun.Explanation with { Methods = ["occlusion"], Rows = "4" });

        RunException error = Assert.Throws<RunException>(() => EcgEvaluation.Run(copy, TrainedRun.Evaluation));

        Assert.Contains("explain different rows or classes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithItself_Refuses()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));

        RunException error = Assert.Throws<RunException>(() => EcgEvaluation.Run(copy, TrainedRun.Evaluation with { With = [copy.FullPath] }));

        Assert.Contains("is named twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithRunOfOtherData_Refuses()
    {
        RunFolder copy = run.CopyTo(_folder.File("run")), other = run.CopyTo(_folder.File("other"));
        Manifest manifest = other.ReadManifest();
        (manifest with { Inputs = [.. manifest.Inputs.Skip(1)] }).Write(other.ManifestPath);

        RunException error = Assert.Throws<RunException>(() => EcgEvaluation.Run(copy, TrainedRun.Evaluation with { With = [other.FullPath] }));

        Assert.Contains("no split of the same data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MasksThatNeverMoved_AreCountedAsLeftOut()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        string path = copy.AttributionPath("learned-mask");
        AttributionArchive archive = AttributionArchive.Read(path);
        archive.Values!.Row(0).Clear();
        archive.Write(path);

        EcgMetrics metrics = EcgEvaluation.Run(copy, TrainedRun.Evaluation);

        string label = archive.Classes[archive.Labels[0]];
        Assert.All(metrics.WaveShares.Where(row => row.Method == "learned-mask" && row.Class == label && row.Wave == "rest"), row => Assert.Equal(1, row.RowsWithoutMagnitude));
        Assert.All(metrics.WaveShares.Where(row => row.Method == "occlusion"), row => Assert.Equal(0, row.RowsWithoutMagnitude));
    }

    [Fact]
    public void Run_OtherLevelAndDilation_AreNamedInTheFiles()
    {
        EcgEvaluationOptions options = new() { IntervalLevel = 0.9, TruthDilation = 9 };

        Assert.Contains("90 % intervals", MeasureTables.Splits(run.Metrics, options).Notes[0], StringComparison.Ordinal);
        Assert.Contains("9 samples (25 ms)", MeasureTables.Localisation(run.Metrics, options, 360).Notes[0], StringComparison.Ordinal);
        Assert.Contains("10 steps", MeasureTables.Mask(run.Metrics.Mask!, TrainedRun.Explanation).Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new EcgEvaluationOptions { BootstrapDraws = 1_000_001 });
        Assert.ThrowsAny<ArgumentException>(() => new EcgEvaluationOptions { RandomDraws = 1_000_001 });
        Assert.ThrowsAny<ArgumentException>(() => new EcgEvaluationOptions { TruthDilation = int.MaxValue });
    }

    [Fact]
    public void Run_NothingExplained_MeasuresTheClassifierAlone()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        Directory.Delete(Path.GetDirectoryName(copy.AttributionPath("occlusion"))!, recursive: true);

        EcgMetrics metrics = EcgEvaluation.Run(copy, TrainedRun.Evaluation);

        Assert.Null(metrics.ScoreReduction);
        Assert.Equal(run.Metrics.Test.Accuracy, metrics.Test.Accuracy);
    }

    [Fact]
    public void Run_EveryMethod_HasClassAveragesOfWhatIsReadOfIt()
    {
        AttributionArchive archive = AttributionArchive.Read(run.Folder.AttributionPath("occlusion"));
        int[] rows = [.. Enumerable.Range(0, archive.Keys.Count).Where(row => archive.Labels[row] == 1)];

        ClassAverageMetrics average = run.Metrics.ClassAverages.Single(one => one is { Method: "occlusion", Class: "R" });

        Assert.Equal(["input-derivative", "learned-mask", "occlusion"], run.Metrics.ClassAverages.Select(one => one.Method).Distinct());
        Assert.Equal(["input-derivative", "learned-mask", "occlusion"], run.Metrics.Segments.Select(one => one.Method).Distinct());
        Assert.Equal(rows.Length, average.Rows);
        Assert.Equal(rows.Average(row => (double)archive.Values!.Row(row)[80]), average.Mean[80], 9);
        Assert.Equal(rows.Average(row => (double)archive.Signal.Row(row)[80]), run.Metrics.AverageBeats.Single(beat => beat.Class == "R").Mean[80], 9);

        Batch derivative = AttributionArchive.Read(run.Folder.AttributionPath("input-derivative")).Values!;
        ClassAverageMetrics magnitude = run.Metrics.ClassAverages.Single(one => one is { Method: "input-derivative", Class: "R" });
        Assert.Equal((SalienceView.Signed, SalienceView.Magnitude), (average.View, magnitude.View));
        Assert.Equal(rows.Average(row => Math.Abs((double)derivative.Row(row)[80])), magnitude.Mean[80], 9);
        Assert.EndsWith(",magnitudes", File.ReadLines(run.Folder.MeasurePath("class-averages")).ElementAt(1), StringComparison.Ordinal);
        Assert.EndsWith(",signed values", File.ReadLines(run.Folder.MeasurePath("segments")).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SyntheticData_CutsBeatsEquallyAndByTheirWaves()
    {
        SegmentMetrics[] ofClass = [.. run.Metrics.Segments.Where(one => one is { Method: "occlusion", Class: "N" })];

        Assert.Equal(["equal", "waves"], ofClass.Select(one => one.Cut).Distinct());
        Assert.Equal(11, ofClass.Count(one => one.Cut == "equal"));
        Assert.Equal(Explanations.Evaluation.BeatSegments.WaveSegments, ofClass.Where(one => one.Cut == "waves").Select(one => one.Segment));
        Assert.InRange(ofClass.Single(one => one.Segment == "R up").End, 70, 76);
    }

    [Fact]
    public void Run_Agreement_ComparesEveryTwoMethodsOverallAndPerClass()
    {
        Assert.Equal(3 * 5, run.Metrics.Agreement.Count);
        Assert.All(run.Metrics.Agreement.Where(pair => pair.Class == "all"), pair => Assert.Equal(8, pair.Rows));
        Assert.All(run.Metrics.Agreement.Where(pair => pair.TopOverlap.IsDefined), pair => Assert.InRange(pair.TopOverlap.Value, 0, 1));
    }

    [Fact]
    public void Run_IntegratedGradients_TellsCompletenessErrorsAndPoints()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        EcgExplanation.Run(copy, TrainedRun.Explanation with { Methods = ["integrated-gradients"] });

        CompletenessMetrics completeness = Assert.Single(EcgEvaluation.Run(copy, TrainedRun.Evaluation).Completeness);

        IReadOnlyDictionary<string, double[]> said = AttributionArchive.Read(copy.AttributionPath("integrated-gradients")).Diagnostics;
        (double Error, double Difference, double Score)[] rows = [.. said["completeness-error"].Select((error, row) => (Math.Abs(error), Math.Abs(said["score"][row] - said["score-baseline"][row]), Math.Abs(said["score"][row])))];
        Assert.Equal((8, rows.Count(row => row.Difference > 0.05 * Math.Max(1, row.Score))), (completeness.Rows, completeness.JudgedRows));
        Assert.Equal(rows.Where(row => row.Difference <= 0.05 * Math.Max(1, row.Score)).Max(row => row.Error), completeness.LargestOfOthers, 12);
        Assert.Equal(8, completeness.Steps.Sum(step => step.Rows));
    }

    [Fact]
    public void Read_MetricsOfAnOlderVersion_LeaveTheNewFiguresEmpty()
    {
        string path = _folder.File("metrics.json");
        System.Text.Json.Nodes.JsonObject metrics = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(run.Folder.MetricsPath))!.AsObject();
        foreach (string name in (string[])["averageBeats", "classAverages", "segments", "agreement", "completeness", "lastQuarterShares", "averagedRuns", "runsNotAveraged", "counterfactuals", "classModels"])
            Assert.True(metrics.Remove(name), name);
        foreach (System.Text.Json.Nodes.JsonNode? row in metrics["localisation"]!.AsArray())
            Assert.True(row!.AsObject().Remove("relevanceMass") && row.AsObject().Remove("relevanceRank"));
        Assert.All(metrics["splits"]!.AsArray(), split => Assert.True(split!.AsObject().Remove("mostEpochs")));
        File.WriteAllText(path, metrics.ToJsonString());

        EcgMetrics read = RunJson.Read<EcgMetrics>(path);

        Assert.Empty(read.ClassAverages);
        Assert.All(MeasureTables.Of(read, TrainedRun.Evaluation, 360, mask: null), table => Assert.NotEqual("agreement", table.Name));
    }

    /// <summary>Another split of the run's data, trained, explained and evaluated.</summary>
    private RunFolder Explained(string name, EcgExplanationOptions options)
    {
        RunFolder folder = EcgTraining.Run(_folder.File(name), run.Data.Training with { Split = 2, Epochs = 1 }).Folder;
        EcgExplanation.Run(folder, options);
        EcgEvaluation.Run(folder, TrainedRun.Evaluation);
        return folder;
    }
}
