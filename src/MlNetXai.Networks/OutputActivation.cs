namespace MlNetXai.Networks;

/// <summary>What makes probabilities of a network's logits.</summary>
public enum OutputActivation
{
    /// <summary>p_j = exp(z_j)/Σ exp(z_i): exactly one of at least 2 classes holds. Default.</summary>
    Softmax,

    /// <summary>p_j = 1/(1 + exp(−z_j)): each class holds or not, whatever the others do (multi-label); with 1 class, binary.</summary>
    Sigmoid,
}
