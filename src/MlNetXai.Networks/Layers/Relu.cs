using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>y = max(0, x); the slope at 0 is 0.</summary>
/// <remarks>Nair and Hinton 2010. Shapes: x and y <c>[row, step, channel]</c>.</remarks>
public sealed class Relu : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "relu";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

    internal override bool IsSmooth => false;

    internal override ElementwiseFunction Function => new(ElementwiseKind.Relu);

    internal override double Value(double x) => Math.Max(0, x);

    internal override double Slope(double x) => x > 0 ? 1 : 0;
}
