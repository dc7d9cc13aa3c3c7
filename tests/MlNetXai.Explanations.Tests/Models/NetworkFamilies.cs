using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Explanations.Tests.Models;

/// <summary>A small network of every family with random weights: three classes, the same for the same seed.</summary>
internal static class NetworkFamilies
{
    private static readonly string[] Classes = ["a", "b", "c"];

    private static readonly RowShape Shape = new(10, 2);

    private static readonly Dictionary<string, Func<ulong, Network>> Makers = new(StringComparer.Ordinal)
    {
        ["lstm"] = seed => Lively(Presets.Lstm(Shape, Classes, new() { Hidden = 6, Seed = seed })),
        ["stacked LSTM"] = seed => Lively(Presets.Lstm(Shape, Classes, new() { Hidden = 5, LayerCount = 2, Seed = seed })),
        ["bidirectional LSTM"] = seed => Lively(Network.Initial(
            "bidirectional", Shape, Classes, [("lstm", new Lstm(2, 6, options: new() { Direction = RecurrentDirection.Both })), ("dense", new Dense(12, 3))], seed)),
        ["GRU"] = seed => Lively(Network.Initial("gru", Shape, Classes, [("gru", new Gru(2, 6)), ("dense", new Dense(6, 3))], seed)),
        ["fully convolutional"] = seed => Presets.FullyConvolutional(Shape, Classes, FullyConvolutionalOptions.PyTorch with { Convolutions = [(4, 4), (6, 3), (4, 3)], Seed = seed }),
        ["residual"] = seed => Presets.ResidualNet12Lead(Classes, new() { Input = new(16, 2), Kernel = 3, StemFilters = 3, Units = [(2, 4), (2, 5)], BatchNorm = BatchNormConvention.PyTorch, Seed = seed }),

        // Without masks: a baseline of zeros would be a row of which no step counts.
        ["channel-wise LSTM"] = seed => Presets.ChannelWiseLstm(Classes, new() { Widths = [1, 2], Steps = 8, ChannelHidden = 2, Hidden = 6, Masks = false, Seed = seed }),
        ["dense, tanh"] = seed => Lively(Network.Initial("tanh", Shape, Classes, Perceptron(new Tanh()), seed)),
        ["dense, rectifiers"] = seed => Lively(Network.Initial("rectifiers", Shape, Classes, Perceptron(new Relu()), seed)),
    };

    /// <summary>Names of the families.</summary>
    public static TheoryData<string> All => [.. Makers.Keys];

    public static Network Make(string family, int seed) => Makers[family]((ulong)seed);

    /// <summary>Rows of values −2 … 2.</summary>
    public static Batch Rows(Network network, int seed, int rows = 6)
    {
        Batch batch = new(rows, network.InputShape.Steps, network.InputShape.Channels);
        Philox.Stream draws = new Philox((ulong)seed, "rows").Draws();
        foreach (ref float value in batch.Values)
            value = (float)(4 * (draws.Uniform() - 0.5));
        return batch;
    }

    /// <summary>A class to explain for every row, all classes in turn.</summary>
    public static int[] Targets(Batch batch) => [.. Enumerable.Range(0, batch.Rows).Select(row => row % Classes.Length)];

    private static (string, Layer)[] Perceptron(Layer bend) =>
        [("flatten", new Flatten(FlattenOrder.TimeMajor)), ("first", new Dense(20, 8)), ("bend", bend), ("second", new Dense(8, 3))];

    // Twice the initial weights: scores that differ, and nonlinearities that bend.
    private static Network Lively(Network initial) => initial.With([.. initial.Weights.ToArray().Select(weight => 2 * weight)]);
}
