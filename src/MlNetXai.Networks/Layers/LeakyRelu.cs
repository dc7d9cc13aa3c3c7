using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>y = x for x &gt; 0, slope · x otherwise.</summary>
/// <remarks>Maas, Hannun and Ng 2013. Shapes: x and y <c>[row, step, channel]</c>.</remarks>
/// <param name="slope">Slope below 0 and at 0, finite. Default 0.01, PyTorch's; Keras' is 0.3.</param>
public sealed class LeakyRelu(double slope = 0.01) : ElementwiseLayer
{
    /// <summary>Slope below 0 and at 0.</summary>
    public double NegativeSlope { get; } = Require.Finite(slope, nameof(slope));

    /// <inheritdoc/>
    public override string Kind => "leaky-relu";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["slope"] = NegativeSlope };

    internal override bool IsSmooth => false;

    internal override ElementwiseFunction Function => new(ElementwiseKind.LeakyRelu, (float)NegativeSlope);

    // With a falling left side, y does not tell the sides apart.
    internal override Kept Keeps(Purpose purpose) => NegativeSlope >= 0 ? Kept.Output : Kept.Input;

    internal override double Value(double x) => x > 0 ? x : NegativeSlope * x;

    internal override double Slope(double x) => x > 0 ? 1 : NegativeSlope;
}
