using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Conformance;

/// <summary>What holds for every step that adds, drops or changes columns row by row.</summary>
public sealed class StockStepTests
{
    // More than three blocks of a cache, so that each cursor of a set has some.
    private const int RowCount = 250;

    private static readonly MLContext Context = new(1);

    public static TheoryData<string> Names => [.. StockSteps.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Transform_ReadTwice_GivesTheSameRows(string name)
    {
        IDataView data = StockSteps.Rows(RowCount), output = Fit(name, data).Transform(data);

        string[] rows = RowTexts.Of(output);

        Assert.Equal(RowCount, rows.Length);
        Assert.Equal(rows, RowTexts.Of(output));
    }

    [Theory, MemberData(nameof(Names))]
    public void Fit_Again_GivesTheSameRows(string name)
    {
        IDataView data = StockSteps.Rows(RowCount);

        Assert.Equal(RowTexts.Of(Fit(name, data).Transform(data)), RowTexts.Of(Fit(name, data).Transform(data)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Transform_CachedInput_CursorSetGivesTheSameRows(string name)
    {
        IDataView data = StockSteps.Rows(RowCount), cached = Context.Data.Cache(data);
        ITransformer model = Fit(name, data);
        IDataView output = model.Transform(cached);

        Assert.Equal(RowTexts.Of(model.Transform(data)), RowTexts.Of(output.GetRowCursorSet(output.Schema, 3), output.Schema));
    }

    [Theory, MemberData(nameof(Names))]
    public void Transform_CachedOutput_GivesTheSameRows(string name)
    {
        IDataView data = StockSteps.Rows(RowCount), output = Fit(name, data).Transform(data);

        Assert.Equal(RowTexts.Of(output), RowTexts.Of(Context.Data.Cache(output)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Transform_OneColumnActive_GivesItsValuesAndNoOthers(string name)
    {
        IDataView data = StockSteps.Rows(RowCount), output = Fit(name, data).Transform(data), cached = Context.Data.Cache(output);
        _ = RowTexts.Of(cached);

        foreach (DataViewSchema.Column column in output.Schema)
        {
            using DataViewRowCursor cursor = output.GetRowCursor([column]);

            Assert.All(output.Schema, other => Assert.Equal(other.Index == column.Index, cursor.IsColumnActive(other)));
            Assert.Equal(RowTexts.Of(cached, [column]), RowTexts.Of(output, [column]));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void GetRow_RowByRow_GivesTheSameRows(string name)
    {
        IDataView data = StockSteps.Rows(RowCount);
        ITransformer model = Fit(name, data);
        IRowToRowMapper mapper = model.GetRowToRowMapper(data.Schema);
        using DataViewRowCursor cursor = data.GetRowCursor(mapper.GetDependencies(mapper.OutputSchema));
        using DataViewRow row = mapper.GetRow(cursor, mapper.OutputSchema);

        Assert.True(model.IsRowToRowMapper);
        Assert.Equal(RowTexts.Of(model.Transform(data)), RowTexts.Of(row, cursor.MoveNext, mapper.OutputSchema));
    }

    [Theory, MemberData(nameof(Names))]
    public void Transform_RowIds_AreThoseOfTheInput(string name)
    {
        IDataView data = StockSteps.Rows(RowCount);

        Assert.Equal(RowTexts.Ids(data), RowTexts.Ids(Fit(name, data).Transform(data)));
    }

    [Theory, MemberData(nameof(Names))]
    public void GetOutputSchema_OfTheInput_IsThatOfTheView(string name)
    {
        IDataView data = StockSteps.Rows(RowCount);
        ITransformer model = Fit(name, data);

        Assert.Equal(Columns(model.Transform(data).Schema), Columns(model.GetOutputSchema(data.Schema)));
        Assert.Equal(Columns(model.Transform(data).Schema), Columns(model.GetRowToRowMapper(data.Schema).OutputSchema));
    }

    [Theory, MemberData(nameof(Names))]
    public void Transform_NoRows_GivesNone(string name)
    {
        ITransformer model = Fit(name, StockSteps.Rows(RowCount));

        Assert.Empty(RowTexts.Of(model.Transform(StockSteps.Rows(0))));
    }

    [Theory, MemberData(nameof(Names))]
    public void Save_ThenLoad_GivesTheSameRowsAndColumns(string name)
    {
        IDataView data = StockSteps.Rows(RowCount);
        ITransformer model = Fit(name, data);
        using MemoryStream file = new();

        Context.Model.Save(model, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = new MLContext(2).Model.Load(file, out DataViewSchema schema);

        Assert.Equal(Columns(data.Schema), Columns(schema));
        Assert.Equal(Columns(model.GetOutputSchema(data.Schema)), Columns(loaded.GetOutputSchema(schema)));
        Assert.Equal(RowTexts.Of(model.Transform(data)), RowTexts.Of(loaded.Transform(data)));
    }

    private static ITransformer Fit(string name, IDataView data) => StockSteps.All[name]().Fit(data);

    private static string[] Columns(DataViewSchema schema) =>
        [.. schema.Select(column => $"{column.Name}: {column.Type}, hidden {column.IsHidden}, {string.Join(' ', column.Annotations.Schema.Select(kind => $"{kind.Name}: {kind.Type}"))}")];
}
