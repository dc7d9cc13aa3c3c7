using System.Text.Json;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using Xunit;

namespace MlNetXai.Explanations.Tests;

public sealed class SegmentationTests
{
    [Fact]
    public void Equal_GoldenRow_HasItsBounds()
    {
        double[] bounds = GoldenModels.Numbers(GoldenModels.Statistics.GetProperty("segments11").GetProperty("bounds"));

        IReadOnlyList<Segment> segments = Segmentation.Equal().Over(216);

        Assert.Equal(bounds[..^1], segments.Select(segment => (double)segment.Start));
        Assert.Equal(bounds[1..], segments.Select(segment => (double)segment.End));
    }

    [Fact]
    public void Equal_FewerStepsThanSegments_LeavesSomeAbsent()
    {
        IReadOnlyList<Segment> segments = Segmentation.Equal(4).Over(2);

        Assert.Equal([0, 1, 0, 1], segments.Select(segment => segment.Count));
    }

    [Fact]
    public void OfLength_RowOfOtherLength_EndsWithAShorterOne() => Assert.Equal([4, 4, 1], Segmentation.OfLength(4).Over(9).Select(segment => segment.Count));

    [Fact]
    public void At_SegmentBeyondTheRow_NamesIt()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Segmentation.At([new("T", 3, 9)]).Over(8));

        Assert.Equal("Segment 'T' ends at step 9, but the rows have 8 steps. Cut the segments to the rows.", error.Message);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(3, 2)]
    public void At_SegmentOutOfOrder_IsRefused(int start, int end) => Assert.Throws<ArgumentException>(() => Segmentation.At([new("T", start, end)]));

    [Fact]
    public void Segmentation_OfEveryKind_SurvivesJson()
    {
        foreach (Segmentation segmentation in (Segmentation[])[Segmentation.Equal(7), Segmentation.OfLength(3), Segmentation.At([new("P", 1, 4), new("QRS", 4, 4), new("T", 9, 12)])])
        {
            ShapleySegmentsOptions options = new() { Segments = segmentation };

            ShapleySegmentsOptions read = JsonSerializer.Deserialize<ShapleySegmentsOptions>(JsonSerializer.Serialize(options))!;

            Assert.Equal(options, read);
            Assert.Equal(options.GetHashCode(), read.GetHashCode());
        }
    }

    [Theory]
    [InlineData("""{"kind":"best"}""")]
    [InlineData("""{"kind":"equal"}""")]
    [InlineData("""{"kind":"length","steps":0}""")]
    [InlineData("""{"kind":"at","segments":[["a",2,1]]}""")]
    public void Segmentation_OfDamagedJson_IsRefused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Segmentation>(json));
}
