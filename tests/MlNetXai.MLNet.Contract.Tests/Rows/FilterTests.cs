using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static MlNetXai.MLNet.Contract.Tests.GoldenNumbers;

namespace MlNetXai.MLNet.Contract.Tests.Rows;

public sealed class FilterTests
{
    private static readonly MLContext Context = new(1);

    public static TheoryData<string> Cases => [.. Golden().GetProperty("cases").EnumerateArray().Select(element => element.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Filter_GoldenRows_KeepsItsRows(string name)
    {
        JsonElement golden = Golden();
        IDataView data = Load(golden.GetProperty("values").Singles());
        int[] expected = [.. golden.GetProperty("cases").EnumerateArray().Single(element => element.GetProperty("name").GetString() == name)
            .GetProperty("rows").EnumerateArray().Select(row => row.GetInt32())];

        Assert.Equal(expected, RowViews.Ids(Apply(name, data)));
    }

    [Fact]
    public void Filter_NeededColumnInactive_ReadsItStill()
    {
        IDataView data = Load([0, 1, 2, 3]);
        IDataView filtered = Context.Data.FilterRowsByColumn(data, "Value", 1, 3);

        using DataViewRowCursor cursor = filtered.GetRowCursor([filtered.Schema["Id"]]);

        Assert.False(cursor.IsColumnActive(filtered.Schema["Value"]));
        Assert.Equal([1, 2], RowViews.Ids(cursor));
    }

    [Fact]
    public void Filter_Positions_CountTheKeptRows()
    {
        IDataView filtered = Context.Data.FilterRowsByColumn(Load([0, 1, 2, 3]), "Value", 1);
        using DataViewRowCursor cursor = filtered.GetRowCursor([]);
        List<long> positions = [cursor.Position];

        while (cursor.MoveNext())
            positions.Add(cursor.Position);

        Assert.Equal([-1, 0, 1, 2], positions);
        Assert.False(cursor.MoveNext());
        Assert.Null(filtered.GetRowCount());
    }

    [Fact]
    public void Filter_RowIds_AreThoseOfTheInput()
    {
        IDataView data = Load([0, 1, 2, 3]);
        Dictionary<int, DataViewRowId> ids = RowViews.RowIds(data);

        Assert.All(RowViews.RowIds(Context.Data.FilterRowsByColumn(data, "Value", 1)), row => Assert.Equal(ids[row.Key], row.Value));
    }

    [Fact]
    public void Filter_CachedInput_SharesRowsAmongCursors()
    {
        IDataView data = Context.Data.Cache(Load([.. Enumerable.Range(0, 500).Select(value => (float)value)]));
        IDataView filtered = Context.Data.FilterRowsByColumn(data, "Value", 100, 400);

        DataViewRowCursor[] cursors = filtered.GetRowCursorSet([filtered.Schema["Id"]], 4);

        Assert.Equal(Enumerable.Range(100, 300), cursors.SelectMany(RowViews.Ids).Order());
    }

    [Fact]
    public void FilterRowsByColumn_ColumnMissing_NamesIt()
    {
        Errors.Require<ArgumentOutOfRangeException>("Nope", () => Context.Data.FilterRowsByColumn(Load([1]), "Nope"));
    }

    [Fact]
    public void FilterRowsByColumn_TextColumn_IsRefused() =>
        Errors.Require<ArgumentOutOfRangeException>("", () => Context.Data.FilterRowsByColumn(Load([1]), "Text"));

    [Fact]
    public void FilterRowsByMissingValues_Text_EmptyIsMissing()
    {
        IDataView data = Load([0, 1, 2]);

        Assert.Equal([1, 2], RowViews.Ids(Context.Data.FilterRowsByMissingValues(data, "Text")));
    }

    [Fact]
    public void FilterByCustomPredicate_MemberWithoutColumn_NamesIt()
    {
        Exception? error = Errors.Innermost(() => RowViews.Ids(Context.Data.FilterByCustomPredicate<Other>(Load([1]), row => row.Nope > 0)));

        Assert.Contains("Nope", error?.Message, StringComparison.Ordinal);
    }

    private static JsonElement Golden()
    {
        using JsonDocument file = MlNetXai.Tests.Golden.Json("mlnet.json");
        return file.RootElement.GetProperty("filters").Clone();
    }

    // The case's name is the call: method, column, bounds.
    private static IDataView Apply(string name, IDataView data)
    {
        string[] words = name.Split(' ');
        return words[0] switch
        {
            "FilterRowsByColumn" when words[2] == "default" => Context.Data.FilterRowsByColumn(data, words[1]),
            "FilterRowsByColumn" when words[2] == "upper" => Context.Data.FilterRowsByColumn(data, words[1], upperBound: Number(words[3])),
            "FilterRowsByColumn" => Context.Data.FilterRowsByColumn(data, words[1], Number(words[2]), Number(words[3])),
            "FilterRowsByMissingValues" => Context.Data.FilterRowsByMissingValues(data, words[1]),
            "FilterRowsByKeyColumnFraction" => Context.Data.FilterRowsByKeyColumnFraction(data, words[1], Number(words[2]), Number(words[3])),
            "TakeRows" => Context.Data.TakeRows(data, (long)Number(words[1])),
            "SkipRows" => Context.Data.SkipRows(data, (long)Number(words[1])),
            _ => Context.Data.FilterByCustomPredicate<Row>(data, row => row.Value > 1),
        };
    }

    private static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);

    // K of row i is the key i in the view, so that row 0 has a missing one.
    private static IDataView Load(float[] values) => Context.Data.LoadFromEnumerable(
        values.Select((value, id) => new Row { Id = id, Value = value, V = [value, id], K = (uint)(id - 1), Text = id == 0 ? "" : "x" }).ToArray());

    private sealed class Row
    {
        public int Id { get; set; }

        public float Value { get; set; }

        [VectorType(2)]
        public float[] V { get; set; } = [];

        [KeyType(5)]
        public uint K { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class Other
    {
        public float Nope { get; set; }
    }
}
