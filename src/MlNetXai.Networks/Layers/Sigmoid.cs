using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>y = 1/(1 + e⁻ˣ).</summary>
/// <remarks>Shapes: x and y <c>[row, step, channel]</c>.</remarks>
public sealed class Sigmoid : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "sigmoid";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

    internal override ElementwiseFunction Function => new(ElementwiseKind.Sigmoid);

    internal override double Value(double x) => 1 / (1 + Math.Exp(-x));

    internal override double Slope(double x) => Value(x) * Value(-x);
}
