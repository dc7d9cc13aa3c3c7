using MlNetXai.Runs.Data;
using MlNetXai.Runs.Publishing;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests.Publishing;

public sealed class ModelPublicationTests(TrainedRun run) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_EvaluatedRun_GivesModelCardAndNumbers()
    {
        ModelPublication.Write(run.Folder, _folder.File("model"));

        Assert.Equal(["card.md", "expected.json", "model.safetensors"], Directory.EnumerateFiles(_folder.File("model")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        ExpectedNumbers expected = ExpectedNumbers.Read(Path.Combine(_folder.File("model"), "expected.json"));
        Assert.Equal("mlnetxai train ecg-lstm --data DIR --out RUN --epochs 3 --patients 6,3,3 --hidden 8 --batch 20 --learning-rate 0.01", expected.Command);
        Assert.Equal(run.Metrics.Test.Accuracy, expected.Accuracy);
        PublishedModel.AssertGivesItsNumbers(_folder.File("model"));
    }

    [Fact]
    public void Write_Card_SaysWhichBeatsLendToCounterfactualsAndHowManyEpochsWereAllowed()
    {
        ModelPublication.Write(run.Folder, _folder.File("model"));

        string card = File.ReadAllText(Path.Combine(_folder.File("model"), "card.md"));
        long training = SplitFile.Read(run.Folder.SplitPath).Train.Beats.Sum();
        Assert.Contains($"* **Counterfactuals**: native guides are chosen from at most 2,000 of the {training} training beats, equally many of every class", card, StringComparison.Ordinal);
        Assert.Contains("| Epochs | of at most |", card, StringComparison.Ordinal);
        Assert.Contains("| run | 1 | 1 | 3 | 3 |", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NothingExplained_SaysWhatToDo()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        Directory.Delete(Path.GetDirectoryName(copy.AttributionPath("occlusion"))!, recursive: true);

        RunException error = Assert.Throws<RunException>(() => ModelPublication.Write(copy, _folder.File("model")));

        Assert.Contains("Run 'mlnetxai explain' first.", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("model")));
    }
}
