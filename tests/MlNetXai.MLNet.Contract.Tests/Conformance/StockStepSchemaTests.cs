using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Conformance;

/// <summary>What holds for the schemas and the active columns of every step.</summary>
public sealed class StockStepSchemaTests
{
    private const int RowCount = 20;

    // The steps whose annotations are recorded, or stated by whoever writes the step.
    private static readonly HashSet<string> KnownAnnotations = new(StringComparer.Ordinal)
    {
        "CopyColumns", "CopyColumns onto another", "DropColumns", "SelectColumns", "SelectColumns of a column that hides another", "Concatenate", "Concatenate scalars",
        "Concatenate of unknown size", "Concatenate one vector", "MapValueToKey", "MapKeyToVector", "CustomMapping", "CustomMapping onto another",
    };

    public static TheoryData<string> Names => [.. StockSteps.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void GetOutputSchema_OfTheEstimator_PromisesWhatTheTransformerDelivers(string name)
    {
        IDataView data = StockSteps.Rows(RowCount);

        string[] promised = SchemaTexts.Of(StockSteps.All[name]().GetOutputSchema(StockSteps.Shape));
        string[] delivered = SchemaTexts.ShapeOf(Fit(name, data).GetOutputSchema(data.Schema));

        if (KnownAnnotations.Contains(name))
            Assert.Equal(delivered, promised);
        Assert.Equal(delivered.Select(WithoutAnnotations), promised.Select(WithoutAnnotations));
    }

    [Theory, MemberData(nameof(Names))]
    public void Transform_OwnColumnsInactive_AsksTheInputForNothingElse(string name)
    {
        IDataView data = StockSteps.Rows(RowCount);
        ITransformer model = Fit(name, data);
        ProbeView probe = new(data);
        IDataView output = model.Transform(probe);
        probe.Asked.Clear();

        int[] ids = [.. output.GetColumn<int>("Id")];

        Assert.Equal(Enumerable.Range(0, RowCount), ids);
        Assert.Equal(["Id"], probe.Asked);
        Assert.Equal(["Id"], model.GetRowToRowMapper(data.Schema).GetDependencies([output.Schema["Id"]]).Select(column => column.Name));
    }

    [Theory, MemberData(nameof(Names))]
    public void Transform_NoColumnActive_StillCountsRows(string name)
    {
        IDataView data = StockSteps.Rows(RowCount);

        using DataViewRowCursor cursor = Fit(name, data).Transform(data).GetRowCursor([]);
        for (int row = 0; row < RowCount; row++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(row, cursor.Position);
        }

        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    [Theory, MemberData(nameof(Names))]
    public void GetGetter_InactiveColumnOrWrongType_Throws(string name)
    {
        IDataView data = StockSteps.Rows(RowCount), output = Fit(name, data).Transform(data);
        DataViewSchema.Column id = output.Schema["Id"], own = output.Schema.Last(column => !string.Equals(column.Name, "Id", StringComparison.Ordinal));

        using DataViewRowCursor cursor = output.GetRowCursor([id]), ownCursor = output.GetRowCursor([own]);

        Assert.ThrowsAny<InvalidOperationException>(() => cursor.GetGetter<float>(id));
        Assert.ThrowsAny<InvalidOperationException>(() => ownCursor.GetGetter<DateTime>(own));
        Assert.ThrowsAny<ArgumentOutOfRangeException>(() => ownCursor.GetGetter<int>(id));
    }

    private static ITransformer Fit(string name, IDataView data) => StockSteps.All[name]().Fit(data);

    private static string WithoutAnnotations(string column) => column[..column.IndexOf('{', StringComparison.Ordinal)];

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
