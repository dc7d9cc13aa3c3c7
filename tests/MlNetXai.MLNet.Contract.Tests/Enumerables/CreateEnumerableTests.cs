using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Enumerables;

/// <summary>Rows as objects, and columns as sequences.</summary>
public sealed class CreateEnumerableTests
{
    private static readonly MLContext Context = new(1);

    private static IDataView View => Context.Data.LoadFromEnumerable(
    [
        new Item { Value = 1, V = [1, 2], K = 3, Name = "a" }, new Item { Value = 2, V = [3, 4], K = 0, Name = "b" },
        new Item { Value = 3, V = [3, 4], K = 5 }, new Item { Value = 4, V = [3, 4], K = uint.MaxValue },
    ]);

    [Fact]
    public void Rows_FreshObjects_AreAsInGolden()
    {
        using JsonDocument golden = Golden.Json("mlnet.json");
        JsonElement expected = golden.RootElement.GetProperty("createEnumerable").GetProperty("fresh");

        Item[] rows = [.. Context.Data.CreateEnumerable<Item>(View, reuseRowObject: false)];

        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(rows.Select(row => new { row.Value, row.V, row.K })));
        Assert.Equal(["a", "b", "", ""], rows.Select(row => row.Name));
    }

    [Fact]
    public void Rows_ReusedObject_IsOne()
    {
        Item[] rows = [.. Context.Data.CreateEnumerable<Item>(View, reuseRowObject: true)];

        Assert.Equal(4, rows.Length);
        Assert.Single(rows.Distinct());
        Assert.Equal(4, rows[0].Value);
    }

    [Fact]
    public void Rows_OfVBuffers_KeepTheirValues()
    {
        VectorItem[] rows = [.. Context.Data.CreateEnumerable<VectorItem>(View, reuseRowObject: false)];

        Assert.Equal([1, 2], rows[0].V.DenseValues());
        Assert.Equal([3, 4], rows[1].V.DenseValues());
    }

    [Fact]
    public void MissingColumn_Required_ThrowsAndIgnoredKeepsTheValue()
    {
        Errors.Require<ArgumentOutOfRangeException>("Could not find  column 'Extra'", () => _ = Context.Data.CreateEnumerable<WithExtra>(View, reuseRowObject: false).ToArray());

        WithExtra row = Context.Data.CreateEnumerable<WithExtra>(View, reuseRowObject: false, ignoreMissingColumns: true).First();

        Assert.Equal((1, 7), (row.Value, row.Extra));
    }

    [Fact]
    public void MemberOfAnotherType_Throws() => Errors.Require<InvalidOperationException>(
        "Can't bind the IDataView column 'Name' of type 'String' to field or property 'Name' of type 'System.Single'.",
        () => _ = Context.Data.CreateEnumerable<WrongType>(View, reuseRowObject: false).ToArray());

    [Fact]
    public void SchemaDefinition_OtherColumnName_ReadsThatColumn()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(WithExtra));
        definition["Extra"].ColumnName = "Value";

        WithExtra[] rows = [.. Context.Data.CreateEnumerable<WithExtra>(View, reuseRowObject: false, schemaDefinition: definition)];

        Assert.Equal([1, 2, 3, 4], rows.Select(row => row.Extra));
    }

    [Fact]
    public void Enumeration_Twice_ReadsTheViewTwice()
    {
        IEnumerable<Item> rows = Context.Data.CreateEnumerable<Item>(View, reuseRowObject: false);

        Assert.Equal(rows.Select(row => row.Value), rows.Select(row => row.Value));
    }

    [Fact]
    public void GetColumn_TextAndVectors_AsStringsAndArrays()
    {
        Assert.Equal(["a", "b", "", ""], View.GetColumn<string>("Name"));
        Assert.Equal([[1, 2], [3, 4], [3, 4], [3, 4]], View.GetColumn<float[]>("V"));
        Assert.Equal([1, 2, 3, 4], View.GetColumn<float>(View.Schema["Value"]));
    }

    [Fact]
    public void GetColumn_Vectors_KeepTheirValues()
    {
        VBuffer<float>[] values = [.. View.GetColumn<VBuffer<float>>("V")];

        Assert.Equal([1, 2], values[0].DenseValues());
        Assert.Equal([3, 4], values[1].DenseValues());
    }

    [Fact]
    public void GetColumn_WrongTypeOrName_Throws()
    {
        Assert.ThrowsAny<Exception>(() => View.GetColumn<int>("Value").ToArray());
        Assert.ThrowsAny<ArgumentException>(() => View.GetColumn<int>("nope").ToArray());
    }

    [Fact]
    public void TextVectors_ThereAndBack_AreTheSame()
    {
        IDataView view = Context.Data.LoadFromEnumerable([new Texts { Names = ["x", "", "z"] }, new Texts()]);

        Texts[] rows = [.. Context.Data.CreateEnumerable<Texts>(view, reuseRowObject: false)];

        Assert.Equal(["x", "", "z"], rows[0].Names!);
        Assert.Empty(rows[1].Names!);
        Assert.Equal([["x", "", "z"], []], view.GetColumn<string[]>("Names"));
    }

    private sealed class Item
    {
        public float Value { get; set; }

        [VectorType(2)]
        public float[] V { get; set; } = [];

        [KeyType(5)]
        public uint K { get; set; }

        public string? Name { get; set; }
    }

    private sealed class VectorItem
    {
        public VBuffer<float> V { get; set; }
    }

    private sealed class WithExtra
    {
        public float Value { get; set; }

        public float Extra { get; set; } = 7;
    }

    private sealed class WrongType
    {
        public float Name { get; set; }
    }

    private sealed class Texts
    {
        public string[]? Names { get; set; }
    }
}
