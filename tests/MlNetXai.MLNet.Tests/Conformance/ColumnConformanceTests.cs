using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Tests.Preprocessing;
using MlNetXai.MLNet.Training;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Conformance;

/// <summary>What every estimator that adds columns, and its transformer, must do.</summary>
public sealed class ColumnConformanceTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string> All => [.. ColumnCases.Names];

    public static TheoryData<string> Savable => [.. ColumnCases.Savable];

    public static TheoryData<string> NotSavable => [.. ColumnCases.Names.Except(ColumnCases.Savable, StringComparer.Ordinal)];

    [Fact]
    public void Estimators_OfTheAssembly_HaveACase()
    {
        Type[] covered = [.. ColumnCases.Names.Select(name => ColumnCases.Of(name).Estimator.GetType()), .. RecordCases.Names.Select(name => RecordCases.Of(name).Estimator.GetType())];

        Type[] all = [.. typeof(SavedPipelines).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.GetInterfaces().Any(IsEstimator))];

        Assert.Empty(all.Except(covered).Select(type => type.Name));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void GetOutputSchema_OfEstimator_PromisesWhatTheTransformerDelivers(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        DataViewSchema input = one.Data(_context, 3).Schema;

        SchemaShape promised = one.Estimator.GetOutputSchema(Shapes.Of(input));

        Shapes.AssertEqual(Shapes.Of(one.Fit(_context).GetOutputSchema(input)), promised);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transform_OfData_HasTheSchemaOfGetOutputSchema(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        ITransformer transformer = one.Fit(_context);
        IDataView data = one.Data(_context, 3);

        DataViewSchema said = transformer.GetOutputSchema(data.Schema), made = transformer.Transform(data).Schema;

        Assert.Equal(said.Select(column => $"{column.Name}: {column.Type}"), made.Select(column => $"{column.Name}: {column.Type}"));
        Assert.All(one.Made, column => Assert.NotNull(made.GetColumnOrNull(column)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Cursor_WithoutOwnColumns_ReadsNoRows(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        CountedView counted = new(TinyData.View(_context, 20));
        IDataView made = one.Fit(_context).Transform(Over(counted, one));

        long[] ids = [.. made.GetColumn<long>("Id")];

        Assert.Equal(20, ids.Length);
        Assert.Equal(0, counted.Values.GetValueOrDefault("Features"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Getter_OfInactiveColumn_Throws(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        IDataView made = one.Fit(_context).Transform(one.Data(_context, 3));
        using DataViewRowCursor cursor = made.GetRowCursor([made.Schema["Id"]]);

        Assert.False(cursor.IsColumnActive(made.Schema[one.Made[0]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<float>>(made.Schema[one.Made[0]]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Getter_OfWrongType_NamesBothTypes(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        IDataView made = one.Fit(_context).Transform(one.Data(_context, 3));
        DataViewSchema.Column column = made.Schema[one.Made[0]];
        using DataViewRowCursor cursor = made.GetRowCursor([column]);

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(column));

        Assert.Contains(column.Name, error.Message, StringComparison.Ordinal);
        Assert.Contains("System.Double", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Cursors_OfTheSameView_GiveTheSameRows(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        IDataView made = one.Fit(_context).Transform(one.Data(_context, 12));

        Assert.Equal(Values(made, one), Values(made, one));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_Twice_GivesTheSameValues(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        IDataView data = one.Data(_context, 12);

        Assert.Equal(Values(one.Fit(_context).Transform(data), one), Values(one.Fit(_context).Transform(data), one));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void RowCursorSet_OverACache_SharesTheRows(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        IDataView made = one.Fit(_context).Transform(_context.Data.Cache(one.Data(_context, 300)));
        DataViewSchema.Column id = made.Schema["Id"];

        DataViewRowCursor[] cursors = made.GetRowCursorSet([id, .. one.Made.Select(column => made.Schema[column])], 4);
        Dictionary<long, string> shared = [];
        Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                foreach ((long key, string values) in Read(cursor, one))
                {
                    lock (shared)
                        shared.Add(key, values);
                }
            }
        });

        Assert.Equal(Values(made, one), shared.OrderBy(pair => pair.Key).Select(pair => pair.Value));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transform_BetweenStockSteps_GivesTheSameValues(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        ITransformer transformer = one.Fit(_context);
        IDataView data = one.Data(_context, 40);
        string[] expected = Values(transformer.Transform(data), one);

        IDataView cached = _context.Data.Cache(transformer.Transform(_context.Data.Cache(data)));
        IDataView shuffled = _context.Data.ShuffleRows(transformer.Transform(_context.Data.ShuffleRows(data, seed: 3)), seed: 4);
        IDataView copied = transformer.Transform(_context.Transforms.CopyColumns("Again", "Features").Fit(data).Transform(data));
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(transformer.Transform(data), testFraction: 0.3, seed: 2);

        Assert.Equal(expected, Values(cached, one));
        Assert.Equal(expected, Values(shuffled, one));
        Assert.Equal(expected, Values(copied, one));
        Assert.Equal(expected[..10], Values(_context.Data.TakeRows(transformer.Transform(data), 10), one));
        Assert.Equal(expected[..10], Values(transformer.Transform(_context.Data.TakeRows(data, 10)), one));
        Assert.Equal(expected.Order(StringComparer.Ordinal), Values(split.TrainSet, one).Concat(Values(split.TestSet, one)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void PredictionEngine_OfARow_GivesTheValuesOfTheView(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        IDataView data = TinyData.View(_context, 6);
        TransformerChain<ITransformer> chain = new(Before(one), one.Fit(_context));
        float[][] expected = TinyData.Vectors(chain.Transform(data), one.Made[0]);
        SchemaDefinition output = SchemaDefinition.Create(typeof(Made));
        output[0].ColumnName = one.Made[0];
        using PredictionEngine<TinyData.Row, Made> engine = _context.Model.CreatePredictionEngine<TinyData.Row, Made>(chain, outputSchemaDefinition: output);

        float[][] predicted = [.. TinyData.Rows(6).Select(row => engine.Predict(row).Values)];

        Assert.Equal(expected, predicted);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transform_OfNoRows_GivesNoRows(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);

        Assert.Empty(Values(one.Fit(_context).Transform(one.Data(_context, 0)), one));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transform_OfSparseRows_EqualsThatOfDenseOnes(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        ITransformer transformer = one.Fit(_context);
        float[] values = new float[TinyData.Steps];
        (values[2], values[7]) = (1.5f, -0.25f);
        VBuffer<float> dense = new(TinyData.Steps, values), sparse = new(TinyData.Steps, 2, [1.5f, -0.25f], [2, 7]);

        Assert.Equal(
            Values(transformer.Transform(Over(Buffers(dense), one)), one),
            Values(transformer.Transform(Over(Buffers(sparse), one)), one));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transform_OfMissingValue_NamesColumnAndRow(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        float[] values = new float[TinyData.Steps];
        float[] missing = [.. values];
        missing[5] = float.NaN;
        IDataView made = one.Fit(_context).Transform(Over(Buffers(new(TinyData.Steps, values), new(TinyData.Steps, missing)), one));

        Exception error = Assert.ThrowsAny<Exception>(() => Values(made, one)).GetBaseException();

        ColumnValueException found = Assert.IsType<ColumnValueException>(error);
        Assert.Equal("Features", found.Column);
        Assert.Equal(1, found.Row);
        Assert.Contains("NaN", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transform_OfAVectorOfAnotherLength_NamesColumnAndRow(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        IDataView made = one.Fit(_context).Transform(Over(Buffers(new VBuffer<float>(3, [1, 2, 3])), one));

        ColumnValueException error = Assert.IsType<ColumnValueException>(Assert.ThrowsAny<Exception>(() => Values(made, one)).GetBaseException());

        Assert.Equal(("Features", 0), (error.Column, error.Row));
        Assert.Contains("3 values", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_WithColumnsOfAnotherType_NamesColumnAndBothTypes(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        IDataView texts = _context.Transforms.CopyColumns("Features", "Patient").Fit(one.Data(_context, 3)).Transform(one.Data(_context, 3));
        IDataView without = _context.Transforms.DropColumns("Features").Fit(one.Data(_context, 3)).Transform(one.Data(_context, 3));

        ArgumentOutOfRangeException wrong = Assert.Throws<ArgumentOutOfRangeException>(() => one.Estimator.Fit(texts));
        ArgumentOutOfRangeException absent = Assert.Throws<ArgumentOutOfRangeException>(() => one.Fit(_context).Transform(without));

        Assert.Contains("Schema mismatch for feature column 'Features': expected Vector<Single, T", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("got String", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("Could not find feature column 'Features'", absent.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transform_OfAnotherVectorSize_NamesBothSizes(string name)
    {
        ColumnCases.Case one = ColumnCases.Of(name);
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Buffer));
        definition[nameof(Buffer.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 9);
        IDataView other = _context.Data.LoadFromEnumerable(Array.Empty<Buffer>(), definition);
        IDataView data = one.Data(_context, 1).Schema["Label"].Type is KeyDataViewType ? TinyData.Keys(_context).Fit(TinyData.View(_context)).Transform(other) : other;

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => one.Fit(_context).Transform(data));

        Assert.Contains("expected Vector<Single, 12, 1>, got Vector<Single, 9>", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Savable))]
    public void Save_ThenLoad_GivesTheSameBits(string name)
    {
        using TemporaryFolder folder = new();
        ColumnCases.Case one = ColumnCases.Of(name);
        IDataView data = one.Data(_context, 9);
        ITransformer transformer = one.Fit(_context);
        string[] expected = Values(transformer.Transform(data), one);
        string path = folder.File("pipeline.zip"), again = folder.File("again.zip");

        _context.Model.Save(transformer, data.Schema, path);
        ITransformer plain = new MLContext().Model.Load(path, out _);
        ITransformer explained = new MLContext().Model.LoadExplained(path, out DataViewSchema? schema);
        new MLContext().Model.SaveExplained(plain, schema, again);
        ITransformer resaved = new MLContext().Model.LoadExplained(again, out _);

        Assert.Equal(expected, Values(plain.Transform(data), one));
        Assert.Equal(expected, Values(explained.Transform(data), one));
        Assert.Equal(expected, Values(resaved.Transform(data), one));
        Assert.Equal(data.Schema.Count, schema!.Count);
        Assert.Equal($"{transformer.GetOutputSchema(data.Schema)[one.Made[0]].Type}", $"{explained.GetOutputSchema(data.Schema)[one.Made[0]].Type}");
    }

    [Theory]
    [MemberData(nameof(NotSavable))]
    public void Save_OfWhatCannotBeSaved_NamesTheRemedyAndKeepsTheOldFile(string name)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("pipeline.zip");
        File.WriteAllText(path, "old");
        ColumnCases.Case one = ColumnCases.Of(name);

        NotSupportedException error = Assert.IsType<NotSupportedException>(
            Assert.ThrowsAny<Exception>(() => _context.Model.SaveExplained(one.Fit(_context), one.Data(_context, 1).Schema, path)).GetBaseException());

        Assert.Contains("after loading", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
    }

    /// <summary>The case's input steps over any view of rows.</summary>
    private IDataView Over(IDataView rows, ColumnCases.Case one) => Before(one).Transform(rows);

    /// <summary>What turns rows of <see cref="TinyData"/> into the case's data.</summary>
    private TransformerChain<ITransformer> Before(ColumnCases.Case one)
    {
        DataViewSchema schema = one.Data(_context, 1).Schema;
        IDataView rows = TinyData.View(_context);
        List<ITransformer> steps = [];
        if (schema["Label"].Type is KeyDataViewType)
            steps.Add(TinyData.Keys(_context).Fit(rows));
        if (schema.GetColumnOrNull("Score") is not null)
            steps.Add(_context.Transforms.ApplyNetwork(TinyData.Network()).Fit(rows));
        return new([.. steps]);
    }

    private IDataView Buffers(params VBuffer<float>[] rows)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Buffer));
        definition[nameof(Buffer.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, TinyData.Steps, 1);
        return _context.Data.LoadFromEnumerable(rows.Select((row, id) => new Buffer { Features = row, Label = "N", Patient = "p", Id = id }).ToArray(), definition);
    }

    /// <summary>Values of the made columns of every row, in order of the rows' numbers.</summary>
    private static string[] Values(IDataView view, ColumnCases.Case one)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Id"], .. one.Made.Select(column => view.Schema[column])]);
        return [.. Read(cursor, one).OrderBy(row => row.Id).Select(row => row.Values)];
    }

    private static IEnumerable<(long Id, string Values)> Read(DataViewRowCursor cursor, ColumnCases.Case one)
    {
        ValueGetter<long> id = cursor.GetGetter<long>(cursor.Schema["Id"]);
        Func<string>[] readers = [.. one.Made.Select(column => Reader(cursor, cursor.Schema[column]))];
        long value = 0;
        while (cursor.MoveNext())
        {
            id(ref value);
            yield return (value, string.Join(" | ", readers.Select(reader => reader())));
        }
    }

    // Single values as their bits.
    private static Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is KeyDataViewType)
        {
            ValueGetter<uint> key = row.GetGetter<uint>(column);
            uint number = 0;
            return () =>
            {
                key(ref number);
                return $"{number}";
            };
        }

        if (column.Type is NumberDataViewType)
        {
            ValueGetter<int> integer = row.GetGetter<int>(column);
            int number = 0;
            return () =>
            {
                integer(ref number);
                return $"{number}";
            };
        }

        ValueGetter<VBuffer<float>> vector = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> values = default;
        return () =>
        {
            vector(ref values);
            return string.Join(' ', values.DenseValues().Select(BitConverter.SingleToInt32Bits));
        };
    }

    private static bool IsEstimator(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEstimator<>);

    private sealed class Made
    {
        public float[] Values { get; set; } = [];
    }

    private sealed class Buffer
    {
        public VBuffer<float> Features { get; set; }

        public string Label { get; set; } = "";

        public string Patient { get; set; } = "";

        public long Id { get; set; }
    }
}
