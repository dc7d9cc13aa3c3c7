namespace MlNetXai.Networks.Layers;

/// <summary>Settings of <see cref="Lstm"/>; the defaults are PyTorch's.</summary>
public sealed record LstmOptions
{
    /// <summary>Order in which steps are read. Default forward.</summary>
    public RecurrentDirection Direction { get; init; }

    /// <summary>Nonlinearity of the input, forget and output gates. Default sigmoid.</summary>
    public GateActivation Gates { get; init; }

    /// <summary>Whether a direction has one bias, as in Keras, or two that add, as in PyTorch. Default false, two.</summary>
    public bool OneBias { get; init; }

    internal static LstmOptions From(LayerSettings settings) => new()
    {
        Direction = settings.Choice("direction", RecurrentDirection.Forward),
        Gates = settings.Choice("gates", GateActivation.Sigmoid),
        OneBias = settings.Number("oneBias", 0) != 0,
    };
}
