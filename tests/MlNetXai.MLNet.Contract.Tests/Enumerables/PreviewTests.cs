using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Enumerables;

public sealed class PreviewTests
{
    private static readonly MLContext Context = new(1);

    private static IDataView View => Context.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(i => new Item { Value = i, V = [i, -i], K = 9, Id = i }));

    [Fact]
    public void Preview_FirstRows_IsAsInGolden()
    {
        using JsonDocument golden = Golden.Json("mlnet.json");
        JsonElement expected = golden.RootElement.GetProperty("preview");

        DataDebuggerPreview preview = View.Preview(maxRows: 3);

        Assert.Equal(expected.GetProperty("rows").GetInt32(), preview.RowView.Length);
        Assert.Equal(expected.GetProperty("columns").EnumerateArray().Select(name => name.GetString()), preview.ColumnView.Select(column => column.Column.Name));
        Assert.Equal(
            JsonSerializer.Serialize(expected.GetProperty("first")),
            JsonSerializer.Serialize(preview.RowView[0].Values.Select(value => new { value.Key, type = value.Value.GetType().ToString(), text = value.Value.ToString() })));
    }

    [Fact]
    public void Preview_ByColumn_HasTheValuesOfTheRows()
    {
        DataDebuggerPreview preview = View.Preview(maxRows: 4);

        Assert.Equal([0f, 1f, 2f, 3f], preview.ColumnView[0].Values.Cast<float>());
        Assert.Equal([2, -2], ((VBuffer<float>)preview.ColumnView[1].Values[2]).DenseValues());
    }

    [Fact]
    public void Preview_FewerRowsThanAsked_HasAll() => Assert.Equal(10, View.Preview().RowView.Length);

    [Fact]
    public void Preview_OfATransformer_HasItsColumns()
    {
        DataDebuggerPreview preview = new Halving("Half", "Value").Preview(View, maxRows: 2);

        Assert.Equal([0f, 0.5f], preview.ColumnView[preview.Schema["Half"].Index].Values.Cast<float>());
    }

    [Fact]
    public void Preview_OfAnEstimator_IsFittedAndHasItsColumns()
    {
        DataDebuggerPreview preview = Context.Transforms.CopyColumns("Copy", "Value").Preview(View, maxRows: 2);

        Assert.Equal([0f, 1f], preview.ColumnView[preview.Schema["Copy"].Index].Values.Cast<float>());
    }

    private sealed class Item
    {
        public float Value { get; set; }

        [VectorType(2)]
        public float[] V { get; set; } = [];

        [KeyType(5)]
        public uint K { get; set; }

        public int Id { get; set; }
    }
}
