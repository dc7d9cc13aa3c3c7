using MlNetXai.Explanations;
using MlNetXai.Networks.Interchange;
using MlNetXai.Runs.Explaining;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests.Explaining;

public sealed class EcgExplanationTests(TrainedRun run) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_AllMethods_LeavesOneArchiveEachOfTheSameRows()
    {
        Assert.Equal(["input-derivative", "learned-mask", "occlusion", "temporal-output-score"], run.Folder.ExplainedMethods);

        AttributionArchive[] archives = [.. run.Folder.ExplainedMethods.Select(method => AttributionArchive.Read(run.Folder.AttributionPath(method)))];

        Assert.All(archives, archive => Assert.Equal(archives[0].Keys, archive.Keys));
        Assert.All(archives, archive => Assert.Equal(archives[0].Signal.Values.ToArray(), archive.Signal.Values.ToArray()));
        Assert.All(Enumerable.Range(0, 4), c => Assert.Equal(2, archives[0].Labels.Count(label => label == c)));
    }

    [Fact]
    public void Run_InputDerivative_IsTheNetworksGradient()
    {
        AttributionArchive archive = AttributionArchive.Read(run.Folder.AttributionPath("input-derivative"));
        float[] gradient = new float[archive.Signal.Values.Length], scores = new float[archive.Keys.Count];

        ModelFile.Load(run.Folder.ModelPath).Network.InputGradient(archive.Signal, archive.Labels, Networks.ScoreKind.Logit, scores, gradient);

        Assert.Equal(gradient, archive.Values!.Values.ToArray());
        Assert.All(archive.Scaled!.Values.ToArray(), value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void Run_TemporalOutputScore_EndsWithTheNetworksClass()
    {
        AttributionArchive archive = AttributionArchive.Read(run.Folder.AttributionPath("temporal-output-score"));

        for (int row = 0; row < archive.Keys.Count; row++)
        {
            float[] last = archive.Probabilities!.Row(row)[^4..].ToArray();
            Assert.Equal(1, last.Sum(), 5);
            Assert.Equal(archive.Predicted[row], Array.IndexOf(last, last.Max()));
        }
    }

    [Fact]
    public void Run_RowsByName_ExplainsTheseInThisOrder()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        RowKey[] keys = [.. AttributionArchive.Read(run.Folder.AttributionPath("occlusion")).Keys.Reverse().Take(3)];

        EcgExplanation.Run(copy, TrainedRun.Explanation with { Methods = ["occlusion"], Rows = string.Join(',', keys) });

        Assert.Equal(keys, AttributionArchive.Read(copy.AttributionPath("occlusion")).Keys);
        Assert.Equal(string.Join(',', keys), copy.ReadManifest().Explain["occlusion"].Rows);
    }

    [Fact]
    public void Run_SameRowAloneAndAmongOthers_HasTheSameValues()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        AttributionArchive all = AttributionArchive.Read(run.Folder.AttributionPath("learned-mask"));

        EcgExplanation.Run(copy, TrainedRun.Explanation with { Methods = ["learned-mask"], Rows = $"{all.Keys[5]}" });

        Assert.Equal(all.Values!.Row(5).ToArray(), AttributionArchive.Read(copy.AttributionPath("learned-mask")).Values!.Values.ToArray());
    }

    [Fact]
    public void Run_NoSuchBeat_NamesTheNearest()
    {
        RowKey key = AttributionArchive.Read(run.Folder.AttributionPath("occlusion")).Keys[0];

        RunException error = Assert.Throws<RunException>(() =>
            EcgExplanation.Run(run.Folder, TrainedRun.Explanation with { Rows = $"{key.Record}:{key.Sample + 1}" }, outputFolder: _folder.Path));

        Assert.Contains($"The nearest is {key}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TargetByName_ExplainsThatClass()
    {
        EcgExplanation.Run(run.Folder, TrainedRun.Explanation with { Methods = ["input-derivative"], Target = "V" }, outputFolder: _folder.Path);

        Assert.All(AttributionArchive.Read(_folder.File("input-derivative.npz")).Targets, target => Assert.Equal(3, target));
    }

    [Fact]
    public void Run_TargetUnknown_ListsTheClasses()
    {
        RunException error = Assert.Throws<RunException>(() => EcgExplanation.Run(run.Folder, TrainedRun.Explanation with { Target = "X" }, outputFolder: _folder.Path));

        Assert.Contains("'X' is not a class of the network. Explain 'label', 'predicted', 'all', or one of N, R, /, V.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LambdaLeftOpen_ChoosesItOnValidationBeatsAndKeepsAllCurves()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));

        EcgExplanationResult result = EcgExplanation.Run(copy, TrainedRun.Explanation with { Methods = ["learned-mask"], Lambda1 = null, SweepRows = 8 });

        Assert.Equal([1e-4, 1e-3, 1e-2, 1e-1, 1], result.Sweep!.Curves.Select(curve => curve.Lambda1));
        Assert.Equal(result.Sweep.Curves.MaxBy(curve => curve.MeanReduction)!.Lambda1, result.Sweep.Chosen);
        Assert.Equal(result.Sweep.Chosen, copy.ReadManifest().Explain["learned-mask"].Lambda1);
        Assert.Equal(result.Sweep.Chosen, LambdaSweep.Find(copy)!.Chosen);
        Assert.Equal(1 + (5 * 21), File.ReadAllLines(copy.MeasurePath("lambda1")).Length);
    }

    [Fact]
    public void Run_ModelCutInHalf_SaysSo()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        byte[] bytes = File.ReadAllBytes(copy.ModelPath);
        File.WriteAllBytes(copy.ModelPath, bytes[..(bytes.Length / 2)]);

        ModelFileException error = Assert.Throws<ModelFileException>(() => EcgExplanation.Run(copy, TrainedRun.Explanation));

        Assert.Contains("model.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ModelOfAnotherRate_NamesBoth()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        Model model = ModelFile.Load(copy.ModelPath);
        ModelFile.Save(model with { Metadata = new Dictionary<string, string> { ["mlnetxai.samplingRateHz"] = "250" } }, copy.ModelPath);

        RunException error = Assert.Throws<RunException>(() => EcgExplanation.Run(copy, TrainedRun.Explanation));

        Assert.Contains("the model was trained at 250 Hz, but the recordings have 360 Hz", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_Unknown_ListsThoseThereAre()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => TrainedRun.Explanation with { Methods = ["lime"] });

        Assert.Contains($"'lime' is not an explanation method; use one or more of {string.Join(", ", MethodCatalog.All.Select(method => method.Name))}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OtherSettings_StandAmongTheChoices()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));

        EcgExplanation.Run(copy, TrainedRun.Explanation with { Methods = ["occlusion"], OcclusionCaptum = true, OcclusionFill = OcclusionFill.RowMean });

        string[] answers = [.. copy.ReadManifest().Choices.Select(choice => choice.Answer)];
        Assert.Contains(answers, answer => answer.Contains("Captum", StringComparison.Ordinal));
        Assert.Contains("the mean of the beat itself", answers);
        Assert.Contains(answers, answer => answer.StartsWith("0.01, as given", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_Lambda1Given_DeletesAnEarlierSweep()
    {
        RunFolder copy = run.CopyTo(_folder.File("run"));
        EcgExplanationOptions options = TrainedRun.Explanation with { Methods = ["learned-mask"], MaskIterations = 2, SweepRows = 4 };
        EcgExplanation.Run(copy, options with { Lambda1 = null });
        Assert.NotNull(LambdaSweep.Find(copy));

        EcgExplanation.Run(copy, options with { Lambda1 = 0.5 });

        Assert.Null(LambdaSweep.Find(copy));
        Assert.False(File.Exists(copy.MeasurePath("lambda1")));
    }

    [Theory]
    [InlineData(double.NaN), InlineData(double.PositiveInfinity), InlineData(-1)]
    public void Options_WeightOrRateOutOfRange_AreRefused(double value)
    {
        Assert.ThrowsAny<ArgumentException>(() => new EcgExplanationOptions { Lambda1 = value });
        Assert.ThrowsAny<ArgumentException>(() => new EcgExplanationOptions { Lambda2 = value });
        Assert.ThrowsAny<ArgumentException>(() => new EcgExplanationOptions { MaskLearningRate = value });
        Assert.ThrowsAny<ArgumentException>(() => new EcgExplanationOptions { SweepLambda1 = [value] });
    }

    [Fact]
    public void Options_WindowOrJitterOutOfRange_AreRefused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new EcgExplanationOptions { OcclusionWindow = 10_001 });
        Assert.ThrowsAny<ArgumentException>(() => new EcgExplanationOptions { MaskJitter = int.MaxValue });
        Assert.ThrowsAny<ArgumentException>(() => new EcgExplanationOptions { OcclusionValue = double.PositiveInfinity });
    }
}
