using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>Settings of <see cref="Presets.FullyConvolutional"/>; the defaults are those of the published Keras code.</summary>
public sealed record FullyConvolutionalOptions
{
    /// <summary>PyTorch's conventions in place of Keras': batch norm with ε 1e-5 and momentum 0.1, weights uniform in ±1/√fan_in.</summary>
    public static FullyConvolutionalOptions PyTorch { get; } = new() { BatchNorm = BatchNormConvention.PyTorch, Weights = InitialWeights.PyTorch };

    /// <summary>Filters and kernel of each convolution, in order; at least one. Default 128/8, 256/5, 128/3.</summary>
    public IReadOnlyList<(int Filters, int Kernel)> Convolutions
    {
        get;
        init => field = value.Count > 0 && value.All(convolution => convolution is { Filters: > 0, Kernel: > 0 })
            ? [.. value]
            : throw new ArgumentException("Convolutions must be at least one, each with at least 1 filter and 1 tap.");
    } = [(128, 8), (256, 5), (128, 3)];

    /// <summary>Settings of batch norm. Default Keras'.</summary>
    public BatchNormConvention BatchNorm { get; init; } = BatchNormConvention.Keras;

    /// <summary>How initial weights are drawn. Default Glorot uniform.</summary>
    public InitialWeights Weights { get; init; } = InitialWeights.GlorotUniform;

    /// <summary>Seed of the initial weights. Default 1.</summary>
    public ulong Seed { get; init; } = 1;
}

public static partial class Presets
{
    /// <summary>Fully convolutional network for time series: convolutions with bias and padding 'same', each followed by batch norm and ReLU; global average; one dense layer.</summary>
    /// <remarks>Wang, Yan and Oates 2017, arXiv:1611.06455, section II-B, and their code (github.com/cauchyturing/UCR_Time_Series_Classification_Deep_Learning_Baseline). With an even kernel
    /// 'same' puts the smaller half in front. Layers conv1, norm1, relu1, conv2, …, average, dense.</remarks>
    /// <param name="input">Steps and channels of a row.</param>
    /// <param name="classes">Names of the classes, at least 2.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    public static Network FullyConvolutional(RowShape input, IReadOnlyList<string> classes, FullyConvolutionalOptions? options = null)
    {
        options ??= new();
        List<(string, Layer)> layers = [];
        int channels = input.Channels;
        foreach ((int filters, int kernel) in options.Convolutions)
        {
            int i = (layers.Count / 3) + 1;
            layers.Add(($"conv{i}", new Conv1d(channels, filters, kernel, new() { Padding = Padding.SameKeras })));
            layers.Add(($"norm{i}", BatchNorm(filters, options.BatchNorm)));
            layers.Add(($"relu{i}", new Relu()));
            channels = filters;
        }

        layers.Add(("average", new GlobalAveragePool()));
        layers.Add(("dense", new Dense(channels, classes.Count)));
        string name = $"fully convolutional {string.Join(' ', options.Convolutions.Select(convolution => $"{convolution.Filters}/{convolution.Kernel}"))}";
        return Network.Initial(name, input, classes, layers, options.Seed, options.Weights);
    }
}
