namespace MlNetXai.Networks.Layers;

/// <summary>Settings of <see cref="Gru"/>; the defaults are PyTorch's.</summary>
public sealed record GruOptions
{
    /// <summary>Order in which steps are read. Default forward.</summary>
    public RecurrentDirection Direction { get; init; }

    /// <summary>Nonlinearity of the reset and update gates. Default sigmoid.</summary>
    public GateActivation Gates { get; init; }

    /// <summary>Whether the reset gate acts after the product with the hidden state, with two biases (PyTorch, Keras' reset_after, ONNX linear_before_reset 1), or before it, with one
    /// (Cho et al. 2014; Keras until version 2, ONNX linear_before_reset 0). Default true.</summary>
    public bool ResetAfter { get; init; } = true;

    internal static GruOptions From(LayerSettings settings) => new()
    {
        Direction = settings.Choice<RecurrentDirection>("direction"),
        Gates = settings.Choice<GateActivation>("gates"),
        ResetAfter = settings.Flag("resetAfter"),
    };
}
