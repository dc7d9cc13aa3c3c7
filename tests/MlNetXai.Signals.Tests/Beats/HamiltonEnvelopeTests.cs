using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Filters;
using MlNetXai.Signals.Filters.Kernels;
using Xunit;

namespace MlNetXai.Signals.Tests.Beats;

public class HamiltonEnvelopeTests
{
    // Rounding differs between fused and separate multiply-add; the high-pass's poles, close to 1, make 1e-10 of it.
    [Theory]
    [InlineData(360), InlineData(250), InlineData(500)]
    public void Slope_InPieces_EqualsThePassesOverTheWholeSignal(int samplingRateHz)
    {
        double[] filtered = new FirBandPass(samplingRateHz).Filter(GoldenSignal.Millivolts(36000));
        HamiltonEnvelope envelope = new(samplingRateHz);
        if (SignalKernels.Lanes == 1)
            Assert.Skip("Vectors are switched off.");
        double[] whole = new double[filtered.Length - 1], pieces = new double[whole.Length];

        envelope.SlopePlainly(filtered, whole);
        bool agreed = envelope.TrySlopeInPieces(filtered, pieces, new());

        Assert.True(agreed);
        Assert.Equal(whole, pieces, (a, b) => Math.Abs(a - b) <= 1e-8);
    }

    // After 20,000 flat samples the whole signal's decay is 1e-170 and has maxima; a piece that starts there has none.
    [Fact]
    public void Compute_LongFlatStretch_FallsBackToTheWholeSignal()
    {
        double[] filtered = new FirBandPass(360).Filter(GoldenSignal.Millivolts(36000));
        filtered.AsSpan(8000, 20000).Clear();
        if (SignalKernels.Lanes == 1)
            Assert.Skip("Vectors are switched off.");
        HamiltonEnvelope envelope = new(360);
        double[] whole = new double[filtered.Length - 1], pieces = new double[whole.Length];
        envelope.SlopePlainly(filtered, whole);

        bool agreed = envelope.TrySlopeInPieces(filtered, pieces, new());
        ReadOnlySpan<double> smooth = envelope.Compute(filtered, new());

        Assert.False(agreed);
        Assert.True(smooth[18000] > 0);
        Assert.InRange(smooth[18000], whole[17980..18020].Min(), whole[17980..18020].Max());
    }

    [Fact]
    public void Segment_ScratchUsedBefore_GivesTheSamePositions()
    {
        BeatScratch scratch = new();
        BeatSegmenter segmenter = new();
        Positions(36000, 360);

        BeatPositions again = Positions(5000, 250);

        Assert.Equal(segmenter.Segment(GoldenSignal.Millivolts(5000), 250).Corrected, again.Corrected);

        BeatPositions Positions(int samples, double rate)
        {
            double[] filtered = new double[samples];
            segmenter.Filter(GoldenSignal.Millivolts(samples), rate, "a", filtered, scratch);
            return BeatSegmenter.Find(filtered, rate, scratch);
        }
    }
}
