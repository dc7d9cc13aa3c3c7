using System.Numerics;
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
        const float B1 = (float)Beta1, B2 = (float)Beta2, C1 = (float)(1 - Beta1), C2 = (float)(1 - Beta2), E = (float)Epsilon;
        Span<float> m = firstMoment, v = secondMoment;
        int i = 0;
        for (; i <= weights.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> g = new(gradient[i..]), mi = (new Vector<float>(m[i..]) * B1) + (g * C1), vi = (new Vector<float>(v[i..]) * B2) + (g * C2 * g);
            mi.CopyTo(m[i..]);
            vi.CopyTo(v[i..]);
            (new Vector<float>(weights[i..]) - (mi * step / ((Vector.SquareRoot(vi) * root) + new Vector<float>(E)))).CopyTo(weights[i..]);
        }

        // The rest, the same operations one by one.
        for (; i < weights.Length; i++)
        {
            float g = gradient[i];
            m[i] = (m[i] * B1) + (g * C1);
            v[i] = (v[i] * B2) + (g * C2 * g);
            weights[i] -= m[i] * step / ((MathF.Sqrt(v[i]) * root) + E);
        }
    }
}
