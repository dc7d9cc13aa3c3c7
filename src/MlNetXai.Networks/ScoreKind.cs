namespace MlNetXai.Networks;

/// <summary>Which number of the target class is explained.</summary>
public enum ScoreKind
{
    /// <summary>The logit z_c, before the softmax. Default everywhere.</summary>
    Logit,

    /// <summary>The probability p_c = softmax(z)_c; its gradient seen from the logits is p_c(1{j=c} − p_j).</summary>
    Probability,

    /// <summary>log p_c; its gradient seen from the logits is 1{j=c} − p_j.</summary>
    LogProbability,
}
