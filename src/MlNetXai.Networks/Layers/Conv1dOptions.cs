namespace MlNetXai.Networks.Layers;

/// <summary>Settings of <see cref="Conv1d"/>.</summary>
public sealed record Conv1dOptions
{
    /// <summary>Steps from a window to the next, at least 1. Default 1.</summary>
    public int Stride { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>Steps from a tap to the next, at least 1. Default 1.</summary>
    public int Dilation { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>Groups of channels that see only themselves; divides inputs and outputs. Default 1.</summary>
    public int Groups { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>Whether each output has an added constant. Default true.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>What happens at the ends of a row. Default none.</summary>
    public Padding Padding { get; init; }

    internal static Conv1dOptions From(LayerSettings settings) => new()
    {
        Stride = settings.Size("stride"),
        Dilation = settings.Size("dilation"),
        Groups = settings.Size("groups"),
        Bias = settings.Flag("bias"),
        Padding = Padding.From(settings),
    };
}
