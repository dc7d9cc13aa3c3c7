namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>Which axes of an ONNX model's input are steps and channels; the batch stands beside them.</summary>
public enum OnnxLayout
{
    /// <summary>The axis that reaches a recurrent layer as sequence, or a convolution or pooling as length, is the step. Default.</summary>
    Auto,

    /// <summary><c>[batch, step, channel]</c>.</summary>
    TimeChannel,

    /// <summary><c>[batch, channel, step]</c>.</summary>
    ChannelTime,
}

/// <summary>Settings of <see cref="OnnxImport"/>.</summary>
public sealed record OnnxImportOptions
{
    /// <summary>Which axes are steps and channels. Default: found from the layers that read them.</summary>
    public OnnxLayout Layout { get; init; }

    /// <summary>Names of the classes in the order of the output, or null: those the file names itself, else "class 0", "class 1", …. Default null.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Name of the network for messages and reports, or null: the graph's own, else the file's. Default null.</summary>
    public string? Name { get; init; }

    /// <summary>Steps of a row, at least 1, where the file leaves them open (an axis without a number); null: such a file is refused. A file of another fixed number is refused, too. Default null.</summary>
    public int? Steps { get; init => field = value is int steps ? Require.AtLeast(steps, 1) : null; }
}
