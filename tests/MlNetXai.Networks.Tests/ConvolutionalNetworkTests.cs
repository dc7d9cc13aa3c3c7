using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using MlNetXai.Networks.Training;
using Xunit;

namespace MlNetXai.Networks.Tests;

/// <summary>Convolutional networks whole: layers that convolutions take over, layers that work in place, branches.</summary>
public sealed class ConvolutionalNetworkTests
{
    public static TheoryData<string, int> Networks => new() { { "chain", 9 }, { "residual", 5 }, { "twice read", 14 } };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Logits_EveryPath_EqualTheTwin(string name, int rows)
    {
        Network network = Make(name);
        ReferenceNetwork twin = new(network);
        Batch batch = RandomRows.Make(rows, network.InputShape);
        foreach (KernelPath path in KernelPath.Supported)
        {
            float[] logits = new float[rows * 2];

            network.On(path, 2).Logits(batch, logits);

            for (int row = 0; row < rows; row++)
                AssertClose(twin.Logits(RandomRows.ToDouble(batch.Row(row))), logits.AsSpan(2 * row, 2), 3e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void InputGradient_EveryPath_EqualsTheTwin(string name, int rows)
    {
        Network network = Make(name);
        ReferenceNetwork twin = new(network);
        Batch batch = RandomRows.Make(rows, network.InputShape);
        foreach (KernelPath path in KernelPath.Supported)
        {
            float[] scores = new float[rows], gradient = new float[batch.Values.Length];

            network.On(path, 2).InputGradient(batch, new int[rows], ScoreKind.Logit, scores, gradient);

            for (int row = 0; row < rows; row++)
            {
                double[] expected = twin.InputGradient(RandomRows.ToDouble(batch.Row(row)), 0).Gradient;
                AssertClose(expected, gradient.AsSpan(row * expected.Length, expected.Length), 1e-5);
            }
        }
    }

    // A trace keeps every layer a step of its own; scoring lets convolutions take over what follows them.
    [Theory]
    [MemberData(nameof(Networks))]
    public void Logits_WithTails_EqualThoseLayerByLayer(string name, int rows)
    {
        Network network = Make(name);
        Batch batch = RandomRows.Make(rows, network.InputShape);
        foreach (KernelPath path in KernelPath.Supported)
        {
            NetworkRunner runner = network.On(path, 1);
            using BlockRun whole = new(runner, runner.PassOf(Purpose.Score, rows), batch), single = new(runner, runner.PassOf(Purpose.Trace, rows), batch);

            whole.Forward();
            single.Forward();

            Assert.True(whole.Plan.Steps.Count < single.Plan.Steps.Count);
            AssertClose(RandomRows.ToDouble(single.Output), whole.Output, 2e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Passes_AnyBatchAndThreads_SameBits(string name, int rows)
    {
        Network network = Make(name);
        Batch batch = RandomRows.Make(5 * rows, network.InputShape);
        float[] all = new float[10 * rows], single = new float[10 * rows], scores = new float[5 * rows];
        float[] gradient = new float[batch.Values.Length], singleGradient = new float[batch.Values.Length];
        network.On(KernelPath.Best, 8).Logits(batch, all);
        network.On(KernelPath.Best, 8).InputGradient(batch, new int[5 * rows], ScoreKind.Logit, scores, gradient);

        NetworkRunner one = network.On(KernelPath.Best, 1);
        int length = network.InputShape.Length;
        for (int row = 0; row < 5 * rows; row++)
        {
            one.Logits(batch.Slice(row, 1), single.AsSpan(2 * row, 2));
            one.InputGradient(batch.Slice(row, 1), [0], ScoreKind.Logit, scores.AsSpan(row, 1), singleGradient.AsSpan(row * length, length));
        }

        Assert.Equal(all, single);
        Assert.Equal(gradient, singleGradient);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Fit_AnyNumberOfThreads_SameBits(string name, int rows)
    {
        Network network = Make(name);
        LabelledRows data = new(RandomRows.Make(3 * rows, network.InputShape), [.. Enumerable.Range(0, 3 * rows).Select(row => row % 2)]);
        TrainingOptions options = new() { Epochs = 2, BatchRows = 40, LearningRate = 0.01 };

        float[] one = new Trainer(options with { Threads = 1 }).Fit(network, data, data).Network.Weights.ToArray();

        Assert.Equal(one, new Trainer(options with { Threads = 3 }).Fit(network, data, data).Network.Weights.ToArray());
    }

    [Fact]
    public void Network_RowsShorterThanTheReceptiveField_NamesLayerBothShapesAndRemedy()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Network.Initial(
            "short", new RowShape(20, 1), ["a", "b"],
            [("conv1", new Conv1d(1, 4, 9)), ("conv2", new Conv1d(4, 4, 5, new() { Dilation = 3 })), ("average", new GlobalAveragePool()), ("dense", new Dense(4, 2))], seed: 1));

        Assert.Equal(
            "Network 'short', layer 'conv2': conv1d layer reads 13 steps at a time (kernel 5, dilation 3) and got 12 steps × 4 channels. Give rows of at least 13 steps, or pad to the same length ('same').",
            error.Message);
    }

    private static Network Make(string name)
    {
        Padding same = Padding.SameKeras;
        Network network = name switch
        {
            "chain" => Network.Initial(
                name, new RowShape(30, 3), ["a", "b"],
                [
                    ("conv1", new Conv1d(3, 20, 8, new() { Padding = same })), ("norm1", new BatchNorm1d(20)), ("relu1", new Relu()), ("dropout1", new Dropout(0.2)),
                    ("conv2", new Conv1d(20, 12, 5, new() { Stride = 2, Bias = false })), ("dropout2", new Dropout(0.2, "second")), ("affine", new Affine(12)), ("norm2", new BatchNorm1d(12)), ("elu", new Elu()),
                    ("conv3", new Conv1d(12, 6, 3, new() { Groups = 2, Dilation = 2 })), ("relu3", new Relu()), ("max", new MaxPool1d(2)), ("average", new GlobalAveragePool()), ("dense", new Dense(6, 2)),
                ],
                seed: 3),
            "residual" => Presets.ResidualNet12Lead(
                ["a", "b"], new() { Input = new(64, 3), Kernel = 5, StemFilters = 6, Units = [(2, 9), (4, 9)], Output = OutputActivation.Softmax }),
            _ => Network.Initial(
                name, new RowShape(12, 2), ["a", "b"],
                [
                    new GraphNode("conv", new Conv1d(2, 5, 3, new() { Padding = same }), Network.InputName), new GraphNode("relu", new Relu(), "conv"), new GraphNode("dropout", new Dropout(0.1), "conv"),
                    new GraphNode("norm", new BatchNorm1d(5), "dropout"), new GraphNode("tanh", new Tanh(), "norm"), new GraphNode("sum", new Add(), "relu", "tanh", "dropout"),
                    new GraphNode("conv2", new Conv1d(5, 17, 4), "sum"), new GraphNode("norm2", new BatchNorm1d(17), "conv2"), new GraphNode("relu2", new Relu(), "norm2"),
                    new GraphNode("slice", new Slice(SliceAxis.Channels, 2, 8), "relu2"), new GraphNode("flatten", new Flatten(FlattenOrder.ChannelMajor), "slice"), new GraphNode("dense", new Dense(72, 2), "flatten"),
                ],
                seed: 4),
        };
        return network.With(Disturbed(network));
    }

    // Batch norm would otherwise have mean 0 and variance 1.
    private static float[] Disturbed(Network network)
    {
        float[] weights = network.Weights.ToArray();
        Philox random = new(9, "disturbed");
        foreach (NetworkLayer layer in network.Layers.Where(layer => layer.Layer is BatchNorm1d or Affine))
        {
            for (int i = 0; i < layer.WeightLength; i++)
                weights[layer.WeightStart + i] += (float)(0.8 * random.Uniform((uint)i, (uint)layer.WeightStart));
        }

        return weights;
    }

    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        double largest = 1e-3;
        foreach (double value in expected)
            largest = Math.Max(largest, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * largest);
    }
}
