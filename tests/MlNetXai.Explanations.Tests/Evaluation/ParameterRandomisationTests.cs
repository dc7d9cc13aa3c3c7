using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class ParameterRandomisationTests
{
    [Fact]
    public void Measure_StackedLstm_HasAStagePerLayerFromTheOutputDown()
    {
        (Network network, Batch input, _) = GoldenModels.Lstm("lstm2");

        IReadOnlyList<RandomisationStage> stages = new ParameterRandomisation().Measure(new Saliency(), network, input);

        Assert.Equal(
            ["Cascading head", "Cascading lstm2", "Cascading lstm1", "SingleLayer head", "SingleLayer lstm2", "SingleLayer lstm1"],
            stages.Select(stage => $"{stage.Mode} {stage.Layer}"));
        Assert.Equal(stages[0].Spearman, stages[3].Spearman);
        Assert.NotEqual(stages[1].Spearman, stages[4].Spearman);
        Assert.All(stages, stage => Assert.All(stage.Spearman, value => Assert.InRange(value, -1, 0.999)));
    }

    [Fact]
    public void Measure_LastCascadingStage_IsAnInitialNetwork()
    {
        (Network network, Batch input, _) = GoldenModels.Lstm("lstm1");
        int[] predicted = TargetScores.Predicted(network, input);
        GraphNode[] nodes = [.. network.Layers.Select(layer => new GraphNode(layer.Name, layer.Layer, layer.Inputs))];
        Network initial = Network.Initial("initial", network.InputShape, network.Classes, nodes, seed: 7);
        SalienceMap trained = new("trained", new Saliency().Explain(network, input, predicted).Values), untrained = new("untrained", new Saliency().Explain(initial, input, predicted).Values);

        IReadOnlyList<RandomisationStage> stages = new ParameterRandomisation(new() { Draws = 1, Seed = 7, Modes = [RandomisationMode.Cascading] }).Measure(new Saliency(), network, input);

        Assert.Equal(new Agreement().Measure([trained, untrained])[0].Rows.Select(row => row.Spearman!.Value), stages[^1].Spearman);
        Assert.Equal(new Agreement().Measure([trained, untrained])[0].Rows.Select(row => row.SpearmanMagnitude!.Value), stages[^1].SpearmanMagnitude);
    }

    [Fact]
    public void Measure_MethodThatDoesNotLookAtTheModel_StaysTheSame()
    {
        (Network network, Batch input, _) = GoldenModels.Lstm("lstm2");

        IReadOnlyList<RandomisationStage> stages = new ParameterRandomisation().Measure(new InputItself(), network, input);

        Assert.All(stages, stage => Assert.All(stage.Spearman, value => Assert.Equal(1, value, 1e-12)));
    }

    [Fact]
    public void Measure_ConstantMaps_AreCountedAndUndefined()
    {
        (Network network, Batch input, _) = GoldenModels.Lstm("lstm1");

        RandomisationStage stage = new ParameterRandomisation().Measure(new InputItself(), network, new(2, input.Steps, 1))[0];

        Assert.Equal(6, stage.UndefinedMaps);
        Assert.All(stage.Spearman, value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Measure_Batch_EqualsItsRowsOneByOne()
    {
        (Network network, Batch input, _) = GoldenModels.Lstm("lstm2");

        IReadOnlyList<RandomisationStage> whole = new ParameterRandomisation().Measure(new Saliency(), network, input);
        IReadOnlyList<RandomisationStage> alone = new ParameterRandomisation().Measure(new Saliency(), network, input.Slice(1, 1));

        Assert.Equal(whole.Select(stage => stage.Spearman[1]), alone.Select(stage => stage.Spearman[0]));
    }

    [Fact]
    public void Measure_OneInstanceForSeveralNetworks_EqualsOneForEach()
    {
        (Network first, Batch input, _) = GoldenModels.Lstm("lstm1");
        (Network second, Batch otherInput, _) = GoldenModels.Lstm("lstm2");
        ParameterRandomisation shared = new();

        double[][][] together = [Measure(shared, first, input), Measure(shared, second, otherInput), Measure(shared, first, input)];

        Assert.Equal([Measure(new(), first, input), Measure(new(), second, otherInput), Measure(new(), first, input)], together);

        static double[][] Measure(ParameterRandomisation randomisation, Network network, Batch input) =>
            [.. randomisation.Measure(new Saliency(), network, input).Select(stage => stage.Spearman)];
    }

    [Fact]
    public void With_RandomConvolution_EstimatesTheStatisticsBehindIt()
    {
        GoldenCase golden = GoldenModels.Case("fcn/saliency/0");
        Network network = golden.Engine;
        RandomisedNetworks random = new(network, InitialWeights.PyTorch, golden.Input.Batch);

        Network changed = random.With(new HashSet<string> { "conv1" }, seed: 3);

        Assert.Equal(["fc", "conv2", "conv1 + bn1"], random.Units.Select(unit => string.Join(" + ", unit.Select(layer => layer.Name))));
        NetworkLayer norm = network.Layers.Single(layer => layer.Name == "bn1");
        ReadOnlySpan<float> before = network.Weights.Slice(norm.WeightStart, norm.WeightLength), after = changed.Weights.Slice(norm.WeightStart, norm.WeightLength);
        double[][] read = [.. golden.Input.Rows.Select(row => new ReferenceNetwork(changed).LayerGradient(row, "conv1", 0).Activation)];
        for (int channel = 0; channel < 6; channel++)
        {
            double[] values = [.. read.SelectMany(row => row.Where((_, i) => i % 6 == channel))];
            double mean = values.Average();
            Assert.Equal(mean, after[12 + channel], 1e-6);
            Assert.Equal(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1), after[18 + channel], 1e-6);
        }

        // γ and β of a layer that was not drawn anew stay.
        Assert.Equal(before[..12].ToArray(), after[..12].ToArray());
    }

    [Fact]
    public void With_RandomOutput_LeavesTheStatisticsBeforeIt()
    {
        GoldenCase golden = GoldenModels.Case("resnet/saliency/0");

        Network changed = new RandomisedNetworks(golden.Engine, InitialWeights.PyTorch, golden.Input.Batch).With(new HashSet<string> { "fc" }, seed: 3);

        int head = golden.Engine.Layers[^1].WeightStart;
        Assert.Equal(golden.Engine.Weights[..head].ToArray(), changed.Weights[..head].ToArray());
        Assert.NotEqual(golden.Engine.Weights[head..].ToArray(), changed.Weights[head..].ToArray());
    }

    [Fact]
    public void Measure_BatchNormalisationWithoutTrainingRows_NamesLayerAndRemedy()
    {
        GoldenCase golden = GoldenModels.Case("fcn/saliency/0");

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => new ParameterRandomisation().Measure(new Saliency(), golden.Engine, golden.Input.Batch));

        Assert.StartsWith("'fcn', layer bn1 normalises by means and variances of its training", error.Message);
        Assert.EndsWith("Give training rows (1,000 are enough).", error.Message);
    }

    [Fact]
    public void Measure_ResidualNetwork_RunsEveryStage()
    {
        GoldenCase golden = GoldenModels.Case("resnet/saliency/0");

        IReadOnlyList<RandomisationStage> stages = new ParameterRandomisation(new() { Draws = 1 }).Measure(new Saliency(), golden.Engine, golden.Input.Batch, golden.Input.Batch);

        Assert.Equal(10, stages.Count);
        Assert.Equal(["fc", "short + bns", "conv2 + bn2", "conv1 + bn1", "conv0 + bn0"], stages.Take(5).Select(stage => stage.Layer).OrderBy(name => name switch { "fc" => 0, "short + bns" => 1, "conv2 + bn2" => 2, "conv1 + bn1" => 3, _ => 4 }));
    }

    /// <summary>Gives the row itself, whatever the model.</summary>
    private sealed class InputItself : IExplanationMethod<Network>
    {
        public string Name => "input";

        public Attribution Explain(
            Network model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default) =>
            new() { Method = Name, Values = batch, Targets = targets.ToArray() };
    }
}
