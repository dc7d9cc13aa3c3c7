namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>Order of the axes of a value in an exported graph; the batch is symbolic.</summary>
internal enum OnnxAxes
{
    /// <summary><c>[batch, step, channel]</c>.</summary>
    TimeChannel,

    /// <summary><c>[batch, channel, step]</c>: convolutions and pooling.</summary>
    ChannelTime,

    /// <summary><c>[step, batch, channel]</c>: recurrent operators.</summary>
    StepFirst,

    /// <summary><c>[batch, channel]</c>, of a value with one step.</summary>
    Channels,
}

/// <summary>What a layer gives in an exported graph, under one name for each order of axes in which something has read it.</summary>
/// <param name="shape">Steps and channels.</param>
/// <param name="axes">The order in which it is made.</param>
/// <param name="name">Its name in that order.</param>
internal sealed class OnnxValue(RowShape shape, OnnxAxes axes, string name)
{
    public RowShape Shape { get; } = shape;

    /// <summary>The order in which it is made.</summary>
    public OnnxAxes Axes { get; } = axes;

    /// <summary>Names by order of axes.</summary>
    public Dictionary<OnnxAxes, string> Names { get; } = new() { [axes] = name };
}
