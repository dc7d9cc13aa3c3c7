using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>Settings of <see cref="Presets.ChannelWiseLstm"/>; the defaults are those of the published network for in-hospital mortality.</summary>
public sealed record ChannelWiseLstmOptions
{
    /// <summary>Value columns of each variable, in order, each at least 1: a number has one, a category one per level. Default the 17 variables of mimic3-benchmarks, 59 columns.</summary>
    public IReadOnlyList<int> Widths
    {
        get;
        init => field = value.Count > 0 && value.All(width => width > 0) ? [.. value] : throw new ArgumentException("Widths must name at least one variable, each of at least 1 column.");
    } = [2, 1, 1, 8, 12, 13, 12, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

    /// <summary>Steps of a row, at least 1. Default 48, hours.</summary>
    public int Steps { get; init => field = Require.AtLeast(value, 1); } = 48;

    /// <summary>Units of a direction of a variable's LSTM, at least 1 (half of the published "dim"). Default 4.</summary>
    public int ChannelHidden { get; init => field = Require.AtLeast(value, 1); } = 4;

    /// <summary>Units of the LSTM that reads all variables, at least 1 (the published "size_coef" times "dim"). Default 32.</summary>
    public int Hidden { get; init => field = Require.AtLeast(value, 1); } = 32;

    /// <summary>Bidirectional layers of each variable; as many less one follow the concatenation, with half of <see cref="Hidden"/> a direction. At least 1. Default 1.</summary>
    public int Depth { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>Dropout on the input of every LSTM, one choice for all steps of a row, and before the dense layer, in [0, 1). Default 0.3.</summary>
    public double Dropout { get; init => field = Require.Between(value, 0, 0.999); } = 0.3;

    /// <summary>Nonlinearity of the gates. Default hard sigmoid, as the published weights need.</summary>
    public GateActivation Gates { get; init; } = GateActivation.HardSigmoid;

    /// <summary>Whether steps at which all columns are 0 are skipped. Default true.</summary>
    public bool Masks { get; init; } = true;

    /// <summary>How initial weights are drawn. Default Glorot uniform, Keras'.</summary>
    public InitialWeights Weights { get; init; } = InitialWeights.GlorotUniform;

    /// <summary>Seed of the initial weights. Default 1.</summary>
    public ulong Seed { get; init; } = 1;
}

public static partial class Presets
{
    /// <summary>Channel-wise LSTM: every variable is read by bidirectional LSTM layers of its own, with its mask column; one LSTM reads all of them; its last state, one dense layer.</summary>
    /// <remarks>
    /// Harutyunyan, Khachatrian, Kale, Ver Steeg and Galstyan 2019, doi:10.1038/s41597-019-0103-9, and their code (mimic3-benchmarks, channel_wise_lstms.py). Input: the value columns of all variables, then
    /// one mask column per variable. By default 26,817 weights, one probability by sigmoid. Keras drops each gate's inputs by a mask of its own and each direction's; here one mask serves
    /// all gates and directions of a layer. Layers masking, then per variable k = 1, 2, … values{k}, mask{k}, channel{k}, dropout{k}, lstm{k}; join, dropout, lstm, head-dropout, dense.
    /// </remarks>
    /// <param name="classes">Names of the outputs, each a probability of its own; at least 1.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    public static Network ChannelWiseLstm(IReadOnlyList<string> classes, ChannelWiseLstmOptions? options = null)
    {
        options ??= new();
        int values = options.Widths.Sum();
        RowShape input = new(options.Steps, values + options.Widths.Count);
        List<GraphNode> nodes = [];
        string Node(string name, Layer layer, params IReadOnlyList<string> inputs)
        {
            nodes.Add(new(name, layer, inputs));
            return name;
        }

        string Recurrent(string suffix, string from, int channels, int hidden, RecurrentDirection direction, bool returnsSequence)
        {
            string dropped = Node($"dropout{suffix}", new Dropout(options.Dropout, $"dropout{suffix}", DropoutMask.FixedOverSteps), from);
            return Node($"lstm{suffix}", new Lstm(channels, hidden, returnsSequence, new() { Direction = direction, Gates = options.Gates, OneBias = true }), dropped);
        }

        string source = options.Masks ? Node("masking", new Masking(), Network.InputName) : Network.InputName;
        List<string> read = [];
        int start = 0;
        for (int k = 0; k < options.Widths.Count; k++)
        {
            int width = options.Widths[k];
            string from = Node(
                $"channel{k + 1}", new Concatenate(), Node($"values{k + 1}", new Slice(SliceAxis.Channels, start, width), source),
                Node($"mask{k + 1}", new Slice(SliceAxis.Channels, values + k, 1), source));
            for (int depth = 1; depth <= options.Depth; depth++)
            {
                int channels = depth == 1 ? width + 1 : 2 * options.ChannelHidden;
                from = Recurrent(depth == 1 ? $"{k + 1}" : $"{k + 1}.{depth}", from, channels, options.ChannelHidden, RecurrentDirection.Both, returnsSequence: true);
            }

            read.Add(from);
            start += width;
        }

        string joined = Node("join", new Concatenate(), read);
        int outputs = 2 * options.ChannelHidden * options.Widths.Count;
        for (int depth = 2; depth <= options.Depth; depth++)
        {
            joined = Recurrent($".{depth - 1}", joined, outputs, options.Hidden / 2, RecurrentDirection.Both, returnsSequence: true);
            outputs = 2 * (options.Hidden / 2);
        }

        string last = Recurrent("", joined, outputs, options.Hidden, RecurrentDirection.Forward, returnsSequence: false);
        Node("dense", new Dense(options.Hidden, classes.Count), Node("head-dropout", new Dropout(options.Dropout, "head-dropout"), last));
        return Network.Initial("channel-wise lstm", input, classes, nodes, options.Seed, options.Weights, OutputActivation.Sigmoid);
    }
}
