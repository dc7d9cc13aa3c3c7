using System.Text.Json.Serialization;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>Settings of a network's batch norm layers, as a framework has them by default.</summary>
public enum BatchNormConvention
{
    /// <summary>ε 1e-3, momentum 0.99 (0.01 as <see cref="BatchNorm1d"/> counts), biased running variance.</summary>
    Keras,

    /// <summary>ε 1e-5, momentum 0.1, unbiased running variance.</summary>
    [JsonStringEnumMemberName("pytorch")]
    PyTorch,
}

/// <summary>Networks by name, with initial weights.</summary>
public static partial class Presets
{
    private static BatchNorm1d BatchNorm(int channels, BatchNormConvention convention) => convention == BatchNormConvention.Keras
        ? new(channels, 1e-3, 0.01) { UnbiasedRunningVariance = false }
        : new(channels);
}
