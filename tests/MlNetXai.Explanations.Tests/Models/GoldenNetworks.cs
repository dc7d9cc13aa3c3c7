using System.Text.Json;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Explanations.Tests.Models;

/// <summary>The networks of <c>methods.json.gz</c> as graphs of the engine.</summary>
internal static class GoldenNetworks
{
    private static readonly Dictionary<string, GoldenNode[]> Graphs = new()
    {
        ["lstm1"] = Chain(("lstm1", new Lstm(1, 8), "rnn._l0"), ("head", new Dense(8, 4), "head.")),
        ["lstm2"] = Chain(("lstm1", new Lstm(2, 6, returnsSequence: true), "rnn._l0"), ("lstm2", new Lstm(6, 6), "rnn._l1"), ("head", new Dense(6, 4), "head.")),
        ["bilstm"] = Chain(("lstm1", new Lstm(3, 5, options: BothWays), "rnn._l0"), ("head", new Dense(10, 3), "head.")),
        ["gru"] = Chain(("gru1", new Gru(2, 6), "rnn._l0"), ("head", new Dense(6, 3), "head.")),
        ["channelwise"] =
        [
            new("first", new Slice(SliceAxis.Channels, 0, 1), "", "input"),
            new("third", new Slice(SliceAxis.Channels, 2, 1), "", "input"),
            new("both", new Concatenate(ConcatenateAxis.Channels), "", "first", "third"),
            new("a", new Lstm(2, 2, returnsSequence: true, BothWays), "a._l0", "both"),
            new("second", new Slice(SliceAxis.Channels, 1, 1), "", "input"),
            new("b", new Lstm(1, 2, returnsSequence: true, BothWays), "b._l0", "second"),
            new("all", new Concatenate(ConcatenateAxis.Channels), "", "a", "b"),
            new("lstm", new Lstm(8, 5), "rnn._l0", "all"),
            new("head", new Dense(5, 1), "head.", "lstm"),
        ],
        ["mlp"] = Mlp(new Relu(), new Relu()),
        ["mlp_tanh"] = Mlp(new Tanh(), new Sigmoid()),
        ["fcn"] = Chain(
            ("conv1", new Conv1d(1, 6, 5, new() { Padding = Padding.Explicit(2, 2) }), "conv1."),
            ("bn1", new BatchNorm1d(6), "bn1."),
            ("relu1", new Relu(), ""),
            ("conv2", new Conv1d(6, 5, 3, new() { Stride = 2, Padding = Padding.Explicit(1, 1) }), "conv2."),
            ("relu2", new Relu(), ""),
            ("average", new GlobalAveragePool(), ""),
            ("fc", new Dense(5, 4), "fc.")),
        ["resnet"] =
        [
            new("conv0", Convolution(2, 4), "conv0.", "input"),
            new("bn0", new BatchNorm1d(4), "bn0.", "conv0"),
            new("relu0", new Relu(), "", "bn0"),
            new("pool", new MaxPool1d(2), "", "relu0"),
            new("conv1", Convolution(4, 5, stride: 2), "conv1.", "pool"),
            new("bn1", new BatchNorm1d(5), "bn1.", "conv1"),
            new("relu1", new Relu(), "", "bn1"),
            new("conv2", Convolution(5, 5), "conv2.", "relu1"),
            new("bn2", new BatchNorm1d(5), "bn2.", "conv2"),
            new("short", new Conv1d(4, 5, 1, new() { Stride = 2, Bias = false }), "short.", "pool"),
            new("bns", new BatchNorm1d(5), "bns.", "short"),
            new("add", new Add(), "", "bn2", "bns"),
            new("relu2", new Relu(), "", "add"),
            new("average", new AveragePool1d(2), "", "relu2"),
            new("flatten", new Flatten(FlattenOrder.ChannelMajor), "", "average"),
            new("fc", new Dense(15, 3), "fc.", "flatten"),
        ],
    };

    private static LstmOptions BothWays => new() { Direction = RecurrentDirection.Both };

    /// <summary>Axes of a network's tensors in the file.</summary>
    public static GoldenAxes AxesOf(string network) => network switch
    {
        "fcn" or "resnet" => GoldenAxes.ChannelTime,
        "mlp" or "mlp_tanh" => GoldenAxes.Feature,
        _ => GoldenAxes.TimeChannel,
    };

    /// <summary>The network, its weights in double beside those in single precision.</summary>
    public static ReferenceNetwork Make(string name, JsonElement weights, RowShape input)
    {
        double[] values = [.. Graphs[name].SelectMany(node => node.Weights(weights))];
        int classes = Graphs[name].Select(node => node.Layer).OfType<Dense>().Last().Outputs;
        Network network = new(
            name, input, [.. Enumerable.Range(0, classes).Select(index => $"class {index}")],
            [.. Graphs[name].Select(node => new GraphNode(node.Name, node.Layer, node.Inputs))],
            [.. values.Select(value => (float)value)],
            classes == 1 ? OutputActivation.Sigmoid : OutputActivation.Softmax);

        // The graphs above stand in the order in which the network keeps its layers, so the weights do too.
        return new(network, values);
    }

    private static GoldenNode[] Mlp(Layer first, Layer second) => Chain(
        ("flatten", new Flatten(FlattenOrder.TimeMajor), ""), ("fc1", new Dense(10, 8), "fc1."), ("relu1", first, ""), ("fc2", new Dense(8, 6), "fc2."), ("relu2", second, ""), ("fc3", new Dense(6, 3), "fc3."));

    private static Conv1d Convolution(int inputs, int outputs, int stride = 1) => new(inputs, outputs, 3, new() { Stride = stride, Padding = Padding.Explicit(1, 1) });

    private static GoldenNode[] Chain(params (string Name, Layer Layer, string Key)[] layers) =>
        [.. layers.Select((layer, i) => new GoldenNode(layer.Name, layer.Layer, layer.Key, i == 0 ? Network.InputName : layers[i - 1].Name))];

    /// <param name="Name">Name in the engine's network.</param>
    /// <param name="Layer">The layer.</param>
    /// <param name="Key">Where the file has its weights: "fc1." for fc1.weight, "rnn._l0" for rnn.weight_ih_l0.</param>
    /// <param name="Inputs">What it reads.</param>
    private sealed record GoldenNode(string Name, Layer Layer, string Key, params string[] Inputs)
    {
        // A bias that the file lacks is 0.
        public IEnumerable<double> Weights(JsonElement weights) => Layer.Weights.SelectMany(
            weight => weights.TryGetProperty(KeyOf(weight.Name), out JsonElement values) ? GoldenModels.Numbers(values) : new double[weight.Length]);

        private string KeyOf(string weight)
        {
            const string Reverse = "_reverse";
            int at = Key.IndexOf('.') + 1;
            return weight.EndsWith(Reverse, StringComparison.Ordinal) ? $"{Key[..at]}{weight[..^Reverse.Length]}{Key[at..]}{Reverse}" : $"{Key[..at]}{weight}{Key[at..]}";
        }
    }
}
