using System.Numerics.Tensors;

namespace MlNetXai.Networks.Training;

/// <summary>Adam with L2 added to the gradient (Kingma and Ba 2015, algorithm 1; as PyTorch's torch.optim.Adam).</summary>
internal sealed class Adam(double learningRate, double weightDecay, float[] firstMoment, float[] secondMoment)
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    public Adam(double learningRate, double weightDecay, int length)
        : this(learningRate, weightDecay, new float[length], new float[length])
    {
    }

    public float[] FirstMoment => firstMoment;

    public float[] SecondMoment => secondMoment;

    /// <summary>β1ᵗ and β2ᵗ after t steps, by multiplication: the system's pow differs between machines.</summary>
    public double Beta1Power { get; set; } = 1;

    /// <inheritdoc cref="Beta1Power"/>
    public double Beta2Power { get; set; } = 1;

    /// <summary>One step; the gradient is used up.</summary>
    public void Step(Span<float> weights, Span<float> gradient)
    {
        Beta1Power *= Beta1;
        Beta2Power *= Beta2;
        if (weightDecay != 0)
            TensorPrimitives.MultiplyAdd(weights, (float)weightDecay, gradient, gradient);

        // m = β1 m + (1 − β1) g; v = β2 v + (1 − β2) g²; w −= lr/(1 − β1ᵗ) · m / (√v/√(1 − β2ᵗ) + ε)
        float step = (float)(learningRate / (1 - Beta1Power)), root = (float)(1 / Math.Sqrt(1 - Beta2Power));
        Span<float> m = firstMoment, v = secondMoment;
        for (int i = 0; i < weights.Length; i++)
        {
            float g = gradient[i];
            m[i] = ((float)Beta1 * m[i]) + ((float)(1 - Beta1) * g);
            v[i] = ((float)Beta2 * v[i]) + ((float)(1 - Beta2) * g * g);
            weights[i] -= step * m[i] / ((MathF.Sqrt(v[i]) * root) + (float)Epsilon);
        }
    }
}
