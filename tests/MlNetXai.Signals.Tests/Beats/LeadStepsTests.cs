using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.Beats;

public class LeadStepsTests
{
    // Single precision moves a detection by a sample here and there, but never R: the highest sample near it.
    [Theory]
    [InlineData(0), InlineData(1)]
    public void Detect_EveryRecordOfMitDb_FindsTheSameRAsDoublePrecision(int channel)
    {
        string folder = RealData.Require("mitdb");
        BeatSegmenter segmenter = new();
        BeatScratch scratch = new();
        LeadSteps steps = new(segmenter, scratch);
        List<string> moved = [];
        foreach (string path in WfdbFolder.Records(folder))
        {
            EcgRecording recording = EcgRecording.Open(path, new() { Channel = channel }, [])!;
            float[] lead = new float[recording.RequireSamples()];
            recording.Read(lead);
            BeatDetection exact = segmenter.Segment(recording.ReadExactly(0, scratch), 360);

            steps.Filter(lead, 360, "a", lead);
            IReadOnlyList<int> peaks = steps.Detect(lead, 360, "a");

            moved.AddRange(exact.Corrected.Except(peaks).Concat(peaks.Except(exact.Corrected)).Select(r => $"{recording.Name}:{r}"));
        }

        Assert.Empty(moved);
    }

    [Fact]
    public void Filter_InPlace_IsTheDoubleFilterRoundedOnce()
    {
        double[] exact = GoldenSignal.Millivolts(36_000);
        float[] lead = [.. exact.Select(value => (float)value)];
        BeatDetection expected = new BeatSegmenter().Segment([.. lead.Select(value => (double)value)], 360);

        new LeadSteps().Filter(lead, 360, "a", lead);

        Assert.Equal(expected.Filtered.Select(value => (float)value), lead);
    }

    [Fact]
    public void Detect_LeadOfLessThanASecond_HasNoBeats() => Assert.Empty(new LeadSteps().Detect(new float[359], 360, "a"));

    [Fact]
    public void Detect_InvalidSample_NamesPlaceAndSample()
    {
        float[] lead = new float[720];
        lead[500] = float.NaN;

        BeatException error = Assert.Throws<BeatException>(() => new LeadSteps().Detect(lead, 360, "100, lead MLII"));

        Assert.StartsWith("100, lead MLII: 1 of 720 samples are invalid, the first at sample 500", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50), InlineData(20_001), InlineData(float.NaN)]
    public void Detect_RateOutOfRange_SaysWhichAreAllowed(float rate)
    {
        BeatException error = Assert.Throws<BeatException>(() => new LeadSteps().Detect(new float[50_000], rate, "100, lead MLII"));

        Assert.Contains("must be above 50 Hz and at most 20000 Hz", error.Message, StringComparison.Ordinal);
    }
}
