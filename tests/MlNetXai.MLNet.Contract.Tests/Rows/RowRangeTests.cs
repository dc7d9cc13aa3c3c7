using Microsoft.ML;
using Xunit;
using static MlNetXai.MLNet.Contract.Tests.GoldenNumbers;

namespace MlNetXai.MLNet.Contract.Tests.Rows;

public sealed class RowRangeTests
{
    private static readonly MLContext Context = new(1);

    [Fact]
    public void TakeRows_Zero_Throws() =>
        Errors.Require<ArgumentOutOfRangeException>("", () => Context.Data.TakeRows(RowViews.Numbered(3), 0));

    [Fact]
    public void TakeRows_SecondEnumeration_StartsAgain()
    {
        IDataView taken = Context.Data.TakeRows(RowViews.Numbered(5), 2);

        Assert.Equal(RowViews.Ids(taken), RowViews.Ids(taken));
    }

    [Fact]
    public void SkipRows_MoreThanThereAre_IsEmpty() =>
        Assert.Empty(RowViews.Ids(Context.Data.SkipRows(RowViews.Numbered(3), 7)));

    [Fact]
    public void SkipRowsThenTakeRows_Middle_KeepsOrderAndValues()
    {
        RowViews.IdRow[] rows = RowViews.Rows(Context.Data.TakeRows(Context.Data.SkipRows(RowViews.Numbered(10), 3), 4));

        Assert.Equal([3, 4, 5, 6], rows.Select(row => row.Id));
        Assert.All(rows, row => Assert.Equal([row.Id, 2 * row.Id, -row.Id], row.Values));
    }

    [Fact]
    public void TakeRows_CachedInputShuffled_KeepsTheFirstRows()
    {
        IDataView taken = Context.Data.TakeRows(Context.Data.Cache(RowViews.Numbered(100)), 3);

        Assert.False(taken.CanShuffle);
        Assert.Equal([0, 1, 2], RowViews.Ids(taken.GetRowCursor(taken.Schema, new Random(5))));
    }
}
