namespace MlNetXai.Networks;

/// <summary>Softmax and cross-entropy of a row of logits, in double, with our own exp and log.</summary>
public static class Softmax
{
    /// <summary>p_j = exp(z_j)/Σ exp(z_i), shifted by the largest logit.</summary>
    public static void Probabilities(ReadOnlySpan<float> logits, Span<double> probabilities)
    {
        double largest = Largest(logits), sum = 0;
        for (int j = 0; j < logits.Length; j++)
            sum += probabilities[j] = PortableMath.Exp(logits[j] - largest);
        for (int j = 0; j < logits.Length; j++)
            probabilities[j] /= sum;
    }

    /// <summary>log p_target = z_target − log Σ exp(z_i), stable for any logits.</summary>
    public static double LogProbability(ReadOnlySpan<float> logits, int target)
    {
        double largest = Largest(logits), sum = 0;
        foreach (float logit in logits)
            sum += PortableMath.Exp(logit - largest);
        return logits[target] - largest - PortableMath.Log(sum);
    }

    private static double Largest(ReadOnlySpan<float> logits)
    {
        double largest = double.NegativeInfinity;
        foreach (float logit in logits)
            largest = Math.Max(largest, logit);
        return largest;
    }
}
