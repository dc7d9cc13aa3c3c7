using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Composition;

/// <summary>What every step keeps to: paragraphs 1.3, 1.5, 1.6 and 1.8 of the behaviour that the contract describes.</summary>
public sealed class StepConformanceTests
{
    private static readonly MLContext Context = new(seed: 1);

    // The steps whose annotations the recorded results name.
    private static readonly HashSet<string> KnownAnnotations = new(StringComparer.Ordinal)
    {
        "copy", "copy over", "drop", "select", "select after copy", "concatenate scalars", "concatenate with named vector", "concatenate named vector",
        "concatenate variable", "value to key", "key to vector", "custom mapping", "custom mapping over",
    };

    public static TheoryData<string> Names { get; } = [.. StepCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void GetOutputSchema_OfEstimator_PromisesWhatTheTransformerDelivers(string name)
    {
        IEstimator<ITransformer> step = StepCases.All[name]();
        IDataView rows = StepCases.Rows();

        string[] promised = SchemaTexts.Of(step.GetOutputSchema(StepCases.Shape()));
        string[] delivered = SchemaTexts.ShapeOf(step.Fit(rows).Transform(rows).Schema);

        if (KnownAnnotations.Contains(name))
            Assert.Equal(delivered, promised);
        Assert.Equal(delivered.Select(WithoutAnnotations), promised.Select(WithoutAnnotations));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GetOutputSchema_OfTransformer_IsThatOfItsViewAndItsMapper(string name)
    {
        IDataView rows = StepCases.Rows();
        ITransformer model = StepCases.All[name]().Fit(rows);

        string[] schema = SchemaTexts.Of(model.Transform(rows).Schema);

        Assert.Equal(schema, SchemaTexts.Of(model.GetOutputSchema(rows.Schema)));
        Assert.True(model.IsRowToRowMapper);
        Assert.Equal(schema, SchemaTexts.Of(model.GetRowToRowMapper(rows.Schema).OutputSchema));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Transform_OwnColumnsInactive_AsksTheInputForNothingElse(string name)
    {
        IDataView rows = StepCases.Rows();
        ITransformer model = StepCases.All[name]().Fit(rows);
        ProbeView probe = new(rows);

        IDataView data = model.Transform(probe);
        probe.Asked.Clear();

        Assert.Equal([0L, 7L, 14L, 21L, 28L, 35L], data.GetColumn<long>("Other"));
        Assert.Equal(["Other"], probe.Asked);
        Assert.Equal(
            ["Other"],
            model.GetRowToRowMapper(rows.Schema).GetDependencies([data.Schema["Other"]]).Select(column => column.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Transform_NoColumnActive_StillCountsRows(string name)
    {
        IDataView rows = StepCases.Rows();
        IDataView data = StepCases.All[name]().Fit(rows).Transform(rows);

        using DataViewRowCursor cursor = data.GetRowCursor([]);
        int count = 0;
        while (cursor.MoveNext())
            Assert.Equal(count++, cursor.Position);

        Assert.Equal(6, count);
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Transform_ReadAgain_GivesEqualValues(string name)
    {
        IDataView rows = StepCases.Rows();
        IDataView data = StepCases.All[name]().Fit(rows).Transform(rows);

        string[] values = StepCases.Values(data);

        Assert.Equal(6, values.Length);
        Assert.Equal(values, StepCases.Values(data));
        Assert.Equal(values, StepCases.Values(Context.Data.Cache(data)));
        Assert.Equal(values, StepCases.Values(StepCases.All[name]().Fit(rows).Transform(Context.Data.Cache(rows))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GetRow_OfTheMapper_GivesTheValuesOfTheView(string name)
    {
        IDataView rows = StepCases.Rows();
        ITransformer model = StepCases.All[name]().Fit(rows);
        string[] expected = StepCases.Values(model.Transform(rows));
        IRowToRowMapper mapper = model.GetRowToRowMapper(rows.Schema);
        DataViewSchema.Column[] active = [.. mapper.OutputSchema.Where(column => !column.IsHidden)];

        List<string> values = [];
        using (DataViewRowCursor cursor = rows.GetRowCursor(mapper.GetDependencies(active)))
        using (DataViewRow row = mapper.GetRow(cursor, active))
        {
            Func<string>[] readers = [.. active.Select(column => StepCases.Reader(row, column))];
            while (cursor.MoveNext())
                values.Add(string.Join(" | ", readers.Select(read => read())));
        }

        Assert.Equal(expected, values);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GetRowCursorSet_OfTheView_SharesTheRows(string name)
    {
        IDataView rows = Context.Data.Cache(StepCases.Rows());
        IDataView data = StepCases.All[name]().Fit(rows).Transform(rows);

        DataViewRowCursor[] cursors = data.GetRowCursorSet([data.Schema["Other"]], 4);
        List<long> values = [];
        foreach (DataViewRowCursor cursor in cursors)
        {
            using (cursor)
            {
                ValueGetter<long> getter = cursor.GetGetter<long>(data.Schema["Other"]);
                long value = 0;
                while (cursor.MoveNext())
                {
                    getter(ref value);
                    values.Add(value);
                }
            }
        }

        Assert.InRange(cursors.Length, 1, 4);
        Assert.Equal([0L, 7L, 14L, 21L, 28L, 35L], values.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Transform_RowIds_AreThoseOfTheInput(string name)
    {
        IDataView rows = StepCases.Rows();
        IDataView data = StepCases.All[name]().Fit(rows).Transform(rows);

        Assert.Equal(Ids(rows), Ids(data));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Transform_NoRows_GivesNone(string name)
    {
        IDataView empty = StepCases.Rows(0);

        Assert.Empty(StepCases.Values(StepCases.All[name]().Fit(StepCases.Rows()).Transform(empty)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SaveAndLoad_Transformer_GivesEqualSchemaAndValues(string name)
    {
        IDataView rows = StepCases.Rows();
        ITransformer model = StepCases.All[name]().Fit(rows);
        using MemoryStream stream = new();

        Context.Model.Save(model, rows.Schema, stream);
        stream.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(stream, out DataViewSchema schema);

        Assert.Equal(SchemaTexts.Of(rows.Schema), SchemaTexts.Of(schema));
        Assert.Equal(SchemaTexts.Of(model.GetOutputSchema(schema)), SchemaTexts.Of(loaded.GetOutputSchema(schema)));
        Assert.Equal(StepCases.Values(model.Transform(rows)), StepCases.Values(loaded.Transform(rows)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GetGetter_InactiveColumnOrWrongType_Throws(string name)
    {
        IDataView rows = StepCases.Rows();
        IDataView data = StepCases.All[name]().Fit(rows).Transform(rows);
        DataViewSchema.Column other = data.Schema["Other"], inactive = data.Schema.First(column => column.Name != "Other" && !column.IsHidden);

        using DataViewRowCursor cursor = data.GetRowCursor([other]);

        Assert.False(cursor.IsColumnActive(inactive));
        Assert.ThrowsAny<ArgumentOutOfRangeException>(() => StepCases.Reader(cursor, inactive));
        Assert.ThrowsAny<InvalidOperationException>(() => cursor.GetGetter<float>(other));
    }

    private static string WithoutAnnotations(string column) => column[..column.IndexOf('{', StringComparison.Ordinal)];

    private static List<(ulong Low, ulong High)> Ids(IDataView data)
    {
        List<(ulong Low, ulong High)> ids = [];
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref id);
            ids.Add((id.Low, id.High));
        }

        return ids;
    }

    // Notes the names of the columns that cursors are asked for.
    private sealed class ProbeView(IDataView input) : IDataView
    {
        public SortedSet<string> Asked { get; } = new(StringComparer.Ordinal);

        public DataViewSchema Schema => input.Schema;

        public bool CanShuffle => input.CanShuffle;

        public long? GetRowCount() => input.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            Asked.UnionWith(columnsNeeded.Select(column => column.Name));
            return input.GetRowCursor(columnsNeeded, rand);
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        {
            Asked.UnionWith(columnsNeeded.Select(column => column.Name));
            return input.GetRowCursorSet(columnsNeeded, n, rand);
        }
    }
}
