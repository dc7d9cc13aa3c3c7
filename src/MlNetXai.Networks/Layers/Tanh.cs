using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>y = tanh x.</summary>
/// <remarks>Shapes: x and y <c>[row, step, channel]</c>.</remarks>
public sealed class Tanh : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "tanh";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

    internal override ElementwiseFunction Function => new(ElementwiseKind.Tanh);

    internal override double Value(double x) => Math.Tanh(x);

    internal override double Slope(double x) => 1 / Math.Pow(Math.Cosh(x), 2);
}
