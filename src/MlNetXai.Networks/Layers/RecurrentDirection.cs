namespace MlNetXai.Networks.Layers;

/// <summary>In which order a recurrent layer reads the steps; the numbers stand in model files.</summary>
public enum RecurrentDirection
{
    /// <summary>From the first to the last.</summary>
    Forward = 0,

    /// <summary>From the last to the first; the output at a step has read that step and all later ones.</summary>
    Backward = 1,

    /// <summary>Both, each with its own weights; the output has the forward direction's channels, then the backward direction's.</summary>
    Both = 2,
}

/// <summary>The nonlinearity of a recurrent layer's gates; the numbers stand in model files.</summary>
public enum GateActivation
{
    /// <summary>σ(z) = 1/(1 + e⁻ᶻ).</summary>
    Sigmoid = 0,

    /// <summary>clip(0.2 z + 0.5, 0, 1), Keras' until version 2.2; flat for |z| ≥ 2.5, so no gradient passes there.</summary>
    HardSigmoid = 1,
}
