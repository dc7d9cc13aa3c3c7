using System.Text.Json;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Tests.Models;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class BeatSegmentsTests
{
    [Fact]
    public void Measure_GoldenRow_EqualsReading()
    {
        JsonElement golden = GoldenModels.Statistics.GetProperty("segments11");
        double[] row = GoldenModels.Numbers(golden.GetProperty("row"));
        Batch values = new(1, 216, 1, row.Select(value => (float)value).ToArray());

        IReadOnlyList<SegmentAverage> averages = BeatSegments.Measure(values, [0], ["N"], Segmentation.Equal(), new(["p"]));

        // The row is single precision in a batch, double in the plain form.
        GoldenModels.Close(GoldenModels.Numbers(golden.GetProperty("means")), BeatSegments.ValuesOf(row, 1, Segmentation.Equal().Over(216), SegmentQuantity.Mean), 1e-9);
        GoldenModels.Close(GoldenModels.Numbers(golden.GetProperty("means")), averages.Select(average => average.Value.Estimate!.Value).ToArray(), 1e-6);
        Assert.Equal(GoldenModels.Numbers(golden.GetProperty("bounds"))[..^1], averages.Select(average => average.Start!.Value));
    }

    [Theory]
    [InlineData(SegmentQuantity.Mean, 2, -1)]
    [InlineData(SegmentQuantity.Sum, 8, -2)]
    [InlineData(SegmentQuantity.Share, 0.8, 0.2)]
    public void Measure_AnyQuantity_IsWhatItSays(SegmentQuantity quantity, double first, double second)
    {
        Batch values = new(1, 3, 2, new float[] { 1, 3, 3, 1, -1, -1 });

        IReadOnlyList<SegmentAverage> averages = BeatSegments.Measure(values, [0], ["N"], Segmentation.OfLength(2), new(["p"]), quantity);

        Assert.Equal([first, second], averages.Select(average => average.Value.Estimate!.Value));
    }

    [Fact]
    public void Measure_AbsentSegment_IsLeftOutAndCounted()
    {
        Batch values = new(2, 3, 1, new float[] { 1, 2, 3, 5, 6, 7 });

        IReadOnlyList<SegmentAverage> averages = BeatSegments.Measure(
            values, [0, 0], ["N", "V"], [[new("P", 0, 1), new("T", 1, 3)], [new("P", 0, 0), new("T", 0, 2)]], new PatientBootstrap(["p", "q"]));

        Assert.Equal(("P", 1, 1, 1.0), (averages[0].Segment, averages[0].Rows, averages[0].Patients, averages[0].Value.Estimate));
        Assert.Equal(("T", 2, 4.0, 0.5, 2.5), (averages[1].Segment, averages[1].Rows, averages[1].Value.Estimate, averages[1].Start, averages[1].End));
        Assert.Equal(("V", 0, null, null), (averages[2].Class, averages[2].Rows, averages[2].Value.Estimate, averages[2].Start));
    }

    [Fact]
    public void ByWaves_WholeBeat_HasElevenSegments()
    {
        WaveBounds[] waves = [new("T", 60, 75, 90), new("P", 10, 15, 20), new("Q", 28, 30, 33), new("R", 32, 35, 38), new("S", 37, 39, 44)];

        IReadOnlyList<Segment> segments = BeatSegments.ByWaves(waves, 100);

        Assert.Equal(BeatSegments.WaveSegments, segments.Select(segment => segment.Name));
        Assert.Equal([0, 10, 15, 20, 28, 32, 35, 44, 60, 75, 90], segments.Select(segment => segment.Start));
        Assert.Equal(100, segments[^1].End);
    }

    [Fact]
    public void ByWaves_WithoutPQSAndT_LeavesThemAbsent()
    {
        IReadOnlyList<Segment> segments = BeatSegments.ByWaves([new("spike", 20, 21, 23), new("R", 22, 30, 40)], 100);

        Assert.Equal([22, 0, 0, 0, 0, 8, 10, 0, 0, 0, 60], segments.Select(segment => segment.Count));
    }

    [Fact]
    public void ByWaves_OverlapsAndEnds_AreCut()
    {
        IReadOnlyList<Segment> segments = BeatSegments.ByWaves([new("P", -5, 2, 12), new("R", 10, 15, 20), new("T", 18, 25, 40)], 30);

        Assert.Equal([0, 0, 2, 12, 12, 12, 15, 20, 20, 25, 30], segments.Select(segment => segment.Start));
        Assert.Equal(30, segments[^1].End);
    }

    [Fact]
    public void ByWaves_WithoutR_SaysWhatThereIs()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => BeatSegments.ByWaves([new("P", 0, 1, 2)], 10));

        Assert.StartsWith("A beat in segments needs an R wave, but the waves are P.", error.Message);
    }

    [Fact]
    public void Measure_OtherNamesInARow_NamesIt()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => BeatSegments.Measure(
            new(2, 2, 1), [0, 0], ["N"], [[new("P", 0, 1)], [new("T", 0, 1)]], new PatientBootstrap(["p", "q"])));

        Assert.StartsWith("Row 1 has the segments T, an earlier one P", error.Message);
    }
}
