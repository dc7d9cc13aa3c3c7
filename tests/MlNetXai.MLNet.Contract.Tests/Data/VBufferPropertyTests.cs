using FsCheck;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Data;

/// <summary>A sparse buffer is its dense form, whatever is done to both.</summary>
public sealed class VBufferPropertyTests
{
    private static readonly Gen<float?[]> Items = Gen.Sized(size =>
        Gen.ArrayOf(Gen.Frequency(Tuple.Create(2, Gen.Constant((float?)null)), Tuple.Create(1, Gen.Choose(-9, 9).Select(v => (float?)v)))).Resize(size));

    [Fact]
    public void Members_AnySparseBuffer_AgreeWithItsDenseForm() => Check(items =>
    {
        (VBuffer<float> sparse, float[] dense) = Make(items);
        float[] copied = new float[dense.Length];

        sparse.CopyTo(copied);

        Assert.Equal(dense, copied);
        Assert.Equal(dense, sparse.DenseValues());
        Assert.Equal(dense, sparse.Items(all: true).Select(item => item.Value));
        Assert.Equal(dense, Enumerable.Range(0, dense.Length).Select(sparse.GetItemOrDefault));
        Assert.Equal(items.Count(item => item is not null), sparse.Items().Count());
    });

    [Fact]
    public void CopyTo_AnyPartOfAnyBuffer_IsThePartOfTheDenseForm() => Check(items =>
    {
        (VBuffer<float> sparse, float[] dense) = Make(items);
        VBuffer<float> part = new(3, [7, 8, 9]);
        for (int index = 0; index <= dense.Length; index++)
        {
            for (int length = 0; length <= dense.Length - index; length++)
            {
                sparse.CopyTo(ref part, index, length);
                Assert.Equal(dense.Skip(index).Take(length), part.DenseValues());
            }
        }
    });

    [Fact]
    public void Cache_AnySequenceOfBuffers_GivesThemBack() => Check(items =>
    {
        // Rows of growing length: every item and those before it.
        Row[] rows = [.. Enumerable.Range(0, items.Length + 1).Select(length => new Row { V = Make(items[..length]).Sparse })];
        MLContext context = new();

        IDataView cache = context.Data.Cache(context.Data.LoadFromEnumerable(rows));
        VBuffer<float>[] read = [.. cache.GetColumn<VBuffer<float>>("V")];

        Assert.Equal(rows.Select(row => row.V.IsDense), read.Select(value => value.IsDense));
        Assert.Equal(rows.Select(row => row.V.DenseValues()), read.Select(value => value.DenseValues()));
    });

    private static (VBuffer<float> Sparse, float[] Dense) Make(float?[] items)
    {
        int[] indices = [.. Enumerable.Range(0, items.Length).Where(index => items[index] is not null)];
        return (new(items.Length, indices.Length, [.. indices.Select(index => items[index]!.Value)], indices), [.. items.Select(item => item ?? 0)]);
    }

    private static void Check(Action<float?[]> property)
    {
        Configuration configuration = Configuration.QuickThrowOnFailure;
        configuration.Replay = FsCheck.Random.StdGen.NewStdGen(20251107, 297);
        configuration.EndSize = 24;
        Prop.ForAll(Arb.From(Items), property).Check(configuration);
    }

    private sealed class Row
    {
        public VBuffer<float> V { get; set; }
    }
}
