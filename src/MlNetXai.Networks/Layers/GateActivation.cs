namespace MlNetXai.Networks.Layers;

/// <summary>The nonlinearity of a recurrent layer's gates; the numbers stand in model files.</summary>
public enum GateActivation
{
    /// <summary>σ(z) = 1/(1 + e⁻ᶻ).</summary>
    Sigmoid = 0,

    /// <summary>clip(0.2 z + 0.5, 0, 1), Keras' until version 2.2; flat for |z| ≥ 2.5, so no gradient passes there.</summary>
    HardSigmoid = 1,
}
