using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>y = x for x &gt; 0, α(eˣ − 1) otherwise.</summary>
/// <remarks>Clevert, Unterthiner and Hochreiter 2016. Shapes: x and y <c>[row, step, channel]</c>.</remarks>
/// <param name="alpha">α, at least 0: the limit at −∞ is −α. Default 1.</param>
public sealed class Elu(double alpha = 1) : ElementwiseLayer
{
    /// <summary>α: the limit at −∞ is −α.</summary>
    public double Alpha { get; } = Require.AtLeast(Require.Finite(alpha, nameof(alpha)), 0, nameof(alpha));

    /// <inheritdoc/>
    public override string Kind => "elu";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["alpha"] = Alpha };

    internal override bool IsSmooth => Alpha == 1;

    internal override ElementwiseFunction Function => new(ElementwiseKind.Elu, (float)Alpha);

    internal override double Value(double x) => x > 0 ? x : Alpha * (Math.Exp(x) - 1);

    internal override double Slope(double x) => x > 0 ? 1 : Alpha * Math.Exp(x);
}
