namespace MlNetXai.Networks;

/// <summary>What a pass is run for; what a purpose does not need is neither computed nor kept.</summary>
internal enum Purpose
{
    /// <summary>Scores only.</summary>
    Score,

    /// <summary>Scores, and the recurrent state before every step.</summary>
    Trace,

    /// <summary>Scores and the gradient with respect to the input.</summary>
    InputGradient,

    /// <summary>Scores with dropout, and the gradient with respect to the weights.</summary>
    Train,
}
