using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Enumerables;

/// <summary>Cursors, for a view of objects and for a cache.</summary>
public sealed class CursorTests
{
    private static readonly MLContext Context = new(1);

    public static TheoryData<bool> Cached => [false, true];

    [Theory, MemberData(nameof(Cached))]
    public void Position_BeforeOnAndAfterTheRows_IsMinusOneThenCountsThenMinusOne(bool cached)
    {
        IDataView view = View(cached, 3);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);

        List<long> positions = [cursor.Position];
        while (cursor.MoveNext())
            positions.Add(cursor.Position);
        positions.Add(cursor.Position);

        Assert.Equal([-1, 0, 1, 2, -1], positions);
        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    [Theory, MemberData(nameof(Cached))]
    public void InactiveColumn_Getter_ThrowsAndNothingIsRead(bool cached)
    {
        int read = 0;
        IDataView view = Context.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Counted(() => read++) { Value = i }));
        view = cached ? Context.Data.Cache(view) : view;
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Value"]]);

        Errors.Require<ArgumentOutOfRangeException>("requested column not active", () => cursor.GetGetter<int>(view.Schema["Expensive"]));
        while (cursor.MoveNext())
            continue;

        Assert.True(cursor.IsColumnActive(view.Schema["Value"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Expensive"]));
        Assert.Equal(0, read);
    }

    [Theory, MemberData(nameof(Cached))]
    public void Getter_OfAnotherType_Throws(bool cached)
    {
        IDataView view = View(cached, 1);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);

        Errors.Require<InvalidOperationException>("Invalid TValue in GetGetter for column", () => cursor.GetGetter<double>(view.Schema["Value"]));
    }

    [Theory, MemberData(nameof(Cached))]
    public void NoActiveColumn_Rows_AreCountedStill(bool cached)
    {
        using DataViewRowCursor cursor = View(cached, 5).GetRowCursor([]);

        int rows = 0;
        while (cursor.MoveNext())
            rows++;

        Assert.Equal(5, rows);
    }

    [Theory, MemberData(nameof(Cached))]
    public void Getters_CalledTwiceOnARow_GiveTheSame(bool cached)
    {
        IDataView view = View(cached, 2);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema["V"]);
        ValueGetter<VBuffer<float>> other = cursor.GetGetter<VBuffer<float>>(view.Schema["V"]);
        VBuffer<float> first = default, second = default;

        cursor.MoveNext();
        cursor.MoveNext();
        getter(ref first);
        other(ref second);
        getter(ref second);

        Assert.Equal([1, 10], first.DenseValues());
        Assert.Equal(first.DenseValues(), second.DenseValues());
    }

    [Theory, MemberData(nameof(Cached))]
    public void Getter_OutsideTheRows_Throws(bool cached)
    {
        IDataView view = View(cached, 1);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema["Value"]);
        float value = 0;

        Assert.ThrowsAny<Exception>(() => getter(ref value));
        while (cursor.MoveNext())
            continue;

        Assert.ThrowsAny<Exception>(() => getter(ref value));
    }

    [Theory, MemberData(nameof(Cached))]
    public void Ids_OfAllRows_AreDifferentAndRepeatable(bool cached)
    {
        IDataView view = View(cached, 100);

        (float Value, DataViewRowId Id)[] first = Ids(view.GetRowCursor(view.Schema)), second = Ids(view.GetRowCursor(view.Schema));

        Assert.Equal(first, second);
        Assert.Equal(100, first.Select(row => row.Id).Distinct().Count());
    }

    [Theory, MemberData(nameof(Cached))]
    public void CursorSet_AllRows_AreSharedAndBatchRestoresTheirOrder(bool cached)
    {
        IDataView view = View(cached, 1000);

        DataViewRowCursor[] cursors = view.GetRowCursorSet(view.Schema, 3);
        List<(long Batch, int Row, float Value)> rows = [];
        foreach (DataViewRowCursor cursor in cursors)
        {
            using (cursor)
            {
                long last = long.MinValue;
                foreach ((long batch, float value) in Batches(cursor))
                {
                    Assert.True(batch >= last);
                    last = batch;
                    rows.Add((batch, rows.Count, value));
                }
            }
        }

        Assert.InRange(cursors.Length, 1, 3);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (float)i), rows.OrderBy(row => row.Batch).ThenBy(row => row.Row).Select(row => row.Value));
    }

    [Fact]
    public void CursorSet_OfObjects_IsOneCursor()
    {
        IDataView view = View(cached: false, 1000);

        DataViewRowCursor cursor = Assert.Single(view.GetRowCursorSet(view.Schema, 4));

        cursor.Dispose();
    }

    [Fact]
    public void Cache_Shuffled_HasAllRowsWithTheirIdsAndEqualSeedsGiveEqualOrders()
    {
        IDataView view = View(cached: true, 200);
        Dictionary<float, DataViewRowId> ids = Ids(view.GetRowCursor(view.Schema)).ToDictionary(row => row.Value, row => row.Id);

        (float Value, DataViewRowId Id)[] one = Ids(view.GetRowCursor(view.Schema, new Random(3))), same = Ids(view.GetRowCursor(view.Schema, new Random(3)));

        Assert.True(view.CanShuffle);
        Assert.Equal(one, same);
        Assert.NotEqual(ids.Keys, one.Select(row => row.Value));
        Assert.Equal(ids.Keys, one.Select(row => row.Value).Order());
        Assert.All(one, row => Assert.Equal(ids[row.Value], row.Id));
    }

    [Fact]
    public void Cache_CursorsOfASetOnSeveralThreads_HaveAllRowsOnce()
    {
        IDataView view = View(cached: true, 10_000);

        float[] rows = [.. view.GetRowCursorSet(view.Schema, 4, new Random(5)).AsParallel().WithDegreeOfParallelism(4).SelectMany(cursor => Ids(cursor)).Select(row => row.Value)];

        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => (float)i), rows.Order());
    }

    [Fact]
    public void Cache_CursorsAtTheSameTime_DoNotDisturbEachOther()
    {
        IDataView view = View(cached: true, 200);
        using DataViewRowCursor slow = view.GetRowCursor(view.Schema), fast = view.GetRowCursor(view.Schema);
        ValueGetter<float> slowGetter = slow.GetGetter<float>(view.Schema["Value"]), fastGetter = fast.GetGetter<float>(view.Schema["Value"]);
        float slowValue = 0, fastValue = 0;

        while (fast.MoveNext() && fast.MoveNext() && slow.MoveNext())
        {
            fastGetter(ref fastValue);
            slowGetter(ref slowValue);
            Assert.Equal((slow.Position, fast.Position), ((long)slowValue, (long)fastValue));
        }

        Assert.Equal(99, slowValue);
    }

    [Fact]
    public void Cache_Input_IsReadOncePerColumn()
    {
        int enumerations = 0;
        IEnumerable<Item> Rows()
        {
            enumerations++;
            for (int i = 0; i < 10; i++)
                yield return new() { Value = i, V = [i, 10 * i] };
        }

        IDataView cache = Context.Data.Cache(Context.Data.LoadFromEnumerable(Rows()), "Value", "V");
        float[] first = [.. cache.GetColumn<float>("Value")], second = [.. cache.GetColumn<float>("Value")];
        float[][] vectors = [.. cache.GetColumn<float[]>("V")];

        Assert.Equal(1, enumerations);
        Assert.Equal(first, second);
        Assert.Equal([9, 90], vectors[9]);
        Assert.Equal(10, cache.GetRowCount());
    }

    [Fact]
    public void Cache_SparseVectorsAndTexts_AreAsInTheInput()
    {
        IDataView cache = Context.Data.Cache(Context.Data.LoadFromEnumerable(
        [
            new Item { Sparse = new(6, 2, [5, 7], [1, 4]), Text = "a", Texts = ["x", "y"] }, new Item { Sparse = new(2, [1, 2]), Texts = [] }, new Item { Sparse = new(4, 0, [], []) },
        ]));

        VBuffer<float>[] sparse = [.. cache.GetColumn<VBuffer<float>>("Sparse")];

        Assert.Equal([false, true, false], sparse.Select(value => value.IsDense));
        Assert.Equal([0, 5, 0, 0, 7, 0], sparse[0].DenseValues());
        Assert.Equal([1, 2], sparse[1].DenseValues());
        Assert.Equal([0, 0, 0, 0], sparse[2].DenseValues());
        Assert.Equal(["a", "", ""], cache.GetColumn<string>("Text"));
        Assert.Equal([["x", "y"], [], []], cache.GetColumn<string[]>("Texts"));
    }

    [Fact]
    public void Cache_SchemaWithAnnotations_IsThatOfTheInput()
    {
        IDataView view = View(cached: false, 1);

        Assert.Equal(view.Schema.Select(column => column.ToString()), Context.Data.Cache(view).Schema.Select(column => column.ToString()));
    }

    [Fact]
    public void Cache_NoRows_HasNone()
    {
        IDataView cache = View(cached: true, 0);

        Assert.Empty(cache.GetColumn<float>("Value"));
        Assert.DoesNotContain(cache.GetRowCursorSet(cache.Schema, 2), cursor => cursor.MoveNext());
    }

    [Fact]
    public void View_Of100000Rows_Streams()
    {
        const int Rows = 100_000, Steps = 216;
        Item row = new() { V = new float[Steps] };
        IEnumerable<Item> Source()
        {
            for (int i = 0; i < Rows; i++)
            {
                row.Value = i;
                yield return row;
            }
        }

        IDataView view = Context.Data.LoadFromEnumerable(Source());
        long before = GC.GetAllocatedBytesForCurrentThread();
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<float>> vector = cursor.GetGetter<VBuffer<float>>(view.Schema["V"]);
        ValueGetter<float> number = cursor.GetGetter<float>(view.Schema["Value"]);
        VBuffer<float> value = default;
        float sum = 0, read = 0;
        while (cursor.MoveNext())
        {
            vector(ref value);
            number(ref read);
            sum += value.Length;
        }

        Assert.Equal((float)Rows * Steps, sum);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    private static IDataView View(bool cached, int rows)
    {
        IDataView view = Context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Item { Value = i, V = [i, 10 * i] }).ToList());
        return cached ? Context.Data.Cache(view) : view;
    }

    private static (float Value, DataViewRowId Id)[] Ids(DataViewRowCursor cursor)
    {
        using (cursor)
        {
            ValueGetter<float> getter = cursor.GetGetter<float>(cursor.Schema["Value"]);
            ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
            List<(float, DataViewRowId)> rows = [];
            float value = 0;
            DataViewRowId id = default;
            while (cursor.MoveNext())
            {
                getter(ref value);
                idGetter(ref id);
                rows.Add((value, id));
            }
            return [.. rows];
        }
    }

    private static IEnumerable<(long Batch, float Value)> Batches(DataViewRowCursor cursor)
    {
        ValueGetter<float> getter = cursor.GetGetter<float>(cursor.Schema["Value"]);
        float value = 0;
        while (cursor.MoveNext())
        {
            getter(ref value);
            yield return (cursor.Batch, value);
        }
    }

    private sealed class Item
    {
        public float Value { get; set; }

        [VectorType(2)]
        public float[] V { get; set; } = [];

        public VBuffer<float> Sparse { get; set; }

        public string? Text { get; set; }

        public string[]? Texts { get; set; }
    }

    private sealed class Counted(Action onRead)
    {
        public float Value { get; set; }

        public int Expensive
        {
            get
            {
                onRead();
                return 1;
            }
        }
    }
}
