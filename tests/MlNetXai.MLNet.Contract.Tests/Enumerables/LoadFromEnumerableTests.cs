using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Enumerables;

/// <summary>Classes as rows.</summary>
public sealed class LoadFromEnumerableTests
{
    private static readonly MLContext Context = new(1);

    [Fact]
    public void Schema_OfAClassWithAllKindsOfMembers_IsAsInGolden()
    {
        using JsonDocument golden = Golden.Json("mlnet.json");
        string[] expected = [.. golden.RootElement.GetProperty("typesFromClass").EnumerateArray().Select(column => $"{column.GetProperty("name")}: {column.GetProperty("type")}")];

        DataViewSchema schema = Context.Data.LoadFromEnumerable(Array.Empty<AllKinds>()).Schema;

        Assert.Equal(expected, schema.Select(column => $"{column.Name}: {column.Type}"));
        Assert.All(schema, column => Assert.Empty(column.Annotations.Schema));
    }

    [Fact]
    public void Keys_OfAClass_AreOneMoreInTheView()
    {
        using JsonDocument golden = Golden.Json("mlnet.json");
        JsonElement expected = golden.RootElement.GetProperty("createEnumerable").GetProperty("inView");

        IDataView view = Context.Data.LoadFromEnumerable(new uint[] { 3, 0, 5, uint.MaxValue }.Select(key => new Item { K = key }));

        Assert.Equal(expected.EnumerateArray().Select(key => key.GetUInt32()), view.GetColumn<uint>("K"));
    }

    [Fact]
    public void Keys_OfAnArray_AreOneMoreInTheView()
    {
        IDataView view = Context.Data.LoadFromEnumerable([new AllKinds { Kv = [4, 5] }]);

        Assert.Equal([[5u, 0u]], view.GetColumn<uint[]>("Kv"));
    }

    [Fact]
    public void Vectors_LongerThanTheirType_PassAsInGolden()
    {
        using JsonDocument golden = Golden.Json("mlnet.json");
        JsonElement expected = golden.RootElement.GetProperty("nonKeyOutOfRange").GetProperty("rows")[0];

        IDataView view = Context.Data.LoadFromEnumerable([new Item { V = [1, 2, 3], K = 9 }]);
        Item row = Assert.Single(Context.Data.CreateEnumerable<Item>(view, reuseRowObject: false));

        Assert.Equal(expected.GetProperty("V").EnumerateArray().Select(v => v.GetSingle()), row.V);
        Assert.Equal(expected.GetProperty("K").GetUInt32(), row.K);
    }

    [Fact]
    public void MissingValues_NullTextAndArray_AreEmpty()
    {
        IDataView view = Context.Data.LoadFromEnumerable([new AllKinds { S = null, V3 = null, R4 = float.NaN }]);

        Assert.Equal("", Assert.Single(view.GetColumn<ReadOnlyMemory<char>>("S")).ToString());
        Assert.Equal(0, Assert.Single(view.GetColumn<VBuffer<float>>("V3")).Length);
        Assert.True(float.IsNaN(Assert.Single(view.GetColumn<float>("R4"))));
    }

    [Fact]
    public void SparseVector_OfAMember_StaysSparse()
    {
        IDataView view = Context.Data.LoadFromEnumerable([new AllKinds { Vb = new(6, 2, [5, 7], [1, 4]) }]);

        VBuffer<float> value = Assert.Single(view.GetColumn<VBuffer<float>>("Vb"));

        Assert.False(value.IsDense);
        Assert.Equal([0, 5, 0, 0, 7, 0], value.DenseValues());
    }

    [Fact]
    public void LiveList_RowsAdded_AreSeen()
    {
        List<Item> rows = [new() { Value = 1 }];
        IDataView view = Context.Data.LoadFromEnumerable(rows);
        float[] before = [.. view.GetColumn<float>("Value")];

        rows.Add(new() { Value = 2 });

        Assert.Equal([1], before);
        Assert.Equal([1, 2], view.GetColumn<float>("Value"));
    }

    [Fact]
    public void GetRowCount_LazySequence_IsNullAndEnumeratesNothing()
    {
        int read = 0;
        IEnumerable<Item> Rows()
        {
            read++;
            yield return new();
        }

        IDataView view = Context.Data.LoadFromEnumerable(Rows());

        Assert.Null(view.GetRowCount());
        Assert.Equal(0, read);
    }

    [Fact]
    public void View_OfALazySequence_IsEnumeratedByEachCursor()
    {
        int read = 0;
        IEnumerable<Item> Rows()
        {
            read++;
            yield return new() { Value = read };
        }

        IDataView view = Context.Data.LoadFromEnumerable(Rows());

        Assert.Equal([1], view.GetColumn<float>("Value"));
        Assert.Equal([2], view.GetColumn<float>("Value"));
    }

    [Fact]
    public void View_OfAList_DoesNotShuffle()
    {
        IDataView view = Context.Data.LoadFromEnumerable(new List<Item> { new(), new() });

        Assert.False(view.CanShuffle);
    }

    [Fact]
    public void SchemaDefinition_NamesTypesAndAnnotations_AreThoseOfTheView()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Item));
        definition["Value"].ColumnName = "Other";
        definition["V"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        definition["V"].AddAnnotation("SlotNames", Names("a", "b", "c"), new VectorDataViewType(TextDataViewType.Instance, 3));

        DataViewSchema schema = Context.Data.LoadFromEnumerable([new Item()], definition).Schema;

        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["V"].GetSlotNames(ref names);
        Assert.Equal("Vector<Single, 3>", schema["V"].Type.ToString());
        Assert.Equal(["a", "b", "c"], names.DenseValues().Select(name => name.ToString()));
        Assert.NotNull(schema.GetColumnOrNull("Other"));
        Assert.Null(schema.GetColumnOrNull("Value"));
    }

    [Fact]
    public void SchemaDefinition_MembersByDirection_AreThoseThatCanBe()
    {
        Assert.Equal(["Both", "Get"], SchemaDefinition.Create(typeof(Halves), SchemaDefinition.Direction.Read).Select(column => column.MemberName));
        Assert.Equal(["Both", "Set"], SchemaDefinition.Create(typeof(Halves), SchemaDefinition.Direction.Write).Select(column => column.MemberName));
    }

    [Fact]
    public void SchemaDefinition_AnnotationOfAnotherType_Throws() => Assert.ThrowsAny<Exception>(() =>
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Item));
        definition["V"].AddAnnotation("N", 1f, NumberDataViewType.Int32);
        int read = 0;
        Context.Data.LoadFromEnumerable([new Item()], definition).Schema["V"].Annotations.GetValue("N", ref read);
    });

    [Fact]
    public void SchemaDefinition_TypeThatTheMemberCannotHold_Throws()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Item));
        definition["Value"].ColumnType = TextDataViewType.Instance;

        Assert.ThrowsAny<Exception>(() => Context.Data.LoadFromEnumerable([new Item()], definition).GetColumn<ReadOnlyMemory<char>>("Value").ToArray());
    }

    [Fact]
    public void Schema_Given_IsThatOfTheView()
    {
        DataViewSchema.Builder builder = new();
        DataViewSchema.Annotations.Builder annotations = new();
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        builder.AddColumn("Value", NumberDataViewType.Single);
        builder.AddColumn("V", new VectorDataViewType(NumberDataViewType.Single, 5), annotations.ToAnnotations());
        builder.AddColumn("K", new KeyDataViewType(typeof(uint), 7));

        IDataView view = Context.Data.LoadFromEnumerable([new Item { V = [1, 2, 3, 4, 5], K = 6 }], builder.ToSchema());

        Assert.Equal(["Value: Single", "V: Vector<Single, 5>", "K: Key<UInt32, 0-6>"], view.Schema.Select(column => $"{column.Name}: {column.Type}"));
        Assert.True(view.Schema["V"].IsNormalized());
        Assert.Equal([7u], view.GetColumn<uint>("K"));
    }

    [Fact]
    public void Class_WithAMemberThatIsNoColumn_Throws() =>
        Assert.ThrowsAny<Exception>(() => Context.Data.LoadFromEnumerable(Array.Empty<Unsupported>()));

    private static VBuffer<ReadOnlyMemory<char>> Names(params string[] names) => new(names.Length, [.. names.Select(name => name.AsMemory())]);

    // Columns come from members of every kind; reflection alone reads and writes them.
#pragma warning disable CS0649, CA1822, CA1823, CA1051, IDE0051, S1144
    internal sealed class Item
    {
        public float Value { get; set; }

        [VectorType(2)]
        public float[] V { get; set; } = [];

        [KeyType(5)]
        public uint K { get; set; }
    }

    private sealed class AllKinds
    {
        public int Field;

        public bool B { get; set; }
        public sbyte I1 { get; set; }
        public byte U1 { get; set; }
        public short I2 { get; set; }
        public ushort U2 { get; set; }
        public int I4 { get; set; }
        public uint U4 { get; set; }
        public long I8 { get; set; }
        public ulong U8 { get; set; }
        public float R4 { get; set; }
        public double R8 { get; set; }
        public string? S { get; set; }
        public ReadOnlyMemory<char> M { get; set; }
        public DateTime Dt { get; set; }
        public DateTimeOffset Dz { get; set; }
        public TimeSpan Ts { get; set; }
        public DataViewRowId Id { get; set; }
        public float[]? V { get; set; }

        [VectorType(3)]
        public float[]? V3 { get; set; }

        [VectorType(2, 3)]
        public float[]? V23 { get; set; }

        public VBuffer<float> Vb { get; set; }
        public string[]? Sv { get; set; }

        [KeyType(5)]
        public uint K { get; set; }

        [KeyType(5)]
        [VectorType(2)]
        public uint[]? Kv { get; set; }

        [ColumnName("Renamed")]
        public int Named { get; set; }

        public int GetOnly => 1;

        [NoColumn]
        public int None { get; set; }

        private int Private { get; set; }
    }

    private sealed class Halves
    {
        private int _set;

        public int Both { get; set; }

        public int Get => _set;

        public int Set
        {
            set => _set = value;
        }
    }

    private sealed class Unsupported
    {
        public Version? Version { get; set; }
    }
#pragma warning restore
}
