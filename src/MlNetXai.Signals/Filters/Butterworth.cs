namespace MlNetXai.Signals.Filters;

/// <summary>Butterworth filters of order 4 by the bilinear transform, the corner frequency prewarped.</summary>
/// <remarks>The two second-order sections have Q = 1/(2 cos π/8) and 1/(2 cos 3π/8). Equal to SciPy's <c>butter(4, …)</c> up to rounding.</remarks>
internal static class Butterworth
{
    // 2 sin(π(2k+1)/8) for k = 0, 1: the middle coefficient of the normalised polynomials s² + d·s + 1.
    private static readonly double[] Dampings = [2 * Math.Sin(Math.PI / 8), 2 * Math.Sin(3 * Math.PI / 8)];

    /// <summary>Lets through what is slower than the corner.</summary>
    /// <param name="cornerHz">Above 0 and below half the sampling rate.</param>
    /// <param name="samplingRateHz">Samples per second.</param>
    public static FourthOrderSection LowPass(double cornerHz, double samplingRateHz)
    {
        double t = Math.Tan(Math.PI * cornerHz / samplingRateHz);
        return Multiply(t, numerator: t * t, sign: 1, gain: 1);
    }

    /// <inheritdoc cref="LowPass"/>
    /// <summary>Lets through what is faster than the corner.</summary>
    public static FourthOrderSection HighPass(double cornerHz, double samplingRateHz) =>
        Multiply(Math.Tan(Math.PI * cornerHz / samplingRateHz), numerator: 1, sign: -1, gain: 0);

    /// <summary>Samples after which a filter's own motion has fallen by a factor of 2⁻⁶⁰.</summary>
    public static int Memory(double cornerHz, double samplingRateHz)
    {
        // The slowest poles: z = r·e^{±iφ}, r² = the last coefficient of the section with the smaller damping.
        double t = Math.Tan(Math.PI * cornerHz / samplingRateHz);
        double radius = Math.Sqrt((1 - (Dampings[0] * t) + (t * t)) / (1 + (Dampings[0] * t) + (t * t)));
        return (int)Math.Ceiling(-60 * Math.Log(2) / Math.Log(radius));
    }

    private static FourthOrderSection Multiply(double t, double numerator, int sign, double gain)
    {
        Span<double> b = stackalloc double[5], a = stackalloc double[5];
        b[0] = a[0] = 1;
        foreach (double damping in Dampings)
        {
            double scale = 1 + (damping * t) + (t * t), n = numerator / scale;
            Append(b, n, 2 * sign * n, n);
            Append(a, 1, 2 * ((t * t) - 1) / scale, (1 - (damping * t) + (t * t)) / scale);
        }

        return FourthOrderSection.From(b, a, gain);
    }

    // polynomial ← polynomial · (c0 + c1 z⁻¹ + c2 z⁻²)
    private static void Append(Span<double> polynomial, double c0, double c1, double c2)
    {
        for (int i = polynomial.Length - 1; i >= 0; i--)
            polynomial[i] = (c0 * polynomial[i]) + (i > 0 ? c1 * polynomial[i - 1] : 0) + (i > 1 ? c2 * polynomial[i - 2] : 0);
    }
}
