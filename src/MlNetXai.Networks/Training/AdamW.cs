using System.Numerics.Tensors;

namespace MlNetXai.Networks.Training;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2; as PyTorch's torch.optim.AdamW): each step first multiplies the weights by 1 − learning rate · decay.</summary>
public sealed record AdamWOptions : OptimiserOptions
{
    /// <inheritdoc cref="AdamOptions.Beta1"/>
    public double Beta1 { get; init => field = Require.Between(value, 0, 0.9999999); } = 0.9;

    /// <inheritdoc cref="AdamOptions.Beta2"/>
    public double Beta2 { get; init => field = Require.Between(value, 0, 0.9999999); } = 0.999;

    /// <inheritdoc cref="AdamOptions.Epsilon"/>
    public double Epsilon { get; init => field = Require.Above(Require.Finite(value), 0); } = 1e-8;

    internal override IOptimiser Create(double weightDecay, int length) => new AdamW(this, weightDecay, length);
}

/// <inheritdoc cref="AdamWOptions"/>
internal sealed class AdamW(AdamWOptions options, double weightDecay, int length) : IOptimiser
{
    private readonly Adam _adam = new(new() { Beta1 = options.Beta1, Beta2 = options.Beta2, Epsilon = options.Epsilon }, 0, length);
    private float _kept;

    public IReadOnlyDictionary<string, float[]> Moments => _adam.Moments;

    public IReadOnlyList<double> Numbers
    {
        get => _adam.Numbers;
        set => _adam.Numbers = value;
    }

    public void Begin(double learningRate)
    {
        _kept = (float)(1 - (learningRate * weightDecay));
        _adam.Begin(learningRate);
    }

    public void Update(int start, Span<float> weights, Span<float> gradient)
    {
        TensorPrimitives.Multiply(weights, _kept, weights);
        _adam.Update(start, weights, gradient);
    }
}
