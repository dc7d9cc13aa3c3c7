using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Tests.Preprocessing;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Conformance;

/// <summary>What every estimator on recordings, and its transformer, must do.</summary>
public sealed class RecordConformanceTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string> All => [.. RecordCases.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void GetOutputSchema_OfEstimator_PromisesWhatTheTransformerDelivers(string name)
    {
        RecordCases.Case one = RecordCases.Of(name);
        IDataView data = one.Data(_context);
        ITransformer transformer = one.Estimator.Fit(data);

        Shapes.AssertEqual(Shapes.Of(transformer.GetOutputSchema(data.Schema)), one.Estimator.GetOutputSchema(Shapes.Of(data)));
        Shapes.AssertEqual(Shapes.Of(transformer.GetOutputSchema(data.Schema)), Shapes.Of(transformer.Transform(data)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transform_Anyhow_GivesTheSameRows(string name)
    {
        RecordCases.Case one = RecordCases.Of(name);
        IDataView data = one.Data(_context);
        ITransformer transformer = one.Estimator.Fit(data);
        IDataView made = transformer.Transform(data);
        string[] expected = Rows(made, one);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, Rows(made, one));
        Assert.Equal(expected, Rows(one.Estimator.Fit(data).Transform(data), one));
        Assert.Equal(expected, Rows(_context.Data.Cache(transformer.Transform(_context.Data.Cache(data))), one));
        Assert.Equal(expected.Order(StringComparer.Ordinal), Rows(_context.Data.ShuffleRows(made, seed: 2), one).Order(StringComparer.Ordinal));
        Assert.Equal(expected[..3], Rows(_context.Data.TakeRows(made, 3), one));
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(made, 0.3, seed: 2);
        Assert.Equal(expected.Order(StringComparer.Ordinal), Rows(split.TrainSet, one).Concat(Rows(split.TestSet, one)).Order(StringComparer.Ordinal));
        DataViewRowCursor[] cursors = made.GetRowCursorSet([made.Schema[one.Key], made.Schema[one.Made]], 4);
        Assert.Equal(expected.Order(StringComparer.Ordinal), cursors.SelectMany(cursor => Read(cursor, one)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transform_OfNoRows_GivesNoRows(string name)
    {
        RecordCases.Case one = RecordCases.Of(name);
        IDataView data = one.Data(_context), none = _context.Data.FilterByCustomPredicate<Record>(data, _ => true);

        Assert.Empty(Rows(one.Estimator.Fit(none).Transform(none), one));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_WithASignalOfText_NamesColumnAndBothTypes(string name)
    {
        RecordCases.Case one = RecordCases.Of(name);
        IDataView data = one.Data(_context);
        IDataView texts = _context.Transforms.CopyColumns("Signal", "Record").Fit(data).Transform(data);

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => one.Estimator.Fit(texts));

        Assert.Contains("Schema mismatch for input column 'Signal': expected", error.Message, StringComparison.Ordinal);
        Assert.Contains("got String", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Save_OfAStepOnRecordings_NamesTheRemedyAndKeepsTheOldFile(string name)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("pipeline.zip");
        File.WriteAllText(path, "old");
        RecordCases.Case one = RecordCases.Of(name);
        IDataView data = one.Data(_context);

        Exception error = Assert.ThrowsAny<Exception>(() => _context.Model.SaveExplained(one.Estimator.Fit(data), data.Schema, path)).GetBaseException();

        Assert.IsType<NotSupportedException>(error);
        Assert.Contains("beat", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
    }

    private static string[] Rows(IDataView view, RecordCases.Case one)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[one.Key], view.Schema[one.Made]]);
        return [.. Read(cursor, one)];
    }

    private static IEnumerable<string> Read(DataViewRowCursor cursor, RecordCases.Case one)
    {
        Func<string> key = Columns.NameReader.Create(cursor, cursor.Schema[one.Key], "input"), made = Reader(cursor, cursor.Schema[one.Made]);
        while (cursor.MoveNext())
            yield return $"{key()}: {made()}";
    }

    private static Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type.RawType == typeof(VBuffer<long>))
            return Texts<long>(row, column);
        return Texts<float>(row, column);
    }

    private static Func<string> Texts<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            return string.Join(' ', value.DenseValues().Select(item => $"{item:R}"));
        };
    }

    private sealed class Record
    {
        public string Patient { get; set; } = "";
    }
}
