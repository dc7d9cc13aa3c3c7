namespace MlNetXai.Networks;

/// <summary>Which number of the target class is explained.</summary>
public enum ScoreKind
{
    /// <summary>The logit z_c, before softmax or sigmoid. Default everywhere.</summary>
    Logit,

    /// <summary>The probability p_c; its gradient seen from the logits is p_c(1{j=c} − p_j) by softmax, p_c(1 − p_c)·1{j=c} by sigmoid.</summary>
    Probability,

    /// <summary>log p_c; its gradient seen from the logits is 1{j=c} − p_j by softmax, (1 − p_c)·1{j=c} by sigmoid.</summary>
    LogProbability,
}
