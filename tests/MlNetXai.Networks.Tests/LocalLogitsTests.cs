using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests;

public sealed class LocalLogitsTests
{
    private static readonly Conv1dOptions Same = new() { Padding = Padding.SameKeras };

    public static TheoryData<string> Names => [.. Nodes.Keys];

    private static Dictionary<string, GraphNode[]> Nodes { get; } = new()
    {
        ["three convolutions"] =
        [
            new("conv1", new Conv1d(2, 5, 4, Same), "input"), new("norm", new BatchNorm1d(5), "conv1"), new("relu", new Relu(), "norm"), new("conv2", new Conv1d(5, 4, 3, Same), "relu"),
            new("conv3", new Conv1d(4, 4, 2, new() { Padding = Padding.SamePyTorch }), "conv2"), new("average", new GlobalAveragePool(), "conv3"), new("dense", new Dense(4, 3), "average"),
        ],
        ["strides, dilation and pools"] =
        [
            new("conv1", new Conv1d(2, 5, 3, new() { Stride = 2, Dilation = 2, Padding = Padding.Explicit(1, 2) }), "input"), new("max", new MaxPool1d(2), "conv1"),
            new("mean", new AveragePool1d(2, new() { Stride = 1 }), "max"), new("cut", new Slice(SliceAxis.Steps, 1, 3), "mean"), new("norm", new LayerNorm(5), "cut"),
            new("average", new GlobalAveragePool(), "norm"), new("hidden", new Dense(5, 6), "average"), new("dropout", new Dropout(0.5), "hidden"), new("dense", new Dense(6, 3), "dropout"),
        ],
        ["branches"] =
        [
            new("conv1", new Conv1d(2, 4, 3, Same), "input"), new("gelu", new Gelu(), "conv1"), new("branch", new Conv1d(4, 4, 5, Same), "gelu"), new("sum", new Add(), "gelu", "branch"),
            new("both", new Concatenate(), "sum", "conv1"), new("average", new GlobalAveragePool(), "both"), new("dense", new Dense(8, 3), "average"),
        ],
    };

    [Theory, MemberData(nameof(Names))]
    public void LocalLogits_OnAverage_AreTheLogits(string name)
    {
        Network network = Make(Nodes[name]);
        Batch batch = RandomRows.Make(5, network.InputShape);
        float[] expected = new float[5 * 3];
        network.Logits(batch, expected);

        double[][] local = Local(network, batch);

        for (int row = 0; row < 5; row++)
        {
            double[] mean = [.. Enumerable.Range(0, 3).Select(c => local[row].Where((_, i) => i % 3 == c).Average())];
            Close.Assert(mean, expected.AsSpan(row * 3, 3), 1e-5);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Places_AreAllThatAPlaceSees(string name)
    {
        Network network = Make(Nodes[name]);
        Batch batch = RandomRows.Make(1, network.InputShape);
        double[] before = Local(network, batch)[0];
        bool[] changes = new bool[network.Places.Count];

        for (int step = 0; step < network.InputShape.Steps; step++)
        {
            Batch changed = batch.Slice(0, 1).Gather([0]);
            changed.Row(0)[step * 2] += 1;
            changed.Row(0)[(step * 2) + 1] -= 2;
            double[] after = Local(network, changed)[0];
            for (int place = 0; place < changes.Length; place++)
            {
                bool isSeen = step >= network.Places[place].Start && step < network.Places[place].End;
                bool differs = !before.AsSpan(place * 3, 3).SequenceEqual(after.AsSpan(place * 3, 3));
                Assert.True(isSeen || !differs, $"place {place} sees {network.Places[place]}, but step {step} changes it");
                changes[place] |= differs;
            }
        }

        Assert.All(changes, Assert.True);
    }

    [Fact]
    public void Places_OfThreeConvolutions_AreTheirReach()
    {
        Network network = Make(Nodes["three convolutions"]);

        // 'same' as Keras has it pads 1 step before a kernel of 4, 1 before 3, PyTorch's none before 2.
        Assert.Equal(24, network.Places.Count);
        Assert.Equal((new StepRange(0, 5), new StepRange(8, 15), new StepRange(21, 24)), (network.Places[0], network.Places[10], network.Places[23]));
    }

    public static TheoryData<string> NoPlaces => [.. WithoutPlaces.Keys];

    private static Dictionary<string, GraphNode[]> WithoutPlaces { get; } = new()
    {
        ["a recurrent layer"] = [new("lstm", new Lstm(2, 4, returnsSequence: true), "input"), new("average", new GlobalAveragePool(), "lstm"), new("dense", new Dense(4, 3), "average")],
        ["a maximum"] = [new("conv", new Conv1d(2, 4, 3, Same), "input"), new("max", new GlobalMaxPool(), "conv"), new("dense", new Dense(4, 3), "max")],
        ["a nonlinear head"] = [new("conv", new Conv1d(2, 4, 3, Same), "input"), new("average", new GlobalAveragePool(), "conv"), new("relu", new Relu(), "average"), new("dense", new Dense(4, 3), "relu")],
        ["masked steps"] = [new("mask", new Masking(), "input"), new("average", new GlobalAveragePool(), "mask"), new("dense", new Dense(2, 3), "average")],
        ["a second average"] =
        [
            new("conv", new Conv1d(2, 4, 3, Same), "input"), new("average", new GlobalAveragePool(), "conv"), new("of input", new GlobalAveragePool(), "input"),
            new("both", new Concatenate(), "average", "of input"), new("dense", new Dense(6, 3), "both"),
        ],
    };

    [Theory, MemberData(nameof(NoPlaces))]
    public void Places_OtherNetworks_HaveNone(string name)
    {
        Network network = Make(WithoutPlaces[name]);

        Assert.Empty(network.Places);
        Assert.Throws<MissingCapabilityException>(() => network.LocalLogits(RandomRows.Make(1, network.InputShape), []));
    }

    [Fact]
    public void LocalLogits_RowsOfSeveralLengths_AreRefused()
    {
        Network network = Make(Nodes["branches"]);
        Batch batch = new(2, 24, 2, new float[96], new[] { 24, 20 });

        Assert.Contains("several lengths", Assert.Throws<ShapeException>(() => network.LocalLogits(batch, new double[2 * 24 * 3])).Message, StringComparison.Ordinal);
    }

    private static Network Make(GraphNode[] nodes) => Network.Initial("net", new(24, 2), ["a", "b", "c"], nodes, seed: 3);

    private static double[][] Local(Network network, Batch batch)
    {
        int each = network.Places.Count * 3;
        double[] all = new double[batch.Rows * each];
        network.LocalLogits(batch, all);
        return [.. all.Chunk(each)];
    }
}
