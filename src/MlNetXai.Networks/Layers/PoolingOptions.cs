namespace MlNetXai.Networks.Layers;

/// <summary>Settings of <see cref="MaxPool1d"/> and <see cref="AveragePool1d"/>.</summary>
public sealed record PoolingOptions
{
    /// <summary>Steps from a window to the next, at least 1; null is the window's size. Default null.</summary>
    public int? Stride { get; init => field = value is { } stride ? Require.AtLeast(stride, 1) : null; }

    /// <summary>Steps from an element of the window to the next, at least 1. Default 1.</summary>
    public int Dilation { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>What happens at the ends of a row. Default none.</summary>
    public Padding Padding { get; init; }

    internal static PoolingOptions From(LayerSettings settings) =>
        new() { Stride = settings.Size("stride"), Dilation = settings.Size("dilation"), Padding = Padding.From(settings) };
}
