using FsCheck;
using Xunit;

namespace MlNetXai;

public sealed class BatchTests
{
    [Fact]
    public void Row_SecondRow_IsStepsTimesChannelsInOrder()
    {
        Batch batch = Counted(rows: 2, steps: 3, channels: 2);

        Assert.Equal([6, 7, 8, 9, 10, 11], batch.Row(1).ToArray());
        Assert.Equal(new RowShape(3, 2), batch.Shape);
    }

    [Fact]
    public void Slice_Written_WritesTheSameMemory()
    {
        Batch batch = Counted(rows: 3, steps: 2, channels: 1);

        batch.Slice(1, 2).Values[0] = -1;

        Assert.Equal([0, 1, -1, 3, 4, 5], batch.Values.ToArray());
    }

    [Fact]
    public void Gather_RowsInAnyOrder_CopiesThem()
    {
        Batch batch = Counted(rows: 3, steps: 2, channels: 1);

        Batch gathered = batch.Gather([2, 0, 2]);
        gathered.Values[0] = -1;

        Assert.Equal([-1, 5, 0, 1, 4, 5], gathered.Values.ToArray());
        Assert.Equal(4, batch.Row(2)[0]);
    }

    [Fact]
    public void Gather_SlicesOfAnyCut_TogetherAreTheWhole() =>
        Prop.ForAll<PositiveInt, NonNegativeInt>((rows, cut) =>
        {
            int n = rows.Get % 20, first = cut.Get % (n + 1);
            Batch batch = Counted(n, 2, 3);
            return batch.Slice(0, first).Values.ToArray().Concat(batch.Slice(first, n - first).Values.ToArray()).SequenceEqual(batch.Values.ToArray());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Constructor_MemoryOfAnotherLength_NamesBoth()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => new Batch(2, 3, 1, new float[5]));

        Assert.Equal("values has 5 values, not 6.", error.Message);
    }

    [Theory]
    [InlineData(-1, 1, 1, "rows")]
    [InlineData(1, 0, 1, "steps")]
    [InlineData(1, 1, 0, "channels")]
    public void Constructor_CountTooSmall_NamesIt(int rows, int steps, int channels, string name)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new Batch(rows, steps, channels, Array.Empty<float>()));

        Assert.Equal(name, error.ParamName);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void RequireFinite_OneValueNot_NamesItsPlace(float value)
    {
        Batch batch = Counted(rows: 2, steps: 3, channels: 2);
        batch.Row(1)[3] = value;

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => batch.RequireFinite("test beats"));

        Assert.StartsWith("test beats, row 1, step 1, channel 1:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_SliceAndGather_GoWithTheirRows()
    {
        Batch batch = new(3, 4, 1, new float[12], new[] { 4, 1, 2 });

        Assert.Equal([1, 2], batch.Slice(1, 2).Lengths.ToArray());
        Assert.Equal([2, 4, 2], batch.Gather([2, 0, 2]).Lengths.ToArray());
        Assert.Equal([4, 1, 2], batch.Blank().Lengths.ToArray());
        Assert.Equal(1, batch.LengthOf(1));
    }

    [Fact]
    public void Lengths_NotGiven_AreAllSteps()
    {
        Batch batch = new(2, 3, 1);

        Assert.True(batch.Lengths.IsEmpty);
        Assert.True(batch.Gather([1]).Lengths.IsEmpty);
        Assert.Equal(3, batch.LengthOf(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Constructor_LengthOutside_NamesRowAndRange(int length)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new Batch(2, 4, 1, new float[8], new[] { 4, length }));

        Assert.Contains($"The length of row 1 is {length} and must lie in 1 … 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_LengthMissing_NamesBothNumbers()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => new Batch(2, 4, 1, new float[8], new[] { 4 }));

        Assert.Equal("lengths has 1 values, not 2.", error.Message);
    }

    private static Batch Counted(int rows, int steps, int channels) =>
        new(rows, steps, channels, Enumerable.Range(0, rows * steps * channels).Select(i => (float)i).ToArray());
}
