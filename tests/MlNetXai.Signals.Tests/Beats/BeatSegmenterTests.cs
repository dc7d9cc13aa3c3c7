using System.Text.Json;
using MlNetXai.Signals.Beats;
using Xunit;

namespace MlNetXai.Signals.Tests.Beats;

public class BeatSegmenterTests
{
    private static readonly JsonElement Synthetic = GoldenSignal.Expected.GetProperty("synthetic");

    [Fact]
    public void GoldenSignal_Generated_IsTheReferenceSignal()
    {
        int[] x = GoldenSignal.Integers;

        Assert.Equal(Synthetic.GetProperty("sum").GetInt64(), x.Sum(value => (long)value));
        Assert.Equal(Synthetic.GetProperty("absSum").GetInt64(), x.Sum(value => (long)Math.Abs(value)));
        Assert.Equal(Synthetic.GetProperty("weighted").GetInt64(), x.Select((value, n) => (n + 1L) * value).Sum());
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Segment_GoldenSignal_EqualsBioSppy(int index)
    {
        JsonElement expected = Synthetic.GetProperty("cases")[index];
        double[] millivolts = GoldenSignal.Millivolts(expected.GetProperty("samples").GetInt32());

        BeatDetection found = new BeatSegmenter().Segment(millivolts, expected.GetProperty("fs").GetDouble());

        foreach (JsonProperty value in expected.GetProperty("filtered").EnumerateObject())
            Assert.Equal(value.Value.GetDouble(), found.Filtered[int.Parse(value.Name)], 1e-12);
        double absoluteSum = expected.GetProperty("filteredAbsSum").GetDouble();
        Assert.Equal(expected.GetProperty("filteredSum").GetDouble(), found.Filtered.Sum(), 1e-12 * absoluteSum);
        Assert.Equal(absoluteSum, found.Filtered.Sum(Math.Abs), 1e-10 * absoluteSum);
        double squares = expected.GetProperty("filteredSquareSum").GetDouble();
        Assert.Equal(squares, found.Filtered.Sum(value => value * value), 1e-10 * squares);
        Assert.Equal(Integers(expected, "detections"), found.Detections);
        Assert.Equal(Integers(expected, "corrected"), found.Corrected);
        Assert.Equal(Integers(expected, "kept"), found.Kept);
        Assert.Equal(expected.GetProperty("beatLength").GetInt32(), found.BeatSamples);
        double[] beatSums = [.. expected.GetProperty("beatSums").EnumerateArray().Select(value => value.GetDouble())];
        Assert.Equal(beatSums, found.Kept.Select(r => found.Beat(r).ToArray().Sum()), (a, b) => Math.Abs(a - b) < 1e-10);
    }

    [Fact]
    public void Segment_327Samples_SaysHowManyThereMustBe()
    {
        BeatException error = Assert.Throws<BeatException>(() => new BeatSegmenter().Segment(GoldenSignal.Millivolts(327), 360, "100.dat, lead MLII"));

        Assert.StartsWith("100.dat, lead MLII: 327 samples", error.Message);
        Assert.Contains("the signal must have more than 327 samples", error.Message);
    }

    [Theory]
    [InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Segment_InvalidSamples_NamesFirstAndNumber(double invalid)
    {
        double[] millivolts = GoldenSignal.Millivolts(2000);
        millivolts[700] = millivolts[701] = millivolts[1500] = invalid;

        BeatException error = Assert.Throws<BeatException>(() => new BeatSegmenter().Segment(millivolts, 360, "record 7, lead V5"));

        Assert.StartsWith("record 7, lead V5: 3 of 2000 samples are invalid, the first at sample 700;", error.Message);
    }

    [Fact]
    public void Segment_RateTooLow_SaysWhatTheBandNeeds()
    {
        BeatException error = Assert.Throws<BeatException>(() => new BeatSegmenter().Segment(GoldenSignal.Millivolts(2000), 90));

        Assert.Contains("the sampling rate is 90 Hz and must be above 90 Hz", error.Message);
    }

    [Theory]
    [InlineData(1e5)]
    [InlineData(1e12)]
    [InlineData(double.PositiveInfinity)]
    public void Segment_RateBeyondReason_IsRefusedBeforeTheFilterIsBuilt(double rate) =>
        Assert.Contains("must be at most 20000 Hz", Assert.Throws<BeatException>(() => new BeatSegmenter().Segment(new double[1000], rate)).Message);

    [Theory]
    [InlineData(0), InlineData(-5.12), InlineData(1e-3)]
    public void Segment_FlatSignal_FindsNothing(double value)
    {
        double[] millivolts = new double[50000];
        Array.Fill(millivolts, value);

        BeatDetection found = new BeatSegmenter().Segment(millivolts, 360);

        Assert.Empty(found.Kept);
    }

    [Fact]
    public void Segment_OtherWindow_CutsThatManySamples()
    {
        BeatSegmenter segmenter = new(new() { BeforeSeconds = 0.1, AfterSeconds = 0.3 });

        BeatDetection found = segmenter.Segment(GoldenSignal.Millivolts(3000), 500);

        Assert.Equal((50, 150, 200), (found.Before, found.After, found.Beat(found.Kept[0]).Length));
    }

    private static int[] Integers(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
}
