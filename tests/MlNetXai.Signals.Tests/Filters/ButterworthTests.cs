using System.Text.Json;
using MlNetXai.Signals.Filters;
using MlNetXai.Signals.Tests.Beats;
using Xunit;

namespace MlNetXai.Signals.Tests.Filters;

public class ButterworthTests
{
    [Theory]
    [InlineData(360), InlineData(250), InlineData(500)]
    public void LowPass_25Hertz_EqualsSciPy(int samplingRateHz) =>
        RequireEqual(Expected(samplingRateHz, "lowpass25"), Butterworth.LowPass(25, samplingRateHz), 1e-12);

    // SciPy's steady state of the high-pass carries rounding errors up to 2.5e-10.
    [Theory]
    [InlineData(360), InlineData(250), InlineData(500)]
    public void HighPass_3Hertz_EqualsSciPy(int samplingRateHz) =>
        RequireEqual(Expected(samplingRateHz, "highpass3"), Butterworth.HighPass(3, samplingRateHz), 1e-9);

    [Theory]
    [InlineData(3, 360), InlineData(25, 360), InlineData(3, 500)]
    public void Memory_AfterAnImpulse_IsWhenTheOutputIsGone(double cornerHz, double samplingRateHz)
    {
        int memory = Butterworth.Memory(cornerHz, samplingRateHz);
        double[] samples = new double[memory + 100 + (2 * ZeroPhase.ExtensionSamples)];
        samples[50] = 1;

        ZeroPhase.FilterPlainly(samples, Butterworth.HighPass(cornerHz, samplingRateHz));

        Assert.InRange(samples[^20..].Max(Math.Abs), 0, 1e-15);
        Assert.InRange(samples[(memory / 4)..].Max(Math.Abs), 1e-8, 1);
    }

    private static JsonElement Expected(int samplingRateHz, string filter) =>
        GoldenSignal.Expected.GetProperty("butterworth").GetProperty($"{samplingRateHz}").GetProperty(filter);

    private static void RequireEqual(JsonElement expected, FourthOrderSection section, double stateTolerance)
    {
        Assert.Equal(Numbers(expected, "b"), [section.B0, section.B1, section.B2, section.B3, section.B4], (x, y) => Math.Abs(x - y) <= 1e-14);
        Assert.Equal(Numbers(expected, "a"), [1, section.A1, section.A2, section.A3, section.A4], (x, y) => Math.Abs(x - y) <= 1e-14);
        Assert.Equal(Numbers(expected, "zi"), [section.Z0, section.Z1, section.Z2, section.Z3], (x, y) => Math.Abs(x - y) <= stateTolerance);
    }

    private static double[] Numbers(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
