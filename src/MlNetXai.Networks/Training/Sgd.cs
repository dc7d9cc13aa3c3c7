using System.Numerics.Tensors;

namespace MlNetXai.Networks.Training;

/// <summary>Stochastic gradient descent, with momentum as PyTorch's torch.optim.SGD has it: velocity = momentum · velocity + gradient, weight −= learning rate · velocity.
/// Weight decay is L2, decay · weight added to the gradient.</summary>
/// <remarks>The velocity holds no learning rate (Sutskever et al. 2013 put it inside): a schedule acts on what is gathered already, too.</remarks>
public sealed record SgdOptions : OptimiserOptions
{
    /// <summary>How much of the velocity a step keeps, in [0, 1). Default 0: plain descent.</summary>
    public double Momentum { get; init => field = Require.Between(value, 0, 0.9999999); }

    /// <summary>Whether the step goes along gradient + momentum · velocity (Nesterov's form), for a momentum above 0. Default false.</summary>
    public bool Nesterov { get; init; }

    internal override IOptimiser Create(double weightDecay, int length) => new Sgd(this, weightDecay, length);
}

/// <inheritdoc cref="SgdOptions"/>
internal sealed class Sgd(SgdOptions options, double weightDecay, int length) : IOptimiser
{
    private readonly float[] _velocity = new float[options.Momentum == 0 ? 0 : length];
    private float _rate;

    public IReadOnlyDictionary<string, float[]> Moments => new Dictionary<string, float[]> { ["sgd.velocity"] = _velocity };

    public IReadOnlyList<double> Numbers { get; set; } = [];

    public void Begin(double learningRate) => _rate = (float)learningRate;

    public void Update(int start, Span<float> weights, Span<float> gradient)
    {
        if (weightDecay != 0)
            TensorPrimitives.MultiplyAdd(weights, (float)weightDecay, gradient, gradient);
        if (options.Momentum != 0)
        {
            float momentum = (float)options.Momentum;
            Span<float> velocity = _velocity.AsSpan(start, weights.Length);
            TensorPrimitives.MultiplyAdd(velocity, momentum, gradient, velocity);
            if (options.Nesterov)
                TensorPrimitives.MultiplyAdd(velocity, momentum, gradient, gradient);
            else
                velocity.CopyTo(gradient);
        }

        TensorPrimitives.MultiplyAdd(gradient, -_rate, weights, weights);
    }
}
