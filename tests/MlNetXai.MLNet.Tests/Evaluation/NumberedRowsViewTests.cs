using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Evaluation;
using Xunit;

namespace MlNetXai.MLNet.Tests.Evaluation;

public sealed class NumberedRowsViewTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static IDataView View => new NumberedRowsView(Context.Data.Cache(TinyData.View(Context, 200)), [3, 0, 150]);

    [Fact]
    public void GetRowCursor_Positions_GivesThoseRowsInTheInputsOrder()
    {
        Assert.Equal([0L, 3, 150], View.GetColumn<long>("Id"));
        Assert.Equal([0L, 3, 150], View.GetColumn<long>("Id"));
    }

    [Fact]
    public void GetRowCursor_AColumnNotAskedFor_IsInactive()
    {
        using DataViewRowCursor cursor = View.GetRowCursor([View.Schema["Id"]]);

        Assert.True(cursor.IsColumnActive(cursor.Schema["Id"]));
        Assert.False(cursor.IsColumnActive(cursor.Schema["Features"]));
        Assert.Equal(-1, cursor.Position);
        Assert.True(cursor.MoveNext() && cursor.MoveNext());
        Assert.Equal(1, cursor.Position);
    }

    [Fact]
    public void GetRowCursorSet_SeveralCursors_StillCountsRowsOnce()
    {
        DataViewRowCursor[] cursors = View.GetRowCursorSet([View.Schema["Id"]], 4);

        int rows = 0;
        foreach (DataViewRowCursor cursor in cursors)
        {
            while (cursor.MoveNext())
                rows++;
            cursor.Dispose();
        }

        Assert.Equal(3, rows);
    }

    [Fact]
    public void CanShuffle_OfNumberedRows_IsFalse() => Assert.False(View.CanShuffle);
}
