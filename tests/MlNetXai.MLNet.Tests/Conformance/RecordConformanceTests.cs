using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Tests.Loading;
using MlNetXai.MLNet.Tests.Preprocessing;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Conformance;

/// <summary>What every estimator that works on recordings, and its transformer, must do.</summary>
public sealed class RecordConformanceTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string> All => [.. RecordCases.Names];

    public static TheoryData<string> RowToRow => [.. RecordCases.Names.Where(name => RecordCases.Of(name).IsRowToRow)];

    public static TheoryData<string> RowChanging => [.. RecordCases.Names.Where(name => !RecordCases.Of(name).IsRowToRow)];

    [Theory]
    [MemberData(nameof(All))]
    public void GetOutputSchema_OfEstimator_PromisesWhatTheTransformerDelivers(string name)
    {
        RecordCases.Case one = RecordCases.Of(name);
        IDataView data = one.Data(SmallEcg.Records(_context));

        SchemaShape promised = one.Estimator.GetOutputSchema(Shapes.Of(data));

        Shapes.AssertEqual(Shapes.Of(one.Estimator.Fit(data).Transform(data)), promised);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transform_OfData_HasTheSchemaOfGetOutputSchema(string name)
    {
        RecordCases.Case one = RecordCases.Of(name);
        IDataView data = one.Data(SmallEcg.Records(_context));
        ITransformer transformer = one.Estimator.Fit(data);

        DataViewSchema said = transformer.GetOutputSchema(data.Schema), made = transformer.Transform(data).Schema;

        Assert.Equal(said.Select(column => $"{column.Name}: {column.Type}"), made.Select(column => $"{column.Name}: {column.Type}"));
    }

    [Theory]
    [MemberData(nameof(RowToRow))]
    public void Cursor_WithoutOwnColumn_ComputesNothing(string name)
    {
        CountedView counted = new(SmallEcg.Records(_context));

        Assert.Equal(8, RecordCases.Of(name).Over(counted).Texts("Record").Length);

        Assert.Equal(0, counted.Values.GetValueOrDefault("Signal"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Getter_OfInactiveColumnOrWrongType_Throws(string name)
    {
        IDataView made = RecordCases.Of(name).Over(SmallEcg.Records(_context));
        DataViewSchema.Column record = made.Schema["Record"], other = made.Schema[made.Schema.Count - 1];
        using DataViewRowCursor cursor = made.GetRowCursor([record]);

        Assert.True(cursor.IsColumnActive(record));
        Assert.False(cursor.IsColumnActive(other));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<float>>(other));
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(record));
        Assert.Contains("System.Double", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Cursor_OverItsRows_CountsPositions(string name)
    {
        IDataView made = RecordCases.Of(name).Over(SmallEcg.Records(_context));
        using DataViewRowCursor cursor = made.GetRowCursor([]);

        Assert.Equal(-1, cursor.Position);
        for (long row = 0; cursor.MoveNext(); row++)
            Assert.Equal(row, cursor.Position);
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Cursors_OfTheSameView_GiveTheSameRows(string name)
    {
        IDataView made = RecordCases.Of(name).Over(SmallEcg.Records(_context));

        Assert.Equal(Rows(made), Rows(made));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_Twice_GivesTheSameValues(string name)
    {
        RecordCases.Case one = RecordCases.Of(name);

        Assert.Equal(Rows(one.Over(SmallEcg.Records(_context))), Rows(one.Over(SmallEcg.Records(_context))));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void RowCursorSet_OverACache_SharesTheRows(string name)
    {
        IDataView made = RecordCases.Of(name).Over(_context.Data.Cache(SmallEcg.Records(_context)));
        List<string> shared = [];

        Parallel.ForEach(made.GetRowCursorSet(Visible(made), 4), cursor =>
        {
            string[] rows = [.. Read(cursor)];
            lock (shared)
                shared.AddRange(rows);
        });

        Assert.Equal(Rows(made).Order(StringComparer.Ordinal), shared.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transform_BetweenStockSteps_GivesTheSameValues(string name)
    {
        RecordCases.Case one = RecordCases.Of(name);
        IDataView records = SmallEcg.Records(_context), made = one.Over(records);
        string[] expected = Rows(made);

        IDataView cached = _context.Data.Cache(one.Over(_context.Data.Cache(records)));
        IDataView shuffled = _context.Data.ShuffleRows(one.Over(_context.Data.ShuffleRows(records, seed: 3)), seed: 4);
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(made, testFraction: 0.3, samplingKeyColumnName: "Record", seed: 2);

        Assert.Equal(expected, Rows(cached));
        Assert.Equal(expected.Order(StringComparer.Ordinal), Rows(shuffled).Order(StringComparer.Ordinal));
        Assert.Equal(expected[..5], Rows(_context.Data.TakeRows(made, 5)));
        Assert.Equal(expected[3..], Rows(_context.Data.SkipRows(made, 3)));
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Rows(Visibly(split.TrainSet, made)).Concat(Rows(Visibly(split.TestSet, made))).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Ids_OfRows_DifferAndStay(string name)
    {
        IDataView made = RecordCases.Of(name).Over(SmallEcg.Records(_context));

        List<DataViewRowId> ids = Ids(made);

        Assert.Equal(ids, Ids(made));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transform_OfNoRows_GivesNoRows(string name)
    {
        IDataView none = _context.Data.SkipRows(SmallEcg.Records(_context), 8);

        Assert.Empty(Rows(RecordCases.Of(name).Over(none)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_WithColumnsAbsentOrOfAnotherType_NamesColumnTypesAndRemedy(string name)
    {
        RecordCases.Case one = RecordCases.Of(name);
        IDataView data = one.Data(SmallEcg.Records(_context));
        IDataView texts = _context.Transforms.CopyColumns(one.Input, "Patient").Fit(data).Transform(data);
        IDataView without = _context.Transforms.DropColumns(one.Input).Fit(data).Transform(data);

        ArgumentOutOfRangeException wrong = Assert.Throws<ArgumentOutOfRangeException>(() => one.Estimator.Fit(texts));
        ArgumentOutOfRangeException absent = Assert.Throws<ArgumentOutOfRangeException>(() => one.Estimator.Fit(data).Transform(without));

        Assert.Matches($"^Schema mismatch for input column '{one.Input}': expected Vector<(Single|Int64)>, got String. [A-Z]", wrong.Message);
        Assert.Matches($"^Could not find input column '{one.Input}'. [A-Z]", absent.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Estimator.GetOutputSchema(Shapes.Of(texts)));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Estimator.GetOutputSchema(Shapes.Of(without)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Save_OfAStep_NamesTheRemedyAndKeepsTheOldFile(string name)
    {
        RecordCases.Case one = RecordCases.Of(name);
        IDataView data = one.Data(SmallEcg.Records(_context));
        using TemporaryFolder folder = new();
        string path = folder.File("pipeline.zip");
        File.WriteAllText(path, "old");
        using MemoryStream stream = new();

        Exception error = Assert.ThrowsAny<Exception>(() => _context.Model.Save(one.Estimator.Fit(data), data.Schema, stream)).GetBaseException();
        Assert.ThrowsAny<Exception>(() => _context.Model.SaveExplained(one.Estimator.Fit(data), data.Schema, path));

        Assert.IsType<NotSupportedException>(error);
        Assert.Contains("works on recordings and cannot be written into a model file. Save the steps from the beat rows on", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Theory]
    [MemberData(nameof(RowToRow))]
    public void Mapper_OfAStep_NeedsItsInputsForItsOwnColumnOnly(string name)
    {
        RecordCases.Case one = RecordCases.Of(name);
        IDataView data = one.Data(SmallEcg.Records(_context));
        ITransformer step = one.Estimator.Fit(data);
        IRowToRowMapper mapper = step.GetRowToRowMapper(data.Schema);

        Assert.True(step.IsRowToRowMapper);
        Assert.Equal(data.GetRowCount(), step.Transform(data).GetRowCount());
        Assert.Equal(step.GetOutputSchema(data.Schema).Count, mapper.OutputSchema.Count);
        Assert.Equal(["Patient"], mapper.GetDependencies([mapper.OutputSchema["Patient"]]).Select(column => column.Name));
        Assert.Contains(one.Input, mapper.GetDependencies([mapper.OutputSchema[mapper.OutputSchema.Count - 1]]).Select(column => column.Name));
    }

    [Theory]
    [MemberData(nameof(RowChanging))]
    public void Mapper_OfARowChangingStep_IsNone(string name)
    {
        RecordCases.Case one = RecordCases.Of(name);
        IDataView data = one.Data(SmallEcg.Records(_context));
        ITransformer step = one.Estimator.Fit(data);

        Assert.False(step.IsRowToRowMapper);
        Assert.Throws<InvalidOperationException>(() => step.GetRowToRowMapper(data.Schema));
        Assert.Null(step.Transform(data).GetRowCount());
        Assert.False(step.Transform(data).CanShuffle);
    }

    private static IEnumerable<DataViewSchema.Column> Visible(IDataView view) => view.Schema.Where(column => !column.IsHidden);

    // Splits may leave a column of their own.
    private IDataView Visibly(IDataView view, IDataView columnsOf)
    {
        string[] names = [.. Visible(columnsOf).Select(column => column.Name)];
        return _context.Transforms.SelectColumns(names).Fit(view).Transform(view);
    }

    private static string[] Rows(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(Visible(view));
        return [.. Read(cursor)];
    }

    private static IEnumerable<string> Read(DataViewRowCursor cursor)
    {
        using (cursor)
        {
            Func<string>[] readers = [.. cursor.Schema.Where(column => !column.IsHidden).Select(column => Reader(cursor, column))];
            while (cursor.MoveNext())
                yield return string.Join(" | ", readers.Select(reader => reader()));
        }
    }

    private static List<DataViewRowId> Ids(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        List<DataViewRowId> ids = [];
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref id);
            ids.Add(id);
        }

        return ids;
    }

    // Single values as their bits.
    private static Func<string> Reader(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => Reader<ReadOnlyMemory<char>>(row, column, value => value.ToString()),
        NumberDataViewType when column.Type.RawType == typeof(float) => Reader<float>(row, column, value => Text(BitConverter.SingleToInt32Bits(value))),
        NumberDataViewType => Reader<long>(row, column, Text),
        VectorDataViewType { ItemType: TextDataViewType } => Reader<VBuffer<ReadOnlyMemory<char>>>(row, column, values => string.Join(' ', values.DenseValues())),
        VectorDataViewType vector when vector.ItemType.RawType == typeof(float) =>
            Reader<VBuffer<float>>(row, column, values => string.Join(' ', values.DenseValues().Select(value => Text(BitConverter.SingleToInt32Bits(value))))),
        _ => Reader<VBuffer<long>>(row, column, values => string.Join(' ', values.DenseValues())),
    };

    private static Func<string> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string> text)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return text(value);
        };
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
