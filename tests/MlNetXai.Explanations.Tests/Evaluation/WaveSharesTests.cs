using MlNetXai.Explanations.Evaluation;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class WaveSharesTests
{
    [Fact]
    public void Samples_NormalBeat_AreDisjointAndWithinTheBeat()
    {
        IReadOnlyList<WaveSamples> samples = WaveShares.Samples(WaveWindow.StudyA["N"], 72, 360, 216);

        // −205 ms is sample −73.8 and begins at the beat's first sample; 8 ms is 2.88 samples: R ends at +2, S begins at +3.
        Assert.Equal(
            [new("P", 0, 37), new("Q", 55, 69), new("R", 70, 74), new("S", 75, 91), new("T", 120, 200)],
            samples);
    }

    [Fact]
    public void Samples_OverlappingWaves_EarlierKeepsItsSamples()
    {
        // R of V: −75 … 65 ms; S: 12 … 167 ms.
        IReadOnlyList<WaveSamples> samples = WaveShares.Samples(WaveWindow.StudyA["V"], 72, 360, 216);

        Assert.Equal([new("R", 45, 95), new("S", 96, 132), new("T", 133, 215)], [.. samples]);
    }

    [Fact]
    public void Samples_PacedBeat_SpikeKeepsItsSamplesWithinTheWideR()
    {
        // R: −65 … 90 ms, samples 49 … 104; spike: −55.75 … −48.25 ms, samples 52 … 54.
        IReadOnlyList<WaveSamples> samples = WaveShares.Samples(WaveWindow.StudyA["/"], 72, 360, 216);

        Assert.Equal(
            [new("R", 49, 51), new("spike", 52, 54), new("R", 55, 104), new("S", 105, 133), new("T", 134, 215)],
            samples);
    }

    [Fact]
    public void Measure_UniformAttribution_HasRatioOne()
    {
        Batch values = new(4, 10, 1, Enumerable.Repeat(-2f, 40).ToArray());
        Dictionary<string, IReadOnlyList<WaveSamples>> windows = new() { ["N"] = [new("R", 2, 4)] };

        IReadOnlyList<WaveShare> shares = WaveShares.Measure(values, [0, 0, 0, 0], ["N"], windows, new(["a", "b", "c", "d"]));

        Assert.Equal(["R", "rest"], shares.Select(share => share.Wave));
        Assert.Equal(0.3, shares[0].Share.Estimate!.Value, 1e-12);
        Assert.Equal(0.3, shares[0].SampleShare, 1e-12);
        Assert.Equal(1, shares[0].Ratio.Estimate!.Value, 1e-12);
        Assert.Equal(0.7, shares[1].Share.Estimate!.Value, 1e-12);
    }

    [Fact]
    public void Measure_WindowsPerRow_AreUsedRowByRow()
    {
        Batch values = new(3, 4, 1, new float[] { 3, 1, 0, 0, 0, 0, 1, 3, 0, 0, 0, 0 });
        IReadOnlyList<WaveSamples>[] windows = [[new("R", 0, 0)], [new("R", 3, 3)], [new("R", 1, 1)]];

        IReadOnlyList<WaveShare> shares = WaveShares.Measure(values, [0, 0, 0], ["V"], windows, new(["a", "b", "c"]));

        Assert.Equal(0.75, shares[0].Share.Estimate!.Value, 1e-12);
        Assert.Equal(3, shares[0].Ratio.Estimate!.Value, 1e-12);
        Assert.Equal((3, 1), (shares[0].Rows, shares[0].RowsWithoutMagnitude));
        Assert.Equal("2 patients, no interval", shares[0].Share.Remark);
    }

    [Fact]
    public void Measure_ClassWithoutWindows_IsLeftOut()
    {
        Batch values = new(1, 4, 1);

        Assert.Empty(WaveShares.Measure(values, [0], ["Q"], new Dictionary<string, IReadOnlyList<WaveSamples>>(), new(["a"])));
    }
}
