using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Runs.Explaining;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests.Explaining;

public sealed class EcgExplanationMethodsTests(TrainedRun recurrent, ConvolutionalRun convolutional) : IClassFixture<TrainedRun>, IClassFixture<ConvolutionalRun>, IDisposable
{
    // What takes seconds otherwise.
    private static readonly string[] Quick =
    [
        "class-model.steps=3", "expected-gradients.samples=3", "expected-gradients.background=training:5", "integrated-gradients.steps=10", "learned-mask.iterations=2", "shapley-segments.segments=equal:3",
        "smoothgrad.samples=3", "vargrad.samples=3",
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> EveryMethod => [.. MethodCatalog.All.Select(method => method.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(EveryMethod))]
    public void Run_EveryMethodOnEveryNetwork_ExplainsOrNamesWhatWouldWork(string method)
    {
        foreach (RunFolder run in (RunFolder[])[recurrent.Folder, convolutional.Folder])
        {
            Network network = ModelFile.Load(run.ModelPath).Network;
            EcgExplanationOptions options = new() { Methods = [method], Rows = "2", Settings = [.. Quick.Where(text => text.StartsWith(method + ".", StringComparison.Ordinal))] };
            string output = _folder.File(network.Name);

            if (MethodCatalog.Find(method).Fits(network))
            {
                EcgExplanationResult result = EcgExplanation.Run(run, options, outputFolder: output);

                Assert.Equal([Path.Combine(output, $"{method}.npz")], result.Files);
                Assert.True(File.Exists(result.Files[0]));
            }
            else
            {
                MissingCapabilityException error = Assert.Throws<MissingCapabilityException>(() => EcgExplanation.Run(run, options, outputFolder: output));

                Assert.StartsWith($"{method} cannot explain '{network.Name}': the model does not give ", error.Message, StringComparison.Ordinal);
                Assert.Matches(@"\. Use [^,]+, [^,]+\.$", error.Message);
                Assert.False(Directory.Exists(output));
            }
        }
    }

    [Theory]
    [InlineData("deeplift")]
    [InlineData("guided-backprop")]
    public void Run_LayerInTheWay_IsNamedWithOneRemedy(string method)
    {
        Network network = ModelFile.Load(recurrent.Folder.ModelPath).Network;

        MissingCapabilityException error = Assert.Throws<MissingCapabilityException>(() => EcgExplanation.Run(recurrent.Folder, new() { Methods = [method], Rows = "2" }, outputFolder: _folder.File("out")));

        Assert.Equal(
            $"{method} cannot explain '{network.Name}': the model does not give another way back than the gradient through layer 'lstm1' of kind 'lstm'. Use integrated-gradients, which needs gradients alone.",
            error.Message);
    }

    [Fact]
    public void Run_OneMethodDoesNotFit_NoneIsRun()
    {
        Assert.Throws<MissingCapabilityException>(
            () => EcgExplanation.Run(convolutional.Folder, new() { Methods = ["input-derivative", "temporal-output-score"], Rows = "2" }, outputFolder: _folder.File("out")));

        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public void Run_TargetAll_HoldsEveryClassAndTheLabelsInItsPlace()
    {
        EcgExplanationOptions options = new() { Methods = ["integrated-gradients"], Rows = "8", Settings = ["integrated-gradients.steps=10"] };
        AttributionArchive labels = Explain(convolutional.Folder, options), all = Explain(convolutional.Folder, options with { Target = "all" });
        AttributionArchive third = Explain(convolutional.Folder, options with { Target = "/" });

        Assert.Equal(labels.Values!.Values.ToArray(), all.Values!.Values.ToArray());
        Assert.Equal(labels.Scaled!.Values.ToArray(), all.Scaled!.Values.ToArray());
        Assert.Equal(labels.Targets, all.Targets);
        Assert.All(labels.Diagnostics, pair => Assert.Equal(pair.Value, all.Diagnostics[pair.Key]));
        Assert.Equal(4, all.ClassValues.Count);
        Assert.Equal(third.Values!.Values.ToArray(), all.ClassValues[2].Values.ToArray());
        Assert.Empty(labels.ClassValues);
    }

    [Fact]
    public void Run_AnotherBeatAsBaseline_ThatBeatOwesNothingToItself()
    {
        AttributionArchive rows = AttributionArchive.Read(recurrent.Folder.AttributionPath("occlusion"));

        AttributionArchive archive = Explain(recurrent.Folder, new() { Methods = ["integrated-gradients"], Rows = $"{rows.Keys[0]},{rows.Keys[1]}", Settings = [$"integrated-gradients.baseline={rows.Keys[0]}"] });

        Assert.All(archive.Values!.Row(0).ToArray(), value => Assert.Equal(0, value));
        Assert.Contains(archive.Values.Row(1).ToArray(), value => value != 0);
    }

    [Fact]
    public void Run_BaselineOfNoBeat_NamesTheNearest()
    {
        RowKey beat = AttributionArchive.Read(recurrent.Folder.AttributionPath("occlusion")).Keys[0];

        RunException error = Assert.Throws<RunException>(() => EcgExplanation.Run(
            recurrent.Folder, new() { Methods = ["integrated-gradients"], Settings = [$"integrated-gradients.baseline={beat.Record}:{beat.Sample + 1}"] }, outputFolder: _folder.File("out")));

        Assert.Contains($"The nearest is {beat}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ClassModelOfAClass_IsOfThatClassAlone()
    {
        EcgExplanationOptions options = new() { Methods = ["class-model"], Settings = ["class-model.steps=3"] };
        EcgExplanation.Run(convolutional.Folder, options with { Target = "V" }, outputFolder: _folder.File("one"));
        EcgExplanation.Run(convolutional.Folder, options, outputFolder: _folder.File("all"));

        ClassModelArchive one = ClassModelArchive.Read(_folder.File("one/class-model.npz")), all = ClassModelArchive.Read(_folder.File("all/class-model.npz"));
        Assert.Equal(["V"], one.Classes);
        Assert.Equal(["N", "R", "/", "V"], all.Classes);
        Assert.Equal(all.Scores[3], one.Scores[0]);
        Assert.Throws<RunException>(() => EcgExplanation.Run(convolutional.Folder, options with { Target = "X" }, outputFolder: _folder.File("none")));
    }

    [Fact]
    public void Run_Prefix_ExplainsWhatTheNetworkSaysThen()
    {
        AttributionArchive archive = Explain(recurrent.Folder, new() { Methods = ["input-derivative"], Rows = "8", Prefix = 60 });
        AttributionArchive prefixes = AttributionArchive.Read(recurrent.Folder.AttributionPath("temporal-output-score"));

        Assert.Equal(prefixes.Keys, archive.Keys);
        for (int row = 0; row < archive.Keys.Count; row++)
        {
            float[] then = prefixes.Probabilities!.Row(row).Slice(59 * 4, 4).ToArray();
            Assert.Equal(Array.IndexOf(then, then.Max()), archive.Predicted[row]);
            Assert.Equal(60, archive.Values!.LengthOf(row));
            Assert.Contains(archive.Values!.Row(row)[..60].ToArray(), value => value != 0);
            Assert.DoesNotContain(archive.Values!.Row(row)[60..].ToArray(), value => value != 0);
        }
    }

    [Theory]
    [InlineData(true, 60, "input-derivative", "does not read a beat step by step")]
    [InlineData(false, 1000, "input-derivative", "--prefix is 1000 and must lie in 1 … 216, the samples of a beat.")]
    [InlineData(false, 60, "temporal-output-score", "temporal-output-score takes whole beats; leave it out with --prefix.")]
    public void Run_PrefixImpossible_SaysWhy(bool isConvolutional, int step, string method, string message)
    {
        Exception? error = Record.Exception(() => Explain((isConvolutional ? convolutional.Folder : recurrent.Folder), new() { Methods = [method], Prefix = step }));

        Assert.Contains(message, error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_PrefixIntoTheRun_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => EcgExplanation.Run(recurrent.Folder, new() { Methods = ["input-derivative"], Prefix = 60 }));

        Assert.Contains("measures and report of a run take whole ones. Name another folder with --out.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NativeGuide_ChangesAWindowAndTheClass()
    {
        AttributionArchive archive = Explain(convolutional.Folder, new() { Methods = ["native-guide"], Rows = "8" });
        CounterfactualRows found = archive.Counterfactuals!;

        Assert.Contains(found.Length, length => length > 0);
        for (int row = 0; row < archive.Keys.Count; row++)
        {
            (int start, int end) = (Math.Max(found.Start[row], 0), Math.Max(found.Start[row], 0) + found.Length[row]);
            Assert.Equal(found.Length[row] > 0, found.NewClass[row] != archive.Predicted[row]);
            Assert.Equal(archive.Signal.Row(row)[..start].ToArray(), found.Values.Row(row)[..start].ToArray());
            Assert.Equal(archive.Signal.Row(row)[end..].ToArray(), found.Values.Row(row)[end..].ToArray());
            Assert.DoesNotContain(found.Guides[row], archive.Keys);
        }
    }

    [Fact]
    public void Run_NativeGuide_TellsHowManySamplesChanged()
    {
        EcgExplanationResult result = EcgExplanation.Run(convolutional.Folder, new() { Methods = ["native-guide"], Rows = "8" }, outputFolder: _folder.Path);

        MethodDiagnostic changed = Assert.Single(result.Diagnostics, line => line.Name == "samples-changed");
        Assert.InRange(changed.Rows, 1, 8);
        Assert.InRange(changed.Smallest, 1, changed.Largest);
    }

    [Fact]
    public void Run_ClassModel_LeavesOneBeatPerClassAndExplainsNone()
    {
        EcgExplanationResult result = EcgExplanation.Run(
            convolutional.Folder, new() { Methods = ["class-model"], Rows = "no:1,such:2", Settings = ["class-model.steps=3"] }, outputFolder: _folder.Path);
        ClassModelArchive models = ClassModelArchive.Read(result.Files[0]);

        Assert.Equal(0, result.Rows);
        Assert.Equal(["N", "R", "/", "V"], models.Classes);
        Assert.Equal((4, 216), (models.Values.Rows, models.Values.Steps));
        Assert.All(models.Steps, steps => Assert.Equal(3, steps));
    }

    [Fact]
    public void Run_IntegratedGradients_TellsItsCompletenessErrorsAndSteps()
    {
        EcgExplanationResult result = EcgExplanation.Run(convolutional.Folder, new() { Methods = ["integrated-gradients"], Rows = "4" }, outputFolder: _folder.Path);

        Assert.Contains(result.Diagnostics, line => line is { Method: "integrated-gradients", Name: "completeness-error", Rows: 4 });
        Assert.All(result.Diagnostics.Where(line => line.Name == "steps"), line => Assert.InRange(line.Smallest, 50, line.Largest));
        Assert.DoesNotContain(result.Diagnostics, line => line.Name.StartsWith("score", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_GradCam_KeepsTheMapOfTheLayersOwnSteps()
    {
        AttributionArchive archive = Explain(convolutional.Folder, new() { Methods = ["grad-cam"], Rows = "4" });

        Network network = ModelFile.Load(convolutional.Folder.ModelPath).Network;
        Assert.Equal(new GradCam().Maps(network, archive.Signal, archive.Targets).Raw.Values.ToArray(), archive.RawMap!.Values.ToArray());
        Assert.Null(Explain(convolutional.Folder, new() { Methods = ["input-derivative"], Rows = "4" }).RawMap);
    }

    [Fact]
    public void Run_ExpectedGradients_StartsFromTrainingBeats()
    {
        EcgExplanationOptions options = new() { Methods = ["expected-gradients"], Rows = "2", Settings = ["expected-gradients.samples=3"] };

        AttributionArchive usual = Explain(convolutional.Folder, options), zero = Explain(convolutional.Folder, options with { Settings = [.. options.Settings, "expected-gradients.background=zero"] });

        Assert.NotEqual(zero.Diagnostics["score-background"], usual.Diagnostics["score-background"]);
    }

    [Fact]
    public void Run_Settings_StandInTheManifestWithTheirMethod()
    {
        RunFolder copy = recurrent.CopyTo(_folder.File("run"));

        EcgExplanation.Run(copy, TrainedRun.Explanation with { Methods = ["occlusion", "integrated-gradients"], Settings = ["occlusion.windows=captum:9", "integrated-gradients.baseline=row-mean"] });

        Assert.Equal(["occlusion.windows=captum:9"], copy.ReadManifest().Explain["occlusion"].Settings);
        Assert.Equal(["integrated-gradients.baseline=row-mean"], copy.ReadManifest().Explain["integrated-gradients"].Settings);
        Assert.Contains(copy.ReadManifest().Choices, choice => choice.Answer.StartsWith("9 samples wide, inside the row", StringComparison.Ordinal));
        Assert.Contains(copy.ReadManifest().Choices, choice => choice.Question.StartsWith("From which baseline", StringComparison.Ordinal) && choice.Answer == "the mean of the beat itself");
    }

    [Fact]
    public void Run_SettingOfAMethodNotExplained_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Explain(recurrent.Folder, new() { Methods = ["input-derivative"], Settings = ["occlusion.windows=captum:9"] }));

        Assert.Contains("--set occlusion.windows=captum:9: occlusion is not among the methods explained. Add it to --method, or leave the setting out.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoSuchLayer_ListsTheLayersBeforeAnyWork()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Explain(convolutional.Folder, new() { Methods = ["input-derivative", "grad-cam"], Rows = "2", Settings = ["grad-cam.layer=conv9"] }));

        Assert.Contains("has no layer 'conv9'; it has ", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void Run_GuideGivesNoAttribution_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Explain(convolutional.Folder, new() { Methods = ["native-guide"], GuideMethod = "class-model" }));

        Assert.Contains("The guide of native-guide is 'class-model', which gives no attribution of samples. Use one of ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_Convolutional_FitsIt()
    {
        Network network = ModelFile.Load(convolutional.Folder.ModelPath).Network;

        Assert.All(EcgExplanationOptions.For(Runs.Training.EcgNetwork.FullyConvolutional).Methods, method => Assert.True(MethodCatalog.Find(method).Fits(network), method));
    }

    private AttributionArchive Explain(RunFolder run, EcgExplanationOptions options)
    {
        EcgExplanation.Run(run, options, outputFolder: _folder.Path);
        return AttributionArchive.Read(_folder.File($"{options.Methods[0]}.npz"));
    }
}
