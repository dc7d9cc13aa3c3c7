using FsCheck;
using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using MlNetXai.Networks.Training;
using Xunit;

namespace MlNetXai.Networks.Tests;

/// <summary>Networks that are no chains: their twins against finite differences, fast passes against the twins, and what is refused.</summary>
public sealed class NetworkGraphTests
{
    [Fact]
    public void ReferenceGradient_RandomGraphs_EqualsFiniteDifferences() => Every(40, seed =>
    {
        Network network = RandomGraphs.Make(seed);
        double[] x = RandomRows.ToDouble(RandomRows.Make(1, network.InputShape).Row(0)), weightGradient = new double[network.WeightLength];

        double[] gradient = new ReferenceNetwork(network).Gradient(x, [0.7, -1], weightGradient);

        for (int i = 0; i < x.Length; i++)
        {
            double[] up = [.. x], down = [.. x];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            AssertClose((Score(network, up) - Score(network, down)) / 2e-5, gradient[i], 1e-6);
        }

        for (int i = seed % 7; i < network.WeightLength; i += 7)
        {
            float[] up = network.Weights.ToArray(), down = network.Weights.ToArray();
            up[i] += 1e-3f;
            down[i] -= 1e-3f;
            AssertClose((Score(network.With(up), x) - Score(network.With(down), x)) / ((double)up[i] - down[i]), weightGradient[i], 1e-4);
        }
    });

    [Fact]
    public void AllPasses_RandomGraphs_EqualTheTwin() => Every(100, seed =>
    {
        Network network = RandomGraphs.Make(seed);
        int rows = 1 + (seed % 30);
        Batch batch = RandomRows.Make(rows, network.InputShape);
        foreach (KernelPath path in KernelPath.Supported)
            AssertEqualsTwin(network, batch, path);
    });

    [Fact]
    public void AllPasses_AnyThreadsAndBatch_SameBits() => Every(30, seed =>
    {
        Network network = RandomGraphs.Make(seed);
        const int Rows = 90;
        Batch batch = RandomRows.Make(Rows, network.InputShape);
        (float[] logits, float[] gradient, float[] weightGradient) = Run(network.On(KernelPath.Best, 1), network, batch);

        foreach (int threads in new[] { 2, 8 })
        {
            (float[] otherLogits, float[] otherGradient, float[] otherWeightGradient) = Run(network.On(KernelPath.Best, threads), network, batch);
            Assert.Equal(logits, otherLogits);
            Assert.Equal(gradient, otherGradient);
            Assert.Equal(weightGradient, otherWeightGradient);
        }

        NetworkRunner runner = network.On(KernelPath.Best, 2);
        int length = network.InputShape.Length;
        for (int start = 0, count = 1; start < Rows; start += count, count = Math.Min(count + 6, Rows - start))
        {
            float[] part = new float[count * 2], scores = new float[count], partGradient = new float[count * length];
            runner.Logits(batch.Slice(start, count), part);
            runner.InputGradient(batch.Slice(start, count), new int[count], ScoreKind.Logit, scores, partGradient);
            Assert.Equal(logits.AsSpan(start * 2, count * 2).ToArray(), part);
            Assert.Equal(gradient.AsSpan(start * length, count * length).ToArray(), partGradient);
        }
    });

    [Fact]
    public void Network_Diamond_AddsBothWays()
    {
        // 3·x₀ + 2·x₁ one way, x₀ the other.
        Network network = new(
            "diamond", new RowShape(1, 2), ["a", "b"],
            [new GraphNode("left", new Dense(2, 2), "input"), new GraphNode("right", new Dense(2, 2), "input"), new GraphNode("sum", new Add(), "left", "right")],
            [3, 2, 0, 0, 0, 1, /* right */ 1, 0, 0, 1, 0, 0]);
        float[] logits = new float[2], scores = new float[1], gradient = new float[2];

        network.Logits(new Batch(1, 1, 2, new float[] { 10, 7 }), logits);
        network.InputGradient(new Batch(1, 1, 2, new float[] { 10, 7 }), [0], ScoreKind.Logit, scores, gradient);

        Assert.Equal([54, 8], logits);
        Assert.Equal([4, 2], gradient);
    }

    [Fact]
    public void Network_NodeReadThreeTimes_AddsThreeGradients()
    {
        Network network = new(
            "three", new RowShape(1, 2), ["a", "b"], [new GraphNode("scale", new Dense(2, 2), "input"), new GraphNode("sum", new Add(), "scale", "scale", "scale")], [2, 0, 0, 5, 0, 0]);
        float[] scores = new float[1], gradient = new float[2];

        network.InputGradient(new Batch(1, 1, 2, new float[] { 1, 1 }), [1], ScoreKind.Logit, scores, gradient);

        Assert.Equal([15], scores);
        Assert.Equal([0, 15], gradient);
    }

    [Fact]
    public void Network_InputReadThreeTimes_AddsThreeGradients()
    {
        Network network = new("three", new RowShape(1, 2), ["a", "b"], [new GraphNode("sum", new Add(), "input", "input", "input")], []);
        float[] scores = new float[2], gradient = new float[4];

        network.InputGradient(new Batch(2, 1, 2, new float[] { 1, 2, 3, 4 }), [1, 0], ScoreKind.Logit, scores, gradient);

        Assert.Equal([6, 9], scores);
        Assert.Equal([0, 3, 3, 0], gradient);
    }

    [Fact]
    public void Network_Identities_HandOnInputAndGradient()
    {
        Network network = new("identity", new RowShape(1, 2), ["a", "b"], [("one", new Dropout(0.5)), ("two", new Dropout(0.5))], []);
        float[] logits = new float[2], scores = new float[1], gradient = new float[2];

        network.Logits(new Batch(1, 1, 2, new float[] { 4, 5 }), logits);
        network.InputGradient(new Batch(1, 1, 2, new float[] { 4, 5 }), [1], ScoreKind.Logit, scores, gradient);

        Assert.Equal([4, 5], logits);
        Assert.Equal([0, 1], gradient);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void AllPasses_ResidualChain_EqualTheTwin(int blocks)
    {
        List<GraphNode> nodes = [new("stem", new Lstm(2, 5, returnsSequence: true), "input")];
        string last = "stem";
        for (int i = 0; i < blocks; i++)
        {
            nodes.Add(new($"in{i}", new Dense(5, 4), last));
            nodes.Add(new($"out{i}", new Dense(4, 5), $"in{i}"));
            nodes.Add(new($"sum{i}", new Add(), last, $"out{i}"));
            last = $"sum{i}";
        }

        Network network = Network.Initial("residual", new RowShape(6, 2), ["a", "b"], [.. nodes, new("last", new Lstm(5, 2), last)], seed: 3);

        foreach (KernelPath path in KernelPath.Supported)
            AssertEqualsTwin(network, RandomRows.Make(40, network.InputShape), path);
    }

    [Fact]
    public void Plan_Score_UsesMemoryAgain()
    {
        List<GraphNode> nodes = [new("n0", new Dense(8, 8), "input")];
        for (int i = 1; i < 50; i++)
            nodes.Add(new($"n{i}", i % 2 == 0 ? new Add() : new Dense(8, 8), i % 2 == 0 ? [$"n{i - 1}", $"n{i - 2}"] : [$"n{i - 1}"]));
        Network network = Network.Initial("long", new RowShape(1, 8), [.. "abcdefgh".Select(c => c.ToString())], nodes, seed: 1);

        Plan plan = new(network.Layers, network.InputShape, new Pass(KernelPath.Best, Purpose.Score, 16), LayerTails.Find(network.Layers));

        Assert.Equal(3 * 16 * 8, plan.Length);
    }

    [Fact]
    public void Network_NodesInAnyOrder_SameNetwork()
    {
        GraphNode a = new("a", new Dense(2, 3), "input"), b = new("b", new Dense(3, 2), "a");
        float[] weights = [.. Enumerable.Range(0, 17).Select(i => 0.1f * i)];
        Network sorted = new("net", new RowShape(1, 2), ["x", "y"], [a, b], weights);

        Network turned = new("net", new RowShape(1, 2), ["x", "y"], [b, a], [.. weights[9..], .. weights[..9]]);

        Assert.Equal(["a", "b"], turned.Layers.Select(layer => layer.Name));
        Assert.Equal(sorted.Weights, turned.Weights);
    }

    [Fact]
    public void Network_Circle_NamesItsLayers()
    {
        ArgumentException error = Refused(
            new("a", new Add(), "input", "c"), new("b", new Dense(2, 2), "a"), new("c", new Dense(2, 2), "b"), new("d", new Dense(2, 2), "c"));

        Assert.Equal("Network 'net': layers read each other in a circle ('a' reads 'c' reads 'b' reads 'a'); a layer can read earlier ones only.", error.Message);
    }

    [Fact]
    public void Network_UnknownInput_NamesLayerAndInput() => Assert.Equal(
        "Network 'net', layer 'a' reads 'b', which is no layer of it; name one of its layers, or 'input' for the batch.",
        Refused(new GraphNode("a", new Dense(2, 2), "b")).Message);

    [Fact]
    public void Network_DuplicateName_NamesIt() => Assert.Equal(
        "Network 'net' has two layers named 'a'; give each its own name.", Refused(new("a", new Dense(2, 2), "input"), new("a", new Dense(2, 2), "a")).Message);

    [Fact]
    public void Network_LayerNamedInput_IsRefused() => Assert.Equal(
        "Network 'net' has a layer named 'input', which is the name of the batch; give it another name.", Refused(new GraphNode("input", new Dense(2, 2), "input")).Message);

    [Fact]
    public void Network_SeveralOutputs_NamesThem() => Assert.Equal(
        "Network 'net': layers 'b', 'c' are read by none; one layer must be, the output. Remove the others, or let a layer read them.",
        Refused(new("a", new Dense(2, 2), "input"), new("b", new Dense(2, 2), "a"), new("c", new Dense(2, 2), "a")).Message);

    [Fact]
    public void Network_SeveralInputsOfALayerThatReadsOne_NamesThem() => Assert.Equal(
        "Network 'net', layer 'a' of kind 'dense' reads 2 layers (input, input) and can read one; join them by an add or concatenate layer.",
        Refused(new GraphNode("a", new Dense(2, 2), "input", "input")).Message);

    [Fact]
    public void Network_NoInputs_NamesTheLayer() => Assert.Equal(
        "Network 'net', layer 'a' reads nothing; name a layer, or 'input' for the batch.", Refused(new GraphNode("a", new Add())).Message);

    [Fact]
    public void Network_ShapesThatDoNotMerge_NameLayerAndBothShapes()
    {
        GraphNode wide = new("wide", new Dense(2, 3), "input");

        Assert.Equal(
            "Network 'net', layer 'sum': add layer wants inputs of one shape and got 1 steps × 2 channels and 1 steps × 3 channels.",
            Assert.Throws<ShapeException>(() => Build(wide, new("sum", new Add(), "input", "wide"))).Message);
        Assert.Equal(
            "Network 'net', layer 'join': concatenate layer over steps wants inputs of as many channels and got 1 steps × 2 channels and 1 steps × 3 channels.",
            Assert.Throws<ShapeException>(() => Build(wide, new("join", new Concatenate(ConcatenateAxis.Steps), "input", "wide"))).Message);
    }

    [Fact]
    public void HasPrefixLogits_GraphThatIsNoChain_IsFalse() => Assert.False(
        Network.Initial("net", new RowShape(5, 2), ["a", "b"], [new GraphNode("lstm", new Lstm(2, 2), "input"), new GraphNode("sum", new Add(), "lstm", "lstm")], seed: 1).HasPrefixLogits);

    private static ArgumentException Refused(params GraphNode[] nodes) => Assert.Throws<ArgumentException>(() => Build(nodes));

    private static Network Build(params GraphNode[] nodes) => Network.Initial("net", new RowShape(1, 2), ["x", "y"], nodes, seed: 1);

    private static void Every(int count, Action<int> property) => Prop.ForAll(Arb.From(Gen.Choose(1, 1_000_000)), property)
        .Check(new Configuration { MaxNbOfTest = count, Replay = FsCheck.Random.StdGen.NewStdGen(1, 2), Runner = Configuration.QuickThrowOnFailure.Runner });

    private static double Score(Network network, double[] x) => new ReferenceNetwork(network).Logits(x) is [double a, double b] ? (0.7 * a) - b : double.NaN;

    private static (float[] Logits, float[] Gradient, float[] WeightGradient) Run(NetworkRunner runner, Network network, Batch batch)
    {
        int rows = batch.Rows;
        float[] logits = new float[rows * 2], scores = new float[rows], gradient = new float[batch.Values.Length], weightGradient = new float[network.WeightLength];
        runner.Logits(batch, logits);
        runner.InputGradient(batch, new int[rows], ScoreKind.Logit, scores, gradient);
        AlignedBuffer[] blocks = [.. Enumerable.Range(0, RowBlocks.Count(rows)).Select(_ => new AlignedBuffer(runner.GradientLength))];
        runner.LossGradient(
            batch, new int[rows], new SoftmaxCrossEntropy([0], [1, 1]), rows, (first, count) => runner.PassOf(Purpose.Train, count) with { RowKeys = new int[count] }, new double[rows],
            blocks);
        foreach (AlignedBuffer block in blocks)
            runner.Unpack(block.Span, weightGradient);
        return (logits, gradient, weightGradient);
    }

    private static void AssertEqualsTwin(Network network, Batch batch, KernelPath path)
    {
        (float[] logits, float[] gradient, float[] weightGradient) = Run(network.On(path, 2), network, batch);

        double[] expectedWeightGradient = new double[network.WeightLength];
        for (int row = 0; row < batch.Rows; row++)
        {
            double[] x = RandomRows.ToDouble(batch.Row(row)), z = new ReferenceNetwork(network).Logits(x);
            double p = 1 / (1 + Math.Exp(z[1] - z[0]));
            new ReferenceNetwork(network).Gradient(x, [(p - 1) / batch.Rows, (1 - p) / batch.Rows], expectedWeightGradient);
            AssertClose(z, logits.AsSpan(row * 2, 2), 1e-5);
            AssertClose(new ReferenceNetwork(network).Gradient(x, [1, 0], new double[network.WeightLength]), gradient.AsSpan(row * x.Length, x.Length), 2e-5);
        }

        AssertClose(expectedWeightGradient, weightGradient, 2e-5);
    }

    // Relative to the largest value.
    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        double largest = 1e-3;
        foreach (double value in expected)
            largest = Math.Max(largest, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * largest);
    }

    private static void AssertClose(double expected, double actual, double tolerance) => Assert.Equal(expected, actual, tolerance * Math.Max(1, Math.Abs(expected)));
}
