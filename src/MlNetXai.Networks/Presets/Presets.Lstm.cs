using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>Settings of <see cref="Presets.Lstm"/>; the defaults are study A's for ECG (van der Westhuizen and Lasenby 2018).</summary>
public sealed record LstmNetworkOptions
{
    /// <summary>Units of every LSTM layer, at least 1. Default 128.</summary>
    public int Hidden { get; init => field = Require.AtLeast(value, 1); } = 128;

    /// <summary>Stacked LSTM layers, at least 1. Default 1.</summary>
    public int LayerCount { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>Dropout between LSTM layers and before the dense layer, in [0, 1). Default 0.1.</summary>
    public double Dropout { get; init => field = Require.Between(value, 0, 0.999); } = 0.1;

    /// <summary>Seed of the initial weights. Default 1.</summary>
    public ulong Seed { get; init; } = 1;
}

/// <summary>Networks by name, with initial weights.</summary>
public static partial class Presets
{
    /// <summary>Study A's network: stacked LSTM layers, the last step's hidden state, dropout, one dense layer.</summary>
    /// <param name="input">Steps and channels of a row.</param>
    /// <param name="classes">Names of the classes, at least 2.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    public static Network Lstm(RowShape input, IReadOnlyList<string> classes, LstmNetworkOptions? options = null)
    {
        options ??= new();
        List<(string, Layer)> layers = [];
        int channels = input.Channels;
        for (int i = 1; i <= options.LayerCount; i++)
        {
            bool last = i == options.LayerCount;
            layers.Add(($"lstm{i}", new Lstm(channels, options.Hidden, returnsSequence: !last)));
            layers.Add(($"dropout{i}", new Dropout(options.Dropout, $"dropout{i}")));
            channels = options.Hidden;
        }

        layers.Add(("dense", new Dense(channels, classes.Count)));
        return Network.Initial($"lstm {options.LayerCount}×{options.Hidden}", input, classes, layers, options.Seed);
    }
}
