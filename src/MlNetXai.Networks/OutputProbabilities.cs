namespace MlNetXai.Networks;

/// <summary>Probabilities of a row of logits <c>[class]</c>, in double, with our own exp and log. Every probability in the library is made here.</summary>
public static class OutputProbabilities
{
    /// <summary>Probability of every class.</summary>
    /// <param name="output">How logits become probabilities.</param>
    /// <param name="logits"><c>[class]</c>.</param>
    /// <param name="probabilities"><c>[class]</c>, overwritten.</param>
    public static void Probabilities(this OutputActivation output, ReadOnlySpan<float> logits, Span<double> probabilities)
    {
        if (output == OutputActivation.Sigmoid)
        {
            for (int j = 0; j < logits.Length; j++)
                probabilities[j] = Sigmoid(logits[j]);
            return;
        }

        // Shifted by the largest logit, so that no power overflows.
        double largest = Largest(logits), sum = 0;
        for (int j = 0; j < logits.Length; j++)
            sum += probabilities[j] = PortableMath.Exp(logits[j] - largest);
        for (int j = 0; j < logits.Length; j++)
            probabilities[j] /= sum;
    }

    /// <summary>log of one class's probability, stable for any logits: softmax z_c − log Σ exp(z_i), sigmoid −log(1 + exp(−z_c)).</summary>
    /// <param name="output">How logits become probabilities.</param>
    /// <param name="logits"><c>[class]</c>.</param>
    /// <param name="target">The class.</param>
    public static double LogProbability(this OutputActivation output, ReadOnlySpan<float> logits, int target)
    {
        if (output == OutputActivation.Sigmoid)
            return -Softplus(-logits[target]);
        double largest = Largest(logits), sum = 0;
        foreach (float logit in logits)
            sum += PortableMath.Exp(logit - largest);
        return logits[target] - largest - PortableMath.Log(sum);
    }

    /// <summary>1/(1 + exp(−z)), without overflow.</summary>
    internal static double Sigmoid(double z)
    {
        double e = PortableMath.Exp(-Math.Abs(z));
        return (z < 0 ? e : 1) / (1 + e);
    }

    /// <summary>log(1 + exp(z)) = max(z, 0) + log(1 + exp(−|z|)); −log σ(−z), the loss of a label that is 0. NaN for NaN.</summary>
    internal static double Softplus(double z) => Math.Max(z, 0) + LogOnePlus(PortableMath.Exp(-Math.Abs(z)));

    /// <summary>A class's score, and its gradient with respect to the logits: probability p_c(1{j=c} − p_j) by softmax, p_c(1 − p_c)·1{j=c} by sigmoid; of the log, that divided by p_c.</summary>
    internal static float Score(this OutputActivation output, ReadOnlySpan<float> logits, int target, ScoreKind kind, Span<float> gradient)
    {
        gradient.Clear();
        if (kind == ScoreKind.Logit)
        {
            gradient[target] = 1;
            return logits[target];
        }

        if (output == OutputActivation.Sigmoid)
        {
            // 1 − p as σ(−z): near p = 1 the difference would be lost.
            double own = Sigmoid(logits[target]), other = Sigmoid(-logits[target]);
            gradient[target] = (float)(kind == ScoreKind.Probability ? own * other : other);
            return (float)(kind == ScoreKind.Probability ? own : output.LogProbability(logits, target));
        }

        Span<double> p = stackalloc double[logits.Length];
        output.Probabilities(logits, p);
        double outer = kind == ScoreKind.Probability ? p[target] : 1;
        for (int j = 0; j < p.Length; j++)
            gradient[j] = (float)(outer * ((j == target ? 1 : 0) - p[j]));
        return (float)(kind == ScoreKind.Probability ? p[target] : output.LogProbability(logits, target));
    }

    // log(1 + x) for x in [0, 1], also where 1 + x rounds (Kahan): log(u)·x/(u − 1) with u = 1 + x as rounded.
    private static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : PortableMath.Log(u) * (x / (u - 1));
    }

    private static double Largest(ReadOnlySpan<float> logits)
    {
        double largest = double.NegativeInfinity;
        foreach (float logit in logits)
            largest = Math.Max(largest, logit);
        return largest;
    }
}
