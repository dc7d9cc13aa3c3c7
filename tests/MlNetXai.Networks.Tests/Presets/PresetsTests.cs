using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests;

/// <summary>Published networks: weights and shapes of each layer.</summary>
public sealed class PresetsTests
{
    // Layer, weights, steps and channels of its output: the paper's code, counted by hand (batch norm: 4 per channel).
    public static TheoryData<string, int, int, int> PublishedLayers => new()
    {
        { "conv", 12_288, 4096, 64 }, { "norm", 256, 4096, 64 },
        { "unit1.skip", 8_192, 1024, 128 }, { "unit1.conv1", 131_072, 4096, 128 }, { "unit1.norm1", 512, 4096, 128 }, { "unit1.conv2", 262_144, 1024, 128 },
        { "unit1.norm2", 512, 1024, 128 },
        { "unit2.skip", 25_088, 256, 196 }, { "unit2.conv1", 401_408, 1024, 196 }, { "unit2.norm1", 784, 1024, 196 }, { "unit2.conv2", 614_656, 256, 196 },
        { "unit2.norm2", 784, 256, 196 },
        { "unit3.skip", 50_176, 64, 256 }, { "unit3.conv1", 802_816, 256, 256 }, { "unit3.norm1", 1_024, 256, 256 }, { "unit3.conv2", 1_048_576, 64, 256 },
        { "unit3.norm2", 1_024, 64, 256 },
        { "unit4.skip", 81_920, 16, 320 }, { "unit4.conv1", 1_310_720, 64, 320 }, { "unit4.norm1", 1_280, 64, 320 }, { "unit4.conv2", 1_638_400, 16, 320 },
        { "unit4.norm2", 1_280, 16, 320 },
        { "flatten", 0, 1, 5120 }, { "dense", 30_726, 1, 6 },
    };

    [Fact]
    public void ResidualNet12Lead_Default_HasThePublishedWeightsLayerByLayer()
    {
        Network network = Presets.ResidualNet12Lead();

        foreach (var (name, weights, steps, channels) in PublishedLayers.Select(row => row.Data))
        {
            NetworkLayer layer = network.Layers.Single(layer => layer.Name == name);
            Assert.Equal((name, weights, new RowShape(steps, channels)), (layer.Name, layer.WeightLength, layer.Output));
        }

        Assert.Equal(PublishedLayers.Select(row => row.Data.Item1).Order(), network.Layers.Where(layer => layer.WeightLength > 0 || layer.Layer is Flatten).Select(layer => layer.Name).Order());
        Assert.Equal(6_425_638, network.WeightLength);
        Assert.Equal(6_421_910, TrainedWeights(network));
        Assert.Equal(["1dAVb", "RBBB", "LBBB", "SB", "AF", "ST"], network.Classes);
        Assert.Equal(OutputActivation.Sigmoid, network.Output);
    }

    [Fact]
    public void ResidualNet12Lead_Default_HasKerasSettings()
    {
        Network network = Presets.ResidualNet12Lead();

        BatchNorm1d norm = (BatchNorm1d)network.Layers.Single(layer => layer.Name == "unit1.norm1").Layer;
        Assert.Equal((1e-3, 0.01, false), (norm.Epsilon, norm.Momentum, norm.UnbiasedRunningVariance));
        Assert.All(network.Layers.Select(layer => layer.Layer).OfType<Conv1d>(), convolution => Assert.Equal((PaddingKind.SameKeras, false), (convolution.Padding.Kind, convolution.HasBias)));
        Assert.All(network.Layers.Select(layer => layer.Layer).OfType<Dropout>(), dropout => Assert.Equal(0.2, dropout.Rate));
        Assert.Equal(8, network.Layers.Count(layer => layer.Layer is Dropout));
        Assert.Equal(["unit1.conv2", "unit1.skip"], network.Layers.Single(layer => layer.Name == "unit1.sum").Inputs);
        Assert.Equal(["unit1.sum"], network.Layers.Single(layer => layer.Name == "unit2.pool").Inputs);
        Assert.Equal(["unit1.dropout2"], network.Layers.Single(layer => layer.Name == "unit2.conv1").Inputs);
    }

    [Fact]
    public void ResidualNet12Lead_Small_HasItsStepsAndRuns()
    {
        Network network = Presets.ResidualNet12Lead(["a", "b"], ResidualNet12LeadOptions.Small);
        float[] logits = new float[2 * 2];

        network.Logits(RandomRows.Make(2, network.InputShape), logits);

        Assert.Equal(new RowShape(1000, 12), network.InputShape);
        Assert.Equal(136_834, network.WeightLength);
        Assert.Equal(
            [new(250, 24), new(125, 32), new(63, 48), new(32, 64)],
            network.Layers.Where(layer => layer.Name.EndsWith(".sum", StringComparison.Ordinal)).Select(layer => layer.Output));
        Assert.Equal(9, ((Conv1d)network.Layers[0].Layer).Kernel);
        Assert.NotEqual(logits[0], logits[2]);
    }

    [Fact]
    public void ResidualNet12Lead_UnitWithoutStrideAndChange_HasAPlainSkipPath()
    {
        ResidualNet12LeadOptions options = new() { Input = new(16, 2), Kernel = 3, StemFilters = 4, Units = [(1, 4), (2, 4)] };

        Network network = Presets.ResidualNet12Lead(["a"], options);

        Assert.Equal(["unit1.conv2", "relu"], network.Layers.Single(layer => layer.Name == "unit1.sum").Inputs);
        Assert.Equal(["unit2.conv2", "unit2.pool"], network.Layers.Single(layer => layer.Name == "unit2.sum").Inputs);
    }

    [Fact]
    public void FullyConvolutional_Default_HasThePublishedLayers()
    {
        Network network = Presets.FullyConvolutional(new(216, 1), ["a", "b", "c", "d"]);

        Assert.Equal(
            [("conv1", 1_152), ("norm1", 512), ("relu1", 0), ("conv2", 164_096), ("norm2", 1_024), ("relu2", 0), ("conv3", 98_432), ("norm3", 512), ("relu3", 0), ("average", 0), ("dense", 516)],
            network.Layers.Select(layer => (layer.Name, layer.WeightLength)));
        Assert.All(network.Layers.Take(9), layer => Assert.Equal(216, layer.Output.Steps));
        BatchNorm1d norm = (BatchNorm1d)network.Layers[1].Layer;
        Assert.Equal((1e-3, 0.01, false), (norm.Epsilon, norm.Momentum, norm.UnbiasedRunningVariance));
        Assert.True(network.Weights[..1024].ToArray().Max(Math.Abs) <= Math.Sqrt(6.0 / (8 + (8 * 128))));
        Assert.Equal(new float[128], network.Weights.Slice(1024, 128));
    }

    [Fact]
    public void FullyConvolutional_EvenKernel_HasTheSmallerHalfInFront()
    {
        // One filter of 8 taps that marks its fourth, through batch norm that changes nothing: the output at step 0 is the input at step 0.
        Network network = Presets.FullyConvolutional(new(10, 1), ["a", "b"], new() { Convolutions = [(1, 8)] });
        float[] weights = network.Weights.ToArray();
        weights.AsSpan(0, 9).Clear();
        weights[3] = 1;

        double[] y = new ReferenceNetwork(network.With(weights)).LayerGradient([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "conv1", 0).Activation;

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], y);
    }

    [Fact]
    public void FullyConvolutional_PyTorch_HasItsConventions()
    {
        Network network = Presets.FullyConvolutional(new(216, 1), ["a", "b"], FullyConvolutionalOptions.PyTorch);

        BatchNorm1d norm = (BatchNorm1d)network.Layers[1].Layer;
        Assert.Equal((1e-5, 0.1, true), (norm.Epsilon, norm.Momentum, norm.UnbiasedRunningVariance));
        Assert.NotEqual(0, network.Weights[1024]);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Contains("at least 1 filter", Assert.Throws<ArgumentException>(() => new FullyConvolutionalOptions { Convolutions = [(0, 8)] }).Message);
        Assert.Contains("stride and filters", Assert.Throws<ArgumentException>(() => new ResidualNet12LeadOptions { Units = [] }).Message);
        Assert.Contains("Kernel is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new ResidualNet12LeadOptions { Kernel = 0 }).Message);
    }

    private static int TrainedWeights(Network network) => network.Layers.Sum(layer => layer.Layer.Weights.Where(weight => weight.IsTrained).Sum(weight => weight.Length));
}
