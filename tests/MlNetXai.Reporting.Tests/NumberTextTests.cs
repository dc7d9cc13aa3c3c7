using Xunit;

namespace MlNetXai.Reporting.Tests;

public class NumberTextTests
{
    [Theory]
    [InlineData(1234.5678, 2, "1,234.57")]
    [InlineData(-0.25, 3, "−0.250")]
    [InlineData(-0.0001, 2, "0.00")]
    [InlineData(double.NaN, 2, "undefined")]
    [InlineData(double.PositiveInfinity, 2, "undefined")]
    public void Fixed_AnyValue_IsPrintedForPeople(double value, int decimals, string expected)
    {
        Assert.Equal(expected, NumberText.Fixed(value, decimals));
    }

    [Fact]
    public void PercentInterval_WithNote_PrintsAllThree()
    {
        Assert.Equal("80.3\u00A0% (74.1 to 85.2) [9 patients, unreliable]", NumberText.PercentInterval(new(0.803, 0.741, 0.852, "9 patients, unreliable")));
    }

    [Fact]
    public void Interval_Undefined_PrintsNoEnds()
    {
        Assert.Equal("undefined [class absent]", NumberText.Interval(new(double.NaN, 0, 1, "class absent"), 2));
    }
}
