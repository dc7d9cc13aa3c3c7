using System.Text.Json.Nodes;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Training;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Publishing;
using MlNetXai.Runs.Training;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests.Training;

public sealed class EcgTrainingTests(SmokeData data) : IClassFixture<SmokeData>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_SyntheticData_LeavesManifestSplitHistoryAndModel()
    {
        RunFolder run = EcgTraining.Run(_folder.File("run"), data.Training).Folder;

        Assert.Equal(["history.csv", "manifest.json", "model.safetensors", "split.json"], Files(run));
        Manifest manifest = run.ReadManifest();
        Assert.Equal(data.Path, manifest.Train.Data);
        Assert.Equal(12 * 3, manifest.Inputs.Count);
        Assert.NotEmpty(manifest.Choices);
        Assert.Equal((Networks.Engine.VectorBits, Networks.Engine.FusesMultiplyAdd), (manifest.Versions.VectorBits, manifest.Versions.FusesMultiplyAdd));
        Model model = ModelFile.Load(run.ModelPath);
        Assert.Equal(["N", "R", "/", "V"], model.Network.Classes);
        Assert.Equal("360", model.Metadata["mlnetxai.samplingRateHz"]);
        Assert.Equal(4, File.ReadAllLines(run.HistoryPath).Length);
    }

    [Fact]
    public void Run_FullyConvolutional_LeavesARunOfItsTask()
    {
        RunFolder run = EcgTraining.Run(_folder.File("run"), data.Convolutional).Folder;

        Assert.Equal("ecg-fcn", run.ReadManifest().Task);
        Assert.Equal("fully convolutional 8/8 8/3", ModelFile.Load(run.ModelPath).Network.Name);
    }

    [Fact]
    public void Run_FiltersAndKernelsDifferInNumber_NamesBothAndLeavesNothing()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => EcgTraining.Run(_folder.File("run"), data.Convolutional with { Kernels = [8] }));

        Assert.Equal("There are 2 numbers of filters but 1 kernels; give one of each for every convolution.", error.Message);
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [Fact]
    public void Run_Split_HasNoPatientInTwoPartsAndCountsItsBeats()
    {
        EcgTrainingResult result = EcgTraining.Run(_folder.File("run"), data.Training);

        SplitFile split = result.Split;
        string[] patients = [.. split.Train.Patients, .. split.Validation.Patients, .. split.Test.Patients];
        Assert.Equal((6, 3, 3, 12), (split.Train.Patients.Count, split.Validation.Patients.Count, split.Test.Patients.Count, patients.Distinct().Count()));
        for (int c = 0; c < 4; c++)
            Assert.Equal(split.Data.Used[c], split.Train.Beats[c] + split.Validation.Beats[c] + split.Test.Beats[c]);
        Assert.True(split.Data.Source.IsSynthetic);
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameBytes()
    {
        RunFolder first = EcgTraining.Run(_folder.File("a"), data.Training).Folder, second = EcgTraining.Run(_folder.File("b"), data.Training).Folder;

        Assert.Equal(File.ReadAllBytes(first.ModelPath), File.ReadAllBytes(second.ModelPath));
        Assert.Equal(File.ReadAllBytes(first.ManifestPath), File.ReadAllBytes(second.ManifestPath));
    }

    [Fact]
    public void Run_OtherSplitOfTheSeed_HasOtherTestPatients()
    {
        EcgTrainingOptions options = data.Training with { Epochs = 1 };
        SplitFile first = EcgTraining.Run(_folder.File("a"), options).Split, second = EcgTraining.Run(_folder.File("b"), options with { Split = 2 }).Split;

        Assert.True(second.Draws > first.Draws);
        Assert.NotEqual(first.Test.Patients.Concat(first.Validation.Patients), second.Test.Patients.Concat(second.Validation.Patients));
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void Run_CancelledAndResumed_GivesTheSameBytesAsWithoutInterruption(int epochsBeforeStop)
    {
        RunFolder whole = EcgTraining.Run(_folder.File("whole"), data.Training).Folder;
        using CancellationTokenSource stop = new();
        Reports reports = new(report =>
        {
            if (report.Stage == "train" && report.Done * 3 > report.Total * epochsBeforeStop)
                stop.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => EcgTraining.Run(_folder.File("run"), data.Training, progress: reports, cancellation: stop.Token));
        Assert.Contains("checkpoint", Files(RunFolder.Open(_folder.File("run"))));
        RunFolder resumed = EcgTraining.Run(_folder.File("run"), data.Training, resume: true).Folder;

        Assert.Equal(File.ReadAllBytes(whole.ModelPath), File.ReadAllBytes(resumed.ModelPath));
        Assert.Equal(File.ReadAllText(whole.HistoryPath), File.ReadAllText(resumed.HistoryPath));
        Assert.DoesNotContain("checkpoint", Files(resumed));
    }

    [Fact]
    public void Run_EveryTrainingSetting_IsInManifestHistoryAndCommand()
    {
        EcgTrainingOptions options = data.Training with
        {
            Epochs = 40,
            Optimiser = new SgdOptions { Momentum = 0.9 },
            LearningRate = 0.5,
            Schedule = new StepSchedule { Every = 1, Factor = 0.5 },
            ClipNorm = 1,
            EarlyStopping = new() { Patience = 2, MinDelta = 0.01 },
        };

        EcgTrainingResult result = EcgTraining.Run(_folder.File("run"), options);

        Manifest manifest = result.Folder.ReadManifest();
        Assert.Equal((options.Optimiser, options.Schedule, 1, options.EarlyStopping), (manifest.Train.Optimiser, manifest.Train.Schedule, manifest.Train.ClipNorm, manifest.Train.EarlyStopping));
        Assert.InRange(result.Epochs, 3, 39);
        IReadOnlyList<EpochRecord> history = TrainingHistory.Read(result.Folder).Epochs;
        Assert.Equal([0.5, 0.25, 0.125], history.Take(3).Select(epoch => epoch.LearningRate));
        Assert.EndsWith(
            " --optimizer sgd,momentum=0.9 --learning-rate 0.5 --schedule step,every=1,factor=0.5 --clip-norm 1 --early-stop 2,min-delta=0.01", EcgCards.Command(manifest), StringComparison.Ordinal);
        Assert.Contains(new("Optimiser", "sgd, momentum 0.9, nesterov no"), EcgCards.Settings(manifest.Train));
    }

    [Fact]
    public void Read_ManifestAndHistoryOfAnEarlierVersion_HaveTheDefaults()
    {
        RunFolder run = EcgTraining.Run(_folder.File("run"), data.Training).Folder;
        JsonObject manifest = JsonNode.Parse(File.ReadAllText(run.ManifestPath))!.AsObject();
        Assert.True(manifest["train"]!.AsObject().Remove("optimiser") && manifest["train"]!.AsObject().Remove("schedule"));
        File.WriteAllText(run.ManifestPath, manifest.ToJsonString());
        File.WriteAllLines(run.HistoryPath, File.ReadAllLines(run.HistoryPath).Select(line => line[..line.LastIndexOf(',')]));

        Assert.Equal((new AdamOptions(), new ConstantSchedule()), (run.ReadManifest().Train.Optimiser, run.ReadManifest().Train.Schedule));
        Assert.Equal(3, TrainingHistory.Read(run).Epochs.Count);
    }

    [Fact]
    public void Run_ResumedBeforeFirstCheckpoint_BeginsAnew()
    {
        RunFolder whole = EcgTraining.Run(_folder.File("whole"), data.Training).Folder;
        RunFolder run = Interrupted();
        File.Delete(run.CheckpointPath);

        RunFolder resumed = EcgTraining.Run(run.FullPath, data.Training, resume: true).Folder;

        Assert.Equal(File.ReadAllBytes(whole.ModelPath), File.ReadAllBytes(resumed.ModelPath));
    }

    [Fact]
    public void Run_RunIsThere_Refuses()
    {
        Interrupted();

        RunException error = Assert.Throws<RunException>(() => EcgTraining.Run(_folder.File("run"), data.Training));

        Assert.Contains("--resume", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ResumedWithOtherSettings_Refuses()
    {
        Interrupted();

        RunException error = Assert.Throws<RunException>(() => EcgTraining.Run(_folder.File("run"), data.Training with { Hidden = 9 }, resume: true));

        Assert.Contains("was begun with other settings", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ResumedAfterItsEnd_Refuses()
    {
        EcgTraining.Run(_folder.File("run"), data.Training);

        RunException error = Assert.Throws<RunException>(() => EcgTraining.Run(_folder.File("run"), data.Training, resume: true));

        Assert.Contains("has ended; there is nothing to resume", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ResumedWithMovedData_NotesTheNewFolder()
    {
        string moved = _folder.File("data");
        Directory.CreateDirectory(moved);
        foreach (string file in Directory.EnumerateFiles(data.Path))
            File.Copy(file, Path.Combine(moved, Path.GetFileName(file)));
        RunFolder run = Interrupted();

        EcgTraining.Run(run.FullPath, data.Training with { Data = moved }, resume: true);

        Assert.Equal(moved, run.ReadManifest().Train.Data);
    }

    [Fact]
    public void Run_ResumedWithChangedData_NamesTheFile()
    {
        string copy = _folder.File("data");
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.EnumerateFiles(data.Path))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        Interrupted();
        File.AppendAllText(Path.Combine(copy, "s004.dat"), "x");

        RunException error = Assert.Throws<RunException>(() => EcgTraining.Run(_folder.File("run"), data.Training with { Data = copy }, resume: true));

        Assert.Contains("s004.dat: has changed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DataCannotBeLoaded_LeavesNoFolder()
    {
        Assert.ThrowsAny<MlNetXaiException>(() => EcgTraining.Run(_folder.File("run"), data.Training with { Data = _folder.File("absent") }));

        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [Fact]
    public void Run_RecordLacksLead_FollowsThePolicy()
    {
        EcgTrainingOptions options = data.Training with { Lead = "V9", Epochs = 1 };

        MlNetXaiException skipped = Assert.ThrowsAny<MlNetXaiException>(() => EcgTraining.Run(_folder.File("a"), options));
        EcgTrainingResult first = EcgTraining.Run(_folder.File("b"), options with { MissingLead = Signals.Beats.MissingLeadPolicy.FirstChannel });

        Assert.Contains("no record has lead V9", skipped.Message, StringComparison.Ordinal);
        Assert.Equal(12, first.Split.Data.Warnings.Count);
    }

    private RunFolder Interrupted()
    {
        using CancellationTokenSource stop = new();
        Reports reports = new(report =>
        {
            if (report.Stage == "train")
                stop.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => EcgTraining.Run(_folder.File("run"), data.Training, progress: reports, cancellation: stop.Token));
        return RunFolder.Open(_folder.File("run"));
    }

    private static IEnumerable<string> Files(RunFolder run) => Directory.EnumerateFileSystemEntries(run.FullPath).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private sealed class Reports(Action<ProgressReport> hear) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => hear(value);
    }
}
