using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>Settings of <see cref="Presets.ResidualNet12Lead"/>; the defaults are the published ones.</summary>
public sealed record ResidualNet12LeadOptions
{
    /// <summary>The same network for rows of 10 s at 100 Hz: kernel 9, stem of 16 filters, units of 24, 32, 48 and 64 filters that give 250, 125, 63 and 32 steps. Ours, not published.</summary>
    public static ResidualNet12LeadOptions Small { get; } = new() { Input = new(1000, 12), Kernel = 9, StemFilters = 16, Units = [(4, 24), (2, 32), (2, 48), (2, 64)] };

    /// <summary>Steps and channels of a row. Default 4096 steps (10.24 s at 400 Hz) × 12 leads.</summary>
    public RowShape Input { get; init; } = new(4096, 12);

    /// <summary>Taps of every convolution but those of 1 tap on the skip path, at least 1. Default 16.</summary>
    public int Kernel { get; init => field = Require.AtLeast(value, 1); } = 16;

    /// <summary>Filters of the first convolution, at least 1. Default 64.</summary>
    public int StemFilters { get; init => field = Require.AtLeast(value, 1); } = 64;

    /// <summary>Stride and filters of each residual unit, at least one. Default 4/128, 4/196, 4/256, 4/320.</summary>
    public IReadOnlyList<(int Stride, int Filters)> Units
    {
        get;
        init => field = value.Count > 0 && value.All(unit => unit is { Stride: > 0, Filters: > 0 })
            ? [.. value]
            : throw new ArgumentException("Units must be at least one, each with stride and filters of at least 1.");
    } = [(4, 128), (4, 196), (4, 256), (4, 320)];

    /// <summary>Dropout behind each ReLU of a unit, in [0, 1). Default 0.2.</summary>
    public double Dropout { get; init => field = Require.Between(value, 0, 0.999); } = 0.2;

    /// <summary>Settings of batch norm. Default Keras'.</summary>
    public BatchNormConvention BatchNorm { get; init; } = BatchNormConvention.Keras;

    /// <summary>How initial weights are drawn. Default he_normal.</summary>
    public InitialWeights Weights { get; init; } = InitialWeights.HeNormal;

    /// <summary>What makes probabilities of the logits. Default sigmoid: a record may have several classes or none.</summary>
    public OutputActivation Output { get; init; } = OutputActivation.Sigmoid;

    /// <summary>Seed of the initial weights. Default 1.</summary>
    public ulong Seed { get; init; } = 1;
}

public static partial class Presets
{
    private static readonly string[] Abnormalities = ["1dAVb", "RBBB", "LBBB", "SB", "AF", "ST"];

    /// <summary>Residual network for 12-lead ECG: a convolution, residual units with normalisation before activation, flatten (time-major), one dense layer.</summary>
    /// <remarks>
    /// Ribeiro et al. 2020, Nature Communications 11:1760, and its code (github.com/antonior92/automatic-ecg-diagnosis, branch master). Convolutions without bias, padding 'same' as Keras
    /// has it. Layers conv, norm, relu; unit1.pool, unit1.skip (convolution of 1 tap), unit1.conv1,
    /// unit1.norm1, unit1.relu1, unit1.dropout1, unit1.conv2, unit1.sum, unit1.norm2, unit1.relu2, unit1.dropout2, unit2.pool, …, flatten, dense.
    /// The sum before normalisation is the next unit's skip path.
    /// </remarks>
    /// <param name="classes">Names of the classes, or null for the published ones: 1dAVb, RBBB, LBBB, SB, AF, ST (sinus tachycardia).</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    public static Network ResidualNet12Lead(IReadOnlyList<string>? classes = null, ResidualNet12LeadOptions? options = null)
    {
        options ??= new();
        classes ??= Abnormalities;
        List<GraphNode> nodes = [];
        string Node(string name, Layer layer, params IReadOnlyList<string> inputs)
        {
            nodes.Add(new(name, layer, inputs));
            return name;
        }

        Conv1d Convolution(int inputs, int filters, int kernel, int stride = 1) => new(inputs, filters, kernel, new() { Stride = stride, Bias = false, Padding = Padding.SameKeras });

        Node("conv", Convolution(options.Input.Channels, options.StemFilters, options.Kernel), Network.InputName);
        Node("norm", BatchNorm(options.StemFilters, options.BatchNorm), "conv");
        string x = Node("relu", new Relu(), "norm"), y = x;
        (int steps, int channels) = (options.Input.Steps, options.StemFilters);
        for (int i = 0; i < options.Units.Count; i++)
        {
            (int stride, int filters) = options.Units[i];
            string unit = $"unit{i + 1}";
            if (stride > 1)
                y = Node($"{unit}.pool", new MaxPool1d(stride, new() { Padding = Padding.SameKeras }), y);
            if (channels != filters)
                y = Node($"{unit}.skip", Convolution(channels, filters, 1), y);
            x = Node($"{unit}.conv1", Convolution(channels, filters, options.Kernel), x);
            x = Activated(x, unit, 1, filters);
            x = Node($"{unit}.conv2", Convolution(filters, filters, options.Kernel, stride), x);
            y = Node($"{unit}.sum", new Add(), x, y);
            x = Activated(y, unit, 2, filters);
            (steps, channels) = ((steps + stride - 1) / stride, filters);
        }

        Node("flatten", new Flatten(), x);
        Node("dense", new Dense(steps * channels, classes.Count), "flatten");
        return Network.Initial("residual net 12-lead", options.Input, classes, nodes, options.Seed, options.Weights, options.Output);

        string Activated(string from, string unit, int number, int filters)
        {
            Node($"{unit}.norm{number}", BatchNorm(filters, options.BatchNorm), from);
            Node($"{unit}.relu{number}", new Relu(), $"{unit}.norm{number}");
            return Node($"{unit}.dropout{number}", new Dropout(options.Dropout, $"{unit}.dropout{number}"), $"{unit}.relu{number}");
        }
    }
}
