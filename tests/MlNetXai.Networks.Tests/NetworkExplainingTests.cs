using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests;

/// <summary>Gradients at layers and of hidden states, on every path of this machine.</summary>
public sealed class NetworkExplainingTests
{
    public static TheoryData<string> Recurrences => ["lstm", "gru", "gru reset before"];

    [Fact]
    public void LayerGradient_EveryLayerAndPath_EqualsTheTwin()
    {
        Conv1dOptions same = new() { Padding = Padding.Explicit(1, 1) };
        GraphNode[] nodes =
        [
            new("conv", new Conv1d(2, 5, 3, same), "input"), new("norm", new BatchNorm1d(5), "conv"), new("relu", new Relu(), "norm"), new("branch", new Conv1d(5, 5, 3, same), "relu"),
            new("sum", new Add(), "relu", "branch"), new("tanh", new Tanh(), "sum"), new("pool", new MaxPool1d(2), "tanh"), new("dropout", new Dropout(0.3), "pool"),
            new("average", new GlobalAveragePool(), "dropout"), new("dense", new Dense(5, 3), "average"),
        ];
        Network network = Network.Initial("net", new(12, 2), ["a", "b", "c"], nodes, seed: 5);
        ReferenceNetwork twin = new(network);
        Batch batch = RandomRows.Make(40, network.InputShape);
        foreach (KernelPath path in KernelPath.Supported)
        {
            for (int place = 0; place < network.Layers.Count; place++)
            {
                int length = network.Layers[place].Output.Length;
                float[] scores = new float[40], output = new float[40 * length], gradient = new float[40 * length];

                network.On(path, 2).LayerGradient(batch, Targets(40), ScoreKind.Logit, place, isTotal: false, scores, output, gradient);

                for (int row = 0; row < 40; row++)
                {
                    double[] x = RandomRows.ToDouble(batch.Row(row));
                    (double[] activation, double[] expected) = twin.LayerGradient(x, network.Layers[place].Name, row % 3);
                    RequireClose(twin.Logits(x).AsSpan(row % 3, 1), scores.AsSpan(row, 1));
                    RequireClose(activation, output.AsSpan(row * length, length));
                    RequireClose(expected, gradient.AsSpan(row * length, length));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Recurrences))]
    public void HiddenGradient_EveryPathAndDirection_EqualsTheTwin(string kind)
    {
        foreach (RecurrentDirection direction in Enum.GetValues<RecurrentDirection>())
        {
            Network network = Recurrent(kind, direction, 9);
            Network sequence = network.WithHiddenSequence("rnn");
            ReferenceNetwork twin = new(network);
            Batch batch = RandomRows.Make(14, network.InputShape);
            int length = 9 * ((RecurrentLayer)network.Layers[0].Layer).Outputs;
            foreach (KernelPath path in KernelPath.Supported)
            {
                foreach (HiddenDerivative derivative in Enum.GetValues<HiddenDerivative>())
                {
                    float[] scores = new float[14], hidden = new float[14 * length], gradient = new float[14 * length];

                    sequence.On(path, 2).LayerGradient(batch, Targets(14), ScoreKind.Logit, 0, derivative == HiddenDerivative.Total, scores, hidden, gradient);

                    for (int row = 0; row < 14; row++)
                    {
                        (double[] states, double[] expected) = twin.HiddenGradient(RandomRows.ToDouble(batch.Row(row)), "rnn", row % 3, derivative);
                        RequireClose(states, hidden.AsSpan(row * length, length));
                        RequireClose(expected, gradient.AsSpan(row * length, length));
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Recurrences))]
    public void HiddenGradient_OfTheTwin_IsTotalThroughLaterStepsAndDirectAtTheLastAlone(string kind)
    {
        Network network = Recurrent(kind, RecurrentDirection.Forward, 2);
        double[] x = RandomRows.ToDouble(RandomRows.Make(1, network.InputShape).Row(0));

        double[] total = new ReferenceNetwork(network).HiddenGradient(x, "rnn", 1).Gradient, direct = new ReferenceNetwork(network).HiddenGradient(x, "rnn", 1, HiddenDerivative.Direct).Gradient;

        Assert.All(direct[..5], value => Assert.Equal(0, value));
        Assert.Equal(direct[5..], total[5..]);
        Assert.All(total[..5], value => Assert.NotEqual(0, value));
    }

    [Theory]
    [MemberData(nameof(Recurrences))]
    public void HiddenGradient_PaddedRow_IsThatOfTheShortRow(string kind)
    {
        foreach (RecurrentDirection direction in Enum.GetValues<RecurrentDirection>())
        {
            Network padded = Recurrent(kind, direction, 9), whole = Recurrent(kind, direction, 4);
            float[] values = RandomRows.Make(1, padded.InputShape).Values.ToArray();
            int units = ((RecurrentLayer)padded.Layers[0].Layer).Outputs;
            float[] scores = new float[1], hidden = new float[9 * units], gradient = new float[9 * units], shortHidden = new float[4 * units], shortGradient = new float[4 * units];

            padded.HiddenGradient(new(1, 9, 2, values, new[] { 4 }), [2], ScoreKind.Logit, "rnn", HiddenDerivative.Total, scores, hidden, gradient);
            whole.HiddenGradient(new(1, 4, 2, values.AsMemory(0, 8)), [2], ScoreKind.Logit, "rnn", HiddenDerivative.Total, scores, shortHidden, shortGradient);

            Assert.Equal(shortHidden, hidden[..shortHidden.Length]);
            Assert.Equal(shortGradient, gradient[..shortGradient.Length]);
        }
    }

    [Fact]
    public void HiddenGradient_LayerWithoutStates_NamesThoseThatHaveThem()
    {
        Network network = Recurrent("gru", RecurrentDirection.Forward, 3);

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => network.HiddenGradient(new(1, 3, 2), [0], ScoreKind.Logit, "dense", HiddenDerivative.Total, new float[1], new float[3], new float[3]));

        Assert.StartsWith("Layer 'dense' of 'gru' is of kind 'dense' and has no hidden states; recurrent layers are 'rnn'.", error.Message);
    }

    private static Network Recurrent(string kind, RecurrentDirection direction, int steps)
    {
        Layer layer = kind switch
        {
            "lstm" => new Lstm(2, 5, options: new() { Direction = direction }),
            "gru" => new Gru(2, 5, options: new() { Direction = direction }),
            _ => new Gru(2, 5, options: new() { Direction = direction, ResetAfter = false }),
        };
        return Network.Initial(kind, new(steps, 2), ["a", "b", "c"], [("rnn", layer), ("dense", new Dense(direction == RecurrentDirection.Both ? 10 : 5, 3))], seed: 8);
    }

    private static int[] Targets(int rows) => [.. Enumerable.Range(0, rows).Select(row => row % 3)];

    private static void RequireClose(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual)
    {
        double scale = 1e-3;
        foreach (double value in expected)
            scale = Math.Max(scale, Math.Abs(value));
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5 * scale);
    }
}
