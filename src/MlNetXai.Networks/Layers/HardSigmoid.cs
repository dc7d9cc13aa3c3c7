using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>y = α·x + β, held in 0 … 1; the slope at the ends is 0.</summary>
/// <remarks>Courbariaux, Bengio and David 2015; defaults as ONNX and Keras 2 have them. Shapes: x and y <c>[row, step, channel]</c>.</remarks>
/// <param name="alpha">α, finite. Default 0.2.</param>
/// <param name="beta">β, finite. Default 0.5.</param>
public sealed class HardSigmoid(double alpha = 0.2, double beta = 0.5) : ElementwiseLayer
{
    /// <summary>Slope between the ends.</summary>
    public double Alpha { get; } = Require.Finite(alpha, nameof(alpha));

    /// <summary>Value at 0, unless held.</summary>
    public double Beta { get; } = Require.Finite(beta, nameof(beta));

    /// <inheritdoc/>
    public override string Kind => "hard-sigmoid";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["alpha"] = Alpha, ["beta"] = Beta };

    internal override bool IsSmooth => false;

    internal override ElementwiseFunction Function => new(ElementwiseKind.HardSigmoid, (float)Alpha, (float)Beta);

    internal override double Value(double x) => Math.Clamp((Alpha * x) + Beta, 0, 1);

    internal override double Slope(double x) => (Alpha * x) + Beta is > 0 and < 1 ? Alpha : 0;
}
