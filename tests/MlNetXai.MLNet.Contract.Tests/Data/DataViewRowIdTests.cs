using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Data;

public sealed class DataViewRowIdTests
{
    [Fact]
    public void DerivedIds_OfManyRows_AreAllDifferent()
    {
        DataViewRowId[] rows = [.. Enumerable.Range(0, 1000).Select(i => new DataViewRowId((ulong)i, 0))];

        HashSet<DataViewRowId> ids = [.. rows];
        foreach (DataViewRowId id in rows)
        {
            ids.Add(id.Next());
            ids.Add(id.Fork());
            ids.Add(id.Fork().Next());
            ids.Add(id.Combine(new(7, 0)));
        }

        Assert.Equal(5 * rows.Length, ids.Count);
    }

    [Fact]
    public void DerivedIds_OfEqualIds_AreEqual()
    {
        DataViewRowId one = new(3, 4), other = new(3, 4);

        Assert.True(one.Fork().Equals(other.Fork()));
        Assert.True(one.Next().Equals(other.Next()));
        Assert.True(one.Combine(new(5, 6)).Equals(other.Combine(new(5, 6))));
        Assert.Equal(0, one.CompareTo(other));
        Assert.Equal((3ul, 4ul), (one.Low, one.High));
    }

    [Fact]
    public void CompareTo_OtherOrder_IsTheOpposite()
    {
        DataViewRowId one = new(9, 1), other = new(1, 2);

        Assert.Equal(Math.Sign(one.CompareTo(other)), -Math.Sign(other.CompareTo(one)));
        Assert.NotEqual(0, one.CompareTo(other));
    }
}
