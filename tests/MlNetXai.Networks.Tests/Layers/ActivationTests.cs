using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests.Layers;

/// <summary>Functions of one value: what their double twins give, and settings. The conformance suite holds the fast passes against the twins.</summary>
public sealed class ActivationTests
{
    // mpmath 1.3.0 with 30 digits: x, x·Φ(x), its slope.
    [Theory]
    [InlineData(-12, -2.1317785344932148e-32, -2.5578956616748956e-31)]
    [InlineData(-7.5, -2.3931687546831722e-13, -1.7938314830426484e-12)]
    [InlineData(-3, -0.0040496940948902836, -0.011945647204183927)]
    [InlineData(-2.9375, -0.0048596556499208027, -0.014018382914487292)]
    [InlineData(-1, -0.15865525393145705, -0.083315470587686298)]
    [InlineData(-0.0625, -0.029692645685672049, 0.45019708992782237)]
    [InlineData(0, 0, 0.5)]
    [InlineData(0.25, 0.14967658142073093, 0.69537335488363603)]
    [InlineData(1.5, 1.3997891980967129, 1.1274691922299795)]
    [InlineData(3, 2.9959503059051097, 1.0119456472041839)]
    [InlineData(6, 5.9999999940804741, 1.0000000354687095)]
    public void Gelu_KnownPoints_EqualMpmath(double x, double value, double slope)
    {
        Assert.Equal(value, new Gelu().Value(x), 1e-13 * Math.Abs(value));
        Assert.Equal(slope, new Gelu().Slope(x), 1e-12 * Math.Abs(slope));
    }

    [Theory]
    [InlineData(-3, -0.0036373920817730188)]
    [InlineData(-0.5, -0.15428599017485608)]
    [InlineData(1.5, 1.3995715769802329)]
    public void GeluTanhForm_KnownPoints_EqualMpmath(double x, double value) => Assert.Equal(value, new Gelu(tanhForm: true).Value(x), 1e-15);

    [Fact]
    public void Value_OtherFunctions_AreTheirFormulas()
    {
        Assert.Equal([0, 0, 2], new[] { -1.0, 0, 2 }.Select(new Relu().Value));
        Assert.Equal([-0.5, 0, 2], new[] { -1.0, 0, 2 }.Select(new LeakyRelu(0.5).Value));
        Assert.Equal([2 * (Math.Exp(-1) - 1), 0, 2], new[] { -1.0, 0, 2 }.Select(new Elu(2).Value));
        Assert.Equal([0, 0.25, 0.5, 1], new[] { -3.0, -1.25, 0, 2.6 }.Select(new HardSigmoid().Value));
        Assert.Equal(0.75, new Sigmoid().Value(Math.Log(3)), 1e-15);
        Assert.Equal(0.6, new Tanh().Value(Math.Log(2)), 1e-15);
    }

    [Fact]
    public void Constructor_SettingThatIsNone_IsRefused()
    {
        Assert.Contains("alpha is -1 and must be at least 0", Assert.Throws<ArgumentOutOfRangeException>(() => new Elu(-1)).Message);
        Assert.Contains("slope is NaN and must be finite", Assert.Throws<ArgumentOutOfRangeException>(() => new LeakyRelu(double.NaN)).Message);
        Assert.Contains("beta is Infinity and must be finite", Assert.Throws<ArgumentOutOfRangeException>(() => new HardSigmoid(0.2, double.PositiveInfinity)).Message);
    }
}
