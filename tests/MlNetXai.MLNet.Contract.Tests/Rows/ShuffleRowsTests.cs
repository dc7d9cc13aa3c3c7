using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static MlNetXai.MLNet.Contract.Tests.GoldenNumbers;

namespace MlNetXai.MLNet.Contract.Tests.Rows;

public sealed class ShuffleRowsTests
{
    private static readonly MLContext Context = new(1);

    [Theory]
    [InlineData(0, 10), InlineData(1, 10), InlineData(10, 1), InlineData(10, 3), InlineData(300, 20), InlineData(50, 1000)]
    public void ShuffleRows_AnyPool_GivesEachRowOnce(int count, int pool)
    {
        RowViews.IdRow[] rows = RowViews.Rows(Context.Data.ShuffleRows(RowViews.Numbered(count), seed: 3, shufflePoolSize: pool));

        Assert.Equal(Enumerable.Range(0, count), rows.Select(row => row.Id).Order());
        Assert.All(rows, row => Assert.Equal([row.Id, 2 * row.Id, -row.Id], row.Values));
    }

    [Fact]
    public void ShuffleRows_DefaultPool_ChangesTheOrder()
    {
        IDataView shuffled = Context.Data.ShuffleRows(RowViews.Numbered(100), seed: 3);

        Assert.True(shuffled.CanShuffle);
        Assert.NotEqual(Enumerable.Range(0, 100), RowViews.Ids(shuffled));
    }

    [Fact]
    public void ShuffleRows_EqualSeeds_GiveEqualOrders()
    {
        IDataView data = RowViews.Numbered(100), shuffled = Context.Data.ShuffleRows(data, seed: 3);

        Assert.Equal(RowViews.Ids(shuffled.GetRowCursor(shuffled.Schema, new Random(9))), RowViews.Ids(shuffled.GetRowCursor(shuffled.Schema, new Random(9))));
        Assert.Equal(RowViews.Ids(Context.Data.ShuffleRows(data, seed: 3)), RowViews.Ids(Context.Data.ShuffleRows(data, seed: 3)));
    }

    [Fact]
    public void ShuffleRows_RowIds_StayWithTheirRows()
    {
        IDataView data = RowViews.Numbered(40);

        Assert.Equal(RowViews.RowIds(data), RowViews.RowIds(Context.Data.ShuffleRows(data, seed: 3, shufflePoolSize: 7)).OrderBy(row => row.Key).ToDictionary());
    }

    [Fact]
    public void ShuffleRows_InactiveColumn_IsRefused()
    {
        IDataView shuffled = Context.Data.ShuffleRows(RowViews.Numbered(3), seed: 3);
        using DataViewRowCursor cursor = shuffled.GetRowCursor([shuffled.Schema["Id"]]);

        Errors.Require<ArgumentOutOfRangeException>("", () => cursor.GetGetter<VBuffer<float>>(shuffled.Schema["Values"]));
    }

    [Fact]
    public void ShuffleRows_NoPool_Throws() =>
        Errors.Require<ArgumentOutOfRangeException>("", () => Context.Data.ShuffleRows(RowViews.Numbered(3), shufflePoolSize: 0));
}
