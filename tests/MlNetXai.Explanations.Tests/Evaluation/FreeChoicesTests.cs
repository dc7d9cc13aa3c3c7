using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class FreeChoicesTests
{
    public static TheoryData<string> MethodsWithChoices => [.. MethodCatalog.All.Where(method => method.Choices.Count > 0).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(MethodsWithChoices))]
    public void Variants_OfEveryChoice_ChangeThatSettingAlone(string name)
    {
        MethodDescription method = MethodCatalog.Find(name);
        ChoiceData data = Data(method);

        foreach (MethodChoice choice in method.Choices)
        {
            IReadOnlyList<MethodVariant> variants = choice.Variants(method.DefaultOptions, data);

            Assert.All(variants, variant => Assert.IsType(method.DefaultOptions.GetType(), variant.Options));
            Assert.Equal(variants.Count, variants.Select(variant => variant.Name).Distinct().Count());
            Assert.Equal(variants.Count, variants.Select(variant => MethodChoice.Key(variant.Options)).Distinct().Count());
            foreach (MethodVariant variant in variants)
            {
                // Steps and rules of a quadrature are compared as they are: refinement would make them alike.
                string[] changed = [.. method.DefaultOptions.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0 && property.SetMethod is not null
                    && !Equals(property.GetValue(method.DefaultOptions), property.GetValue(variant.Options))).Select(property => property.Name).Where(property => property != "Tolerance")];
                Assert.True(changed.Length <= 1, $"{choice.Name} = {variant.Name} changes {string.Join(", ", changed)}");
            }
        }
    }

    [Fact]
    public void Choices_OfAttributionsOfRows_AreDeclared()
    {
        string[] without = [.. MethodCatalog.All.Where(method => typeof(IExplanationMethod<Network>).IsAssignableFrom(method.Type) && method.Choices.Count == 0).Select(method => method.Name)];

        Assert.Empty(without);
    }

    [Fact]
    public void Measure_Baselines_ComparesEveryPairWithTheDefaultNamed()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("lstm1");
        ChoiceData data = new(model, input, [0, 1, 2]);

        ChoiceAgreement baseline = new FreeChoices().Measure(IntegratedGradients.Description, null, data, input, targets).Single(choice => choice.Choice == "baseline");

        Assert.Equal(["zero", "row-mean", "moving-average", "training-mean", "training-mean-row"], baseline.Variants);
        Assert.Equal("zero", baseline.Default);
        Assert.Equal(10, baseline.Pairs.Count);
        Assert.Equal(["zero, row-mean", "zero, moving-average", "zero, training-mean", "zero, training-mean-row"], baseline.AgainstDefault.Select(pair => $"{pair.First}, {pair.Second}"));
        Batch zero = new IntegratedGradients().Explain(model, input, targets).Values, mean = new IntegratedGradients(new() { Baseline = Baseline.RowMean }).Explain(model, input, targets).Values;
        Assert.Equal(new Agreement().Measure([new("zero", zero), new("row-mean", mean)])[0].Rows, baseline.Pairs[0].Rows);
    }

    [Fact]
    public void Measure_EveryClassInTheTrainingRows_ComparesClassMeansToo()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("lstm1");
        Batch training = input.Gather([0, 1, 2, 0]);

        ChoiceAgreement baseline = new FreeChoices().Measure(IntegratedGradients.Description, null, new(model, training, [0, 1, 2, 3]), input, targets)[0];

        Assert.Equal("class-mean", baseline.Variants[^1]);
    }

    [Fact]
    public void Measure_WithoutTrainingRows_LeavesOutWhatNeedsThem()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("lstm1");

        IReadOnlyList<ChoiceAgreement> choices = new FreeChoices().Measure(ExpectedGradients.Description, null, new(model), input, targets);

        Assert.Equal(["samples", "score", "seed"], choices.Select(choice => choice.Choice));
    }

    [Fact]
    public void Measure_OptionsThatAreNoUsualAnswer_StandFirstAsGiven()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("lstm1");
        SmoothGradOptions options = new() { Samples = 4, Sigma = 0.3 };

        IReadOnlyList<ChoiceAgreement> choices = new FreeChoices().Measure(SmoothGrad.Description, options, new(model), input, targets);

        ChoiceAgreement samples = choices.Single(choice => choice.Choice == "samples"), seed = choices.Single(choice => choice.Choice == "seed");
        Assert.Equal(("as given", "as given"), (samples.Default, samples.Variants[0]));
        Assert.Equal("0", seed.Default);
        Assert.Equal(["0", "1", "2"], seed.Variants);
    }

    [Fact]
    public void Measure_DefaultThatStandsLast_IsTheFirstOfItsPairs()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("lstm1");

        ChoiceAgreement score = new FreeChoices().Measure(Saliency.Description, new SaliencyOptions { Score = ScoreKind.Probability }, new(model), input, targets)[0];

        Assert.Equal("probability", score.Default);
        Assert.Equal(("probability", "logit"), (Assert.Single(score.AgainstDefault).First, score.AgainstDefault[0].Second));
    }

    [Fact]
    public void Measure_SettingsOfEqualMeaning_AreExplainedOnce()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("fcn");
        List<ProgressReport> reports = [];

        IReadOnlyList<ChoiceAgreement> choices = new FreeChoices().Measure(GradCam.Description, null, new(model), input, targets, new Listener(reports.Add));

        // The default is an answer to each of layer (2), positive-only (2), upsampling (4) and score (2).
        Assert.Equal([2, 2, 4, 2], choices.Select(choice => choice.Variants.Count));
        Assert.Equal(Enumerable.Range(1, 7).Select(done => (long)done), reports.Select(report => report.Done));
        Assert.All(reports, report => Assert.Equal(7, report.Total));
    }

    [Fact]
    public void Measure_LayersOfGradCam_AreThoseBehindConvolutions()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("resnet");

        ChoiceAgreement layer = new FreeChoices().Measure(GradCam.Description, null, new(model), input, targets)[0];

        Assert.Equal(("relu2", "layer"), (layer.Default, layer.Choice));
        Assert.Equal(["relu0", "relu1", "relu2"], layer.Variants);
    }

    [Fact]
    public void Measure_OptionsOfAnotherMethod_NamesBoth()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("lstm1");

        ArgumentException error = Assert.Throws<ArgumentException>(() => new FreeChoices().Measure(Saliency.Description, new OcclusionOptions(), new(model), input, targets));

        Assert.StartsWith("The options are OcclusionOptions, but this choice is one of SaliencyOptions.", error.Message);
    }

    [Fact]
    public void Measure_MethodTheNetworkDoesNotFit_SaysWhatIsMissing()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("lstm1");

        Assert.Throws<MissingCapabilityException>(() => new FreeChoices().Measure(DeepLift.Description, null, new(model), input, targets));
    }

    [Fact]
    public void Measure_MethodWithoutChoices_GivesNone()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("lstm1");

        Assert.Empty(new FreeChoices().Measure(TemporalOutputScore.Description, null, new(model), input, targets));
    }

    [Fact]
    public void Measure_Cancelled_Throws()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("lstm1");
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => new FreeChoices().Measure(Saliency.Description, null, new(model), input, targets, cancellation: source.Token));
    }

    // Rows of three classes, and a network that the method explains; one with pooling for DeepLIFT.
    private static ChoiceData Data(MethodDescription method)
    {
        Network network = GoldenModels.Networks.Select(name => GoldenModels.Network(name).Model).First(method.Fits);
        if (method.Type == typeof(DeepLift))
        {
            network = Network.Initial(
                "pooled", new(20, 1), ["a", "b", "c"], [("conv", new Conv1d(1, 4, 3)), ("relu", new Relu()), ("pool", new MaxPool1d(2)), ("flatten", new Flatten(FlattenOrder.TimeMajor)), ("dense", new Dense(36, 3))], seed: 1);
        }

        int classes = network.Classes.Count;
        Batch training = new(2 * classes, network.InputShape.Steps, network.InputShape.Channels);
        Philox.Stream draws = new Philox(3, "training").Draws();
        foreach (ref float value in training.Values)
            value = (float)(draws.Uniform() - 0.5);
        return new(network, training, [.. Enumerable.Range(0, training.Rows).Select(row => row % classes)]);
    }

    private sealed class Listener(Action<ProgressReport> hear) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => hear(value);
    }
}
