using System.Text.Json;
using MlNetXai.Signals.Filters;
using MlNetXai.Signals.Tests.Beats;
using Xunit;

namespace MlNetXai.Signals.Tests.Filters;

public class FirBandPassTests
{
    [Theory]
    [InlineData(360), InlineData(250), InlineData(500)]
    public void Taps_ThreeTo45Hertz_EqualSciPy(int samplingRateHz)
    {
        JsonElement expected = GoldenSignal.Expected.GetProperty("taps").GetProperty($"{samplingRateHz}");

        FirBandPass bandPass = new(samplingRateHz);

        Assert.Equal(expected.EnumerateArray().Select(tap => tap.GetDouble()), bandPass.Taps.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-15);
    }

    [Theory]
    [InlineData(328), InlineData(500), InlineData(5003)]
    public void Filter_AnyLength_EqualsTwoPassesOverTheExtension(int samples)
    {
        FirBandPass bandPass = new(360);
        double[] x = GoldenSignal.Millivolts(samples);

        Assert.Equal(bandPass.FilterPlainly(x), bandPass.Filter(x), (a, b) => Math.Abs(a - b) <= 1e-14);
    }

    [Fact]
    public void Filter_SumOfSignals_IsSumOfFiltered()
    {
        FirBandPass bandPass = new(360);
        double[] x = GoldenSignal.Millivolts(2000), reversed = [.. x.Reverse()];

        double[] sum = bandPass.Filter([.. x.Zip(reversed, (a, b) => a + (2 * b))]);

        Assert.Equal(bandPass.Filter(x).Zip(bandPass.Filter(reversed), (a, b) => a + (2 * b)), sum, (a, b) => Math.Abs(a - b) <= 1e-13);
    }

    [Fact]
    public void Filter_Reversed_IsReversedFiltered()
    {
        FirBandPass bandPass = new(360);
        double[] x = GoldenSignal.Millivolts(2000);

        Assert.Equal(bandPass.Filter(x).Reverse(), bandPass.Filter([.. x.Reverse()]), (a, b) => Math.Abs(a - b) <= 1e-14);
    }

    [Fact]
    public void Filter_327Samples_SaysHowManyThereMustBe()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new FirBandPass(360).Filter(new double[327]));

        Assert.Contains("must have more than 327", error.Message);
    }

    [Fact]
    public void Constructor_BandDoesNotFit_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FirBandPass(90));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FirBandPass(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FirBandPass(360, new() { LowHz = 50 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FirBandPassOptions { LowHz = 0 });
    }
}
