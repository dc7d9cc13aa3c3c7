using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>y = x·Φ(x) = ½x(1 + erf(x/√2)), or its tanh form ½x(1 + tanh(√(2/π)(x + 0.044715x³))).</summary>
/// <remarks>Hendrycks and Gimpel 2016, arXiv:1606.08415. Shapes: x and y <c>[row, step, channel]</c>.</remarks>
/// <param name="tanhForm">Whether the tanh form is taken; it differs from the exact one by up to 5·10⁻⁴. Default false.</param>
public sealed class Gelu(bool tanhForm = false) : ElementwiseLayer
{
    /// <summary>Whether the tanh form is taken.</summary>
    public bool TanhForm { get; } = tanhForm;

    /// <inheritdoc/>
    public override string Kind => "gelu";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["tanhForm"] = TanhForm ? 1 : 0 };

    internal override ElementwiseFunction Function => new(TanhForm ? ElementwiseKind.GeluTanh : ElementwiseKind.Gelu);

    // Not monotone: y does not tell x.
    internal override Kept Keeps(Purpose purpose) => Kept.Input;

    internal override double Value(double x) => x * Gate(x);

    internal override double Slope(double x)
    {
        double gate = Gate(x);
        return TanhForm
            ? gate + (x * gate * (1 - gate) * 2 * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x)))
            : gate + (x * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI));
    }

    private double Gate(double x) => TanhForm ? 1 / (1 + Math.Exp(-2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) : Normal(x);

    // Φ(x): the tail beyond |x| by its series (|x| < 3) or continued fraction (Abramowitz and Stegun 26.2.11, 26.2.14).
    private static double Normal(double x)
    {
        double a = Math.Abs(x), density = Math.Exp(-0.5 * a * a) / Math.Sqrt(2 * Math.PI);
        if (a < 3)
        {
            double term = x, sum = x;
            for (int n = 3; n < 100; n += 2)
                sum += term *= x * x / n;
            return 0.5 + (density * sum);
        }

        double fraction = a;
        for (int n = 100; n > 0; n--)
            fraction = a + (n / fraction);
        return x > 0 ? 1 - (density / fraction) : density / fraction;
    }
}
