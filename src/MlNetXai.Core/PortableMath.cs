namespace MlNetXai;

/// <summary>exp, log, sin and cos that give the same bits on every machine, and normal numbers made of them.</summary>
/// <remarks>
/// <see cref="Math"/> calls the system's library, which differs between platforms in the last bit. Here only +, −, ·, /, square root and bit
/// operations are used, each correctly rounded by IEEE 754 and not contracted by the runtime. Method: reduction of the argument with constants
/// in exact parts, then the Taylor series. Error at most 1 unit in the last place of the exact value on the tests' points, against 0.5 for the best possible.
/// </remarks>
public static class PortableMath
{
    /// <summary>Largest |x| of <see cref="Sin"/> and <see cref="Cos"/>: 2²⁰ quarter turns, about 1.6·10⁶ radians.</summary>
    public const double LargestAngle = (1 << 20) * 1.5707963267948966;

    // ln 2 = high (32 bits, so that its products with exponents are exact) + low.
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;

    // π/2 in three parts of 33 bits, whose products with 20-bit numbers are exact, and the rest.
    private const double QuarterTurn0 = 1.5707963267341256;
    private const double QuarterTurn1 = 6.077100506303966e-11;
    private const double QuarterTurn2 = 2.0222662487111665e-21;
    private const double QuarterTurn3 = 8.4784276603689e-32;

    // 1/n!, n = 0 … 19: the factorials are exact in double up to 22!.
    private static readonly double[] InverseFactorials = [.. Enumerable.Range(0, 20).Select(n => 1 / Enumerable.Range(1, n).Aggregate(1.0, (product, k) => product * k))];

    /// <summary>e to the power <paramref name="x"/>; 0 below about −745.1, infinite above 709.78, NaN for NaN.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (x > 709.782712893384)
            return double.PositiveInfinity;
        if (x < -745.2)
            return 0;

        // x = k·ln 2 + r, |r| ≤ ln 2 / 2; the series is 1 + (r + tail) with the rounding error of r carried along.
        int k = (int)((x * 1.4426950408889634) + (x < 0 ? -0.5 : 0.5));
        double high = x - (k * Ln2High), low = k * Ln2Low;
        double r = high - low, error = high - r - low;
        double sum = InverseFactorials[13];
        for (int n = 12; n >= 2; n--)
            sum = (sum * r) + InverseFactorials[n];
        double value = 1 + (r + ((sum * r * r) + (error + (error * r))));

        // Two steps, since 2^k may lie outside the range of double where the result does not.
        int half = k / 2;
        return value * PowerOfTwo(half) * PowerOfTwo(k - half);
    }

    /// <summary>Natural logarithm; −∞ for 0, NaN below 0 and for NaN.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0)
            return double.NaN;
        if (x == 0)
            return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x))
            return x;

        int exponent = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984;   // 2⁵⁴: a subnormal number becomes a normal one
            exponent = -54;
        }

        // x = 2^exponent · (1 + f), 1 + f in [√½, √2).
        long bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        // With s = f / (2 + f): log(1 + f) = 2·artanh(s) = 2s + (2/3)s³ + (2/5)s⁵ + …, and 2s = f − f²/2 + s·f²/2, so that the rounding of s matters little.
        double f = mantissa - 1, s = f / (2 + f), square = s * s, half = 0.5 * f * f;
        double rest = 0;
        for (int n = 12; n >= 1; n--)
            rest = square * (rest + (2.0 / ((2 * n) + 1)));
        return (exponent * Ln2High) - (half - ((s * (half + rest)) + (exponent * Ln2Low)) - f);
    }

    /// <summary>Sine of <paramref name="x"/> radians; NaN for NaN.</summary>
    /// <exception cref="ArgumentOutOfRangeException">|x| exceeds <see cref="LargestAngle"/>.</exception>
    public static double Sin(double x)
    {
        int quarter = Reduce(x, out double y, out double tail);
        double value = (quarter & 1) == 0 ? SineNearZero(y, tail) : CosineNearZero(y, tail);
        return (quarter & 2) == 0 ? value : -value;
    }

    /// <summary>Cosine of <paramref name="x"/> radians; NaN for NaN.</summary>
    /// <exception cref="ArgumentOutOfRangeException">|x| exceeds <see cref="LargestAngle"/>.</exception>
    public static double Cos(double x)
    {
        int quarter = Reduce(x, out double y, out double tail) + 1;
        double value = (quarter & 1) == 0 ? SineNearZero(y, tail) : CosineNearZero(y, tail);
        return (quarter & 2) == 0 ? value : -value;
    }

    /// <summary>A normal number (mean 0, variance 1) at index (a, b, c), by the cosine half of Box and Muller's transform (1958).</summary>
    public static double Gaussian(in Philox source, uint a, uint b = 0, uint c = 0)
    {
        (uint x0, uint x1, uint x2, uint x3) = source.Block(a, b, c);
        double radius = Math.Sqrt(-2 * Log(1 - Uniform(x0, x1)));
        return radius * Cos(2 * Math.PI * Uniform(x2, x3));
    }

    private static double Uniform(uint high, uint low) => ((((ulong)high << 32) | low) >> 11) * (1.0 / (1UL << 53));

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);

    // x = quarters · π/2 + y + tail, |y| ≤ about π/4; the parts of π/2 are taken away one after the other, and what each subtraction rounds off is kept.
    private static int Reduce(double x, out double y, out double tail)
    {
        if (Math.Abs(x) > LargestAngle)
            throw new ArgumentOutOfRangeException(nameof(x), x, $"The angle is {x} and must lie in −{LargestAngle} … {LargestAngle}; take whole turns away first.");

        int quarters = (int)((x * 0.6366197723675814) + (x < 0 ? -0.5 : 0.5));
        double rest = x - (quarters * QuarterTurn0);
        rest = Subtract(rest, quarters * QuarterTurn1, out double error1);
        rest = Subtract(rest, quarters * QuarterTurn2, out double error2);
        double last = (quarters * QuarterTurn3) - error1 - error2;
        y = rest - last;
        tail = rest - y - last;
        return quarters;
    }

    // a − b and, exactly, what rounding took from it (Knuth's two-sum).
    private static double Subtract(double a, double b, out double error)
    {
        double difference = a - b, part = difference - a;
        error = (a - (difference - part)) - (b + part);
        return difference;
    }

    // sin(y + tail) = y − y³/3! + … + tail·cos y.
    private static double SineNearZero(double y, double tail)
    {
        double square = y * y, sum = 0;
        for (int n = 19; n >= 3; n -= 2)
            sum = square * (InverseFactorials[n] - sum);
        return y + (tail - ((y * sum) + (0.5 * square * tail)));
    }

    // cos(y + tail) = 1 − y²/2 + y⁴/4! − … − tail·sin y; the rounding of 1 − y²/2 is carried along.
    private static double CosineNearZero(double y, double tail)
    {
        double square = y * y, half = 0.5 * square, sum = 0;
        for (int n = 18; n >= 4; n -= 2)
            sum = square * (InverseFactorials[n] - sum);
        double head = 1 - half;
        return head + ((1 - head - half) + ((square * sum) - (y * tail)));
    }
}
