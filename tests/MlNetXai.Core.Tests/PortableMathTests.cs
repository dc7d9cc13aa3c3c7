using Xunit;

namespace MlNetXai;

public sealed class PortableMathTests
{
    private const int Points = 200_000;

    // The system's library is itself up to 1 unit off, so that 2 is what can be asked of the difference.
    private const double Tolerance = 2;

    [Theory]
    [InlineData(-745, 709.7)]
    [InlineData(-1, 1)]
    [InlineData(-1e-8, 1e-8)]
    public void Exp_ManyPoints_IsWithinTwoUnits(double from, double to) => AssertClose(PortableMath.Exp, Math.Exp, x => from + ((to - from) * x));

    [Theory]
    [InlineData(-700, 700)]
    [InlineData(-1, 1)]
    [InlineData(-1e-3, 1e-3)]
    public void Log_ManyPoints_IsWithinTwoUnits(double from, double to) => AssertClose(PortableMath.Log, Math.Log, x => Math.Exp(from + ((to - from) * x)));

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1.6e6)]
    public void Sin_ManyPoints_IsWithinTwoUnits(double range) => AssertClose(PortableMath.Sin, Math.Sin, x => range * ((2 * x) - 1));

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1.6e6)]
    public void Cos_ManyPoints_IsWithinTwoUnits(double range) => AssertClose(PortableMath.Cos, Math.Cos, x => range * ((2 * x) - 1));

    [Fact]
    public void SinAndCos_NextToMultiplesOfQuarterTurns_KeepTheirRelativeAccuracy()
    {
        for (int k = 1; k <= 1 << 20; k += 7)
        {
            double x = k * (Math.PI / 2);
            if (x > PortableMath.LargestAngle)
                break;
            Assert.True(Units(PortableMath.Sin(x), Math.Sin(x)) <= Tolerance, $"sin {x:R}");
            Assert.True(Units(PortableMath.Cos(x), Math.Cos(x)) <= Tolerance, $"cos {x:R}");
        }
    }

    // These bits are the promise to other machines: they must never change.
    [Theory]
    [InlineData("exp", 1.0, 4613303445314885481)]
    [InlineData("exp", -3.125, 4586492800488408188)]
    [InlineData("log", 10.0, 4612367379483415830)]
    [InlineData("log", 1e-310, -4573882157708241656)]
    [InlineData("sin", 22.0, -4647115982661305868)]
    [InlineData("sin", 1e6, -4623395494513026969)]
    [InlineData("cos", 1.5707963267948966, 4364452196894661639)]
    [InlineData("cos", -12345.678, 4604571406103880888)]
    public void Function_FixedPoint_HasTheseBits(string function, double x, long bits)
    {
        double value = function switch
        {
            "exp" => PortableMath.Exp(x),
            "log" => PortableMath.Log(x),
            "sin" => PortableMath.Sin(x),
            _ => PortableMath.Cos(x),
        };

        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(value));
    }

    [Fact]
    public void Exp_EndsOfItsRange_AreZeroAndInfinity()
    {
        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(0, PortableMath.Exp(double.NegativeInfinity));
        Assert.Equal(0, PortableMath.Exp(-746));
        Assert.Equal(double.Epsilon, PortableMath.Exp(-744.5));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(710));
        Assert.Equal(double.NaN, PortableMath.Exp(double.NaN));
    }

    [Fact]
    public void Log_EndsOfItsRange_AreAsInMath()
    {
        Assert.Equal(0, PortableMath.Log(1));
        Assert.Equal(double.NegativeInfinity, PortableMath.Log(0));
        Assert.Equal(double.NaN, PortableMath.Log(-1));
        Assert.Equal(double.PositiveInfinity, PortableMath.Log(double.PositiveInfinity));
        Assert.Equal(Math.Log(double.Epsilon), PortableMath.Log(double.Epsilon), 1e-12);
    }

    [Theory]
    [InlineData(1.7e6)]
    [InlineData(double.NegativeInfinity)]
    public void Sin_AngleTooLarge_SaysWhatIsAllowed(double x)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.Sin(x));

        Assert.Contains("must lie in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gaussian_ManyIndices_HasTheMomentsOfTheNormalDistribution()
    {
        Philox source = new(1, "test");
        double sum = 0, squares = 0, cubes = 0, fourths = 0;
        for (uint i = 0; i < Points; i++)
        {
            double g = PortableMath.Gaussian(source, i);
            sum += g;
            squares += g * g;
            cubes += g * g * g;
            fourths += g * g * g * g;
        }

        // Four standard errors of each moment.
        double error = 4 / Math.Sqrt(Points);
        Assert.Equal(0, sum / Points, error);
        Assert.Equal(1, squares / Points, error * Math.Sqrt(2));
        Assert.Equal(0, cubes / Points, error * Math.Sqrt(15));
        Assert.Equal(3, fourths / Points, error * Math.Sqrt(96));
    }

    private static void AssertClose(Func<double, double> actual, Func<double, double> expected, Func<double, double> point)
    {
        Philox numbers = new(7, "points");
        double worst = 0, at = 0;
        for (uint i = 0; i < Points; i++)
        {
            double x = point(numbers.Uniform(i));
            double units = Units(actual(x), expected(x));
            if (units > worst)
                (worst, at) = (units, x);
        }

        Assert.True(worst <= Tolerance, $"{worst} units in the last place at {at:R}");
    }

    private static double Units(double actual, double expected) =>
        Math.Abs(actual - expected) / Math.Max(double.Epsilon, Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected));
}
