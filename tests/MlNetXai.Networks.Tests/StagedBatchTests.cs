using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using MlNetXai.Networks.Training;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Networks.Tests;

/// <summary>Training of networks that need sums over the whole batch.</summary>
public sealed class StagedBatchTests
{
    private static readonly TrainingOptions Quick = new() { Epochs = 3, BatchRows = 40, LearningRate = 0.01, WeightDecay = 0.1 };

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(70)]
    public void LossGradient_OfTheWholeBatch_EqualsFiniteDifferences(int rows)
    {
        Network network = Make();
        Batch batch = RandomRows.Make(rows, network.InputShape);
        NetworkRunner runner = network.On(KernelPath.Best, 2);
        AlignedBuffer[] blocks = [.. Enumerable.Range(0, RowBlocks.Count(rows)).Select(_ => new AlignedBuffer(runner.GradientLength))];
        double[] losses = new double[rows];

        IReadOnlyDictionary<int, double[]> sums = runner.LossGradient(
            batch, new int[rows], new SoftmaxCrossEntropy([0], [1, 1]), rows, (_, count) => runner.PassOf(Purpose.Train, count), losses, blocks);

        float[] gradient = new float[network.WeightLength];
        foreach (AlignedBuffer block in blocks)
            runner.Unpack(block.Span, gradient);
        Assert.Equal(Loss(network, batch), losses.Average(), 1e-5);
        Assert.Equal(["centre1", "side", "centre2"], sums.Keys.Order().Select(place => network.Layers[place].Name));
        for (int i = 0; i < gradient.Length; i++)
        {
            float[] up = network.Weights.ToArray(), down = network.Weights.ToArray();
            up[i] += 1e-3f;
            down[i] -= 1e-3f;
            Assert.Equal((Loss(network.With(up), batch) - Loss(network.With(down), batch)) / ((double)up[i] - down[i]), gradient[i], 3e-6);
        }
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_SameBits()
    {
        float[] one = new Trainer(Quick with { Threads = 1 }).Fit(Make(), Rows(100, 1), Rows(20, 2)).Network.Weights.ToArray();

        Assert.Equal(one, new Trainer(Quick with { Threads = 2 }).Fit(Make(), Rows(100, 1), Rows(20, 2)).Network.Weights.ToArray());
        Assert.Equal(one, new Trainer(Quick with { Threads = 8 }).Fit(Make(), Rows(100, 1), Rows(20, 2)).Network.Weights.ToArray());
    }

    public static TheoryData<OptimiserOptions> Optimisers => [new AdamOptions(), new AdamWOptions(), new SgdOptions { Momentum = 0.9 }];

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void Run_OneStep_UpdatesUntrainedWeightsByStatisticsAlone(OptimiserOptions optimiser)
    {
        Network network = Make();
        Batch batch = RandomRows.Make(40, network.InputShape);
        TrainingStep step = new(KernelPath.Best, network, Quick with { Optimiser = optimiser, ClipNorm = 0.01, WeightDecay = 0.5 }, 40, new SoftmaxCrossEntropy([0], [1, 1]));

        step.Run(batch, new int[40], epoch: 1, learningRate: 0.01);

        NetworkLayer centre = network.Layers.Single(layer => layer.Name == "centre1");
        double[] mean = Means([.. Enumerable.Range(0, 40).Select(row => Output(network, "in", RandomRows.ToDouble(batch.Row(row))))], 3);
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(0.1 * mean[c], step.Weights[centre.WeightStart + c], 1e-6);
            Assert.NotEqual(1.5f, step.Weights[centre.WeightStart + 3 + c]);
        }
    }

    [Fact]
    public void Fit_CancelledAndResumed_SameBitsAsUninterrupted()
    {
        using TemporaryFolder folder = new();
        TrainingResult whole = new Trainer(Quick).Fit(Make(), Rows(100, 1), Rows(20, 2));
        using CancellationTokenSource source = new();
        int reports = 0;
        Progress progress = new(() =>
        {
            if (++reports == 5)
                source.Cancel();
        });

        Assert.Throws<OperationCanceledException>(
            () => new Trainer(Quick).Fit(Make(), Rows(100, 1), Rows(20, 2), folder.File("checkpoint"), progress: progress, cancellation: source.Token));
        TrainingResult resumed = new Trainer(Quick).Fit(Make(), Rows(100, 1), Rows(20, 2), folder.File("checkpoint"), resume: true);

        Assert.Equal(whole.Network.Weights, resumed.Network.Weights);
        Assert.Equal(whole.History, resumed.History);
    }

    // Two branches with sums of their own, one layer behind the other, and a layer without between.
    private static Network Make() => Network.Initial(
        "staged", new RowShape(3, 2), ["a", "b"],
        [
            new GraphNode("in", new Dense(2, 3), "input"), new GraphNode("centre1", new CentreLayer(3), "in"), new GraphNode("side", new CentreLayer(2), "input"),
            new GraphNode("widen", new Dense(2, 3), "side"), new GraphNode("sum", new Add(), "centre1", "widen", "in"), new GraphNode("centre2", new CentreLayer(3), "sum"),
            new GraphNode("last", new Lstm(3, 2), "centre2"),
        ],
        seed: 5);

    private static LabelledRows Rows(int count, ulong seed) => new(RandomRows.Make(count, new RowShape(3, 2), seed), [.. Enumerable.Range(0, count).Select(row => row % 2)]);

    // Mean cross-entropy of class 0, layer by layer over all rows, with the batch's own means.
    private static double Loss(Network network, Batch batch)
    {
        double[] weights = RandomRows.ToDouble(network.Weights);
        Dictionary<string, double[][]> values = new() { ["input"] = [.. Enumerable.Range(0, batch.Rows).Select(row => RandomRows.ToDouble(batch.Row(row)))] };
        foreach (NetworkLayer layer in network.Layers)
        {
            double[] own = weights[layer.WeightStart..(layer.WeightStart + layer.WeightLength)];
            double[][] first = values[layer.Inputs[0]];
            if (layer.Layer is CentreLayer)
                Means(first, layer.Input.Channels).CopyTo(own, 0);
            values[layer.Name] = [.. Enumerable.Range(0, batch.Rows).Select(row => layer.Layer is MergeLayer merge
                ? merge.ReferenceMerge(layer.InputShapes, [.. layer.Inputs.Select(name => values[name][row])])
                : layer.Layer.ReferenceForward(layer.Input, own, first[row]))];
        }

        return values["last"].Average(z => Math.Log(1 + Math.Exp(z[1] - z[0])));
    }

    private static double[] Output(Network network, string name, double[] row)
    {
        NetworkLayer layer = network.Layers.Single(layer => layer.Name == name);
        return layer.Layer.ReferenceForward(layer.Input, RandomRows.ToDouble(network.Weights.Slice(layer.WeightStart, layer.WeightLength)), row);
    }

    private static double[] Means(double[][] rows, int channels) =>
        [.. Enumerable.Range(0, channels).Select(c => rows.SelectMany(row => row.Where((_, i) => i % channels == c)).Average())];

    private sealed class Progress(Action onReport) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => onReport();
    }
}
