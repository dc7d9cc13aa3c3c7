using System.Numerics;
using System.Numerics.Tensors;

namespace MlNetXai.Networks.Training;

/// <summary>Adam (Kingma and Ba 2015, algorithm 1; as PyTorch's torch.optim.Adam): weight decay is L2, decay · weight added to the gradient.</summary>
public sealed record AdamOptions : OptimiserOptions
{
    /// <summary>How much of the mean gradient a step keeps, in [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init => field = Require.Between(value, 0, 0.9999999); } = 0.9;

    /// <summary>How much of the mean squared gradient a step keeps, in [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init => field = Require.Between(value, 0, 0.9999999); } = 0.999;

    /// <summary>Added to the root of the corrected mean square, above 0. Default 1e-8; Keras' default is 1e-7.</summary>
    public double Epsilon { get; init => field = Require.Above(Require.Finite(value), 0); } = 1e-8;

    internal override IOptimiser Create(double weightDecay, int length) => new Adam(this, weightDecay, length);
}

/// <inheritdoc cref="AdamOptions"/>
internal sealed class Adam(AdamOptions options, double weightDecay, int length) : IOptimiser
{
    private readonly float[] _m = new float[length];
    private readonly float[] _v = new float[length];

    // β1ᵗ and β2ᵗ after t steps, by multiplication: the system's pow differs between machines.
    private double _beta1Power = 1;
    private double _beta2Power = 1;
    private float _step;
    private float _root;

    public IReadOnlyDictionary<string, float[]> Moments => new Dictionary<string, float[]> { ["adam.m"] = _m, ["adam.v"] = _v };

    public IReadOnlyList<double> Numbers
    {
        get => [_beta1Power, _beta2Power];
        set => (_beta1Power, _beta2Power) = (value[0], value[1]);
    }

    public void Begin(double learningRate)
    {
        _beta1Power *= options.Beta1;
        _beta2Power *= options.Beta2;
        _step = (float)(learningRate / (1 - _beta1Power));
        _root = (float)(1 / Math.Sqrt(1 - _beta2Power));
    }

    // m = β1 m + (1 − β1) g; v = β2 v + (1 − β2) g²; w −= lr/(1 − β1ᵗ) · m / (√v/√(1 − β2ᵗ) + ε)
    public void Update(int start, Span<float> weights, Span<float> gradient)
    {
        if (weightDecay != 0)
            TensorPrimitives.MultiplyAdd(weights, (float)weightDecay, gradient, gradient);

        float b1 = (float)options.Beta1, b2 = (float)options.Beta2, c1 = (float)(1 - options.Beta1), c2 = (float)(1 - options.Beta2), epsilon = (float)options.Epsilon;
        Span<float> m = _m.AsSpan(start, weights.Length), v = _v.AsSpan(start, weights.Length);
        int i = 0;
        for (; i <= weights.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> g = new(gradient[i..]), mi = (new Vector<float>(m[i..]) * b1) + (g * c1), vi = (new Vector<float>(v[i..]) * b2) + (g * c2 * g);
            mi.CopyTo(m[i..]);
            vi.CopyTo(v[i..]);
            (new Vector<float>(weights[i..]) - (mi * _step / ((Vector.SquareRoot(vi) * _root) + new Vector<float>(epsilon)))).CopyTo(weights[i..]);
        }

        // The rest, the same operations one by one.
        for (; i < weights.Length; i++)
        {
            float g = gradient[i];
            m[i] = (m[i] * b1) + (g * c1);
            v[i] = (v[i] * b2) + (g * c2 * g);
            weights[i] -= m[i] * _step / ((MathF.Sqrt(v[i]) * _root) + epsilon);
        }
    }
}
