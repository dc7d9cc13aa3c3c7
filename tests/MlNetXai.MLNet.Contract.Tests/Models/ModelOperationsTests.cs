using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetXai.MLNet.Contract.Tests.Conformance;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Models;

/// <summary>Paragraph 1.8 of the behaviour that the contract describes.</summary>
public sealed class ModelOperationsTests
{
    private static readonly MLContext Context = new(seed: 1);

    [Fact]
    public void Load_TransformerThatDelegatesToStockSteps_GivesEqualBits()
    {
        ITransformer model = new ScaleEstimator("Scaled", "X", [0.1f, -3, MathF.PI]).Fit(Rows());

        ITransformer loaded = SaveAndLoad(model, Rows().Schema, new MLContext(), out _);

        Assert.Equal(Vectors(model.Transform(Rows()), "Scaled"), Vectors(loaded.Transform(Rows()), "Scaled"));
        Assert.Equal(["X", "Text", "Scaled"], loaded.Transform(Rows()).Schema.Where(column => !column.IsHidden).Select(column => column.Name));
    }

    [Fact]
    public void Load_DefinitionsGivenAtFit_AreLostUntilUnwrapped()
    {
        ITransformer model = new ScaleEstimator("Scaled", "X", [1, 2, 3]).Fit(Rows());

        ITransformer loaded = SaveAndLoad(model, Rows().Schema, new MLContext(), out _);

        Assert.Equal("Vector<Single, 3>", model.GetOutputSchema(Rows().Schema)["Scaled"].Type.ToString());
        DataViewSchema.Column plain = loaded.GetOutputSchema(Rows().Schema)["Scaled"], typed = ScaleTransformer.Unwrap(loaded).GetOutputSchema(Rows().Schema)["Scaled"];
        Assert.Equal(("Vector<Single>", 0), (plain.Type.ToString(), plain.Annotations.Schema.Count));
        Assert.Equal("Vector<Single, 3>", typed.Type.ToString());
        Assert.True(typed.HasSlotNames());
    }

    [Fact]
    public void Save_LoadedModel_LoadsAgainWithEqualValues()
    {
        ITransformer model = new ScaleEstimator("Scaled", "X", [1.5f, 2, 3]).Append(Context.Transforms.CopyColumns("Copy", "Scaled")).Fit(Rows());

        ITransformer twice = SaveAndLoad(SaveAndLoad(model, null, Context, out _), null, Context, out _);

        Assert.Equal(Vectors(model.Transform(Rows()), "Copy"), Vectors(twice.Transform(Rows()), "Copy"));
    }

    [Fact]
    public void Load_ChainsInChains_GiveTheSameColumns()
    {
        TransformsCatalog transforms = Context.Transforms;
        ITransformer model = transforms.CopyColumns("A", "X")
            .Append(transforms.CopyColumns("B", "A").Append(transforms.CopyColumns("C", "B")))
            .Fit(Rows());

        ITransformer loaded = SaveAndLoad(model, null, Context, out _);

        Assert.Equal(SchemaTexts.Of(model.GetOutputSchema(Rows().Schema)), SchemaTexts.Of(loaded.GetOutputSchema(Rows().Schema)));
        Assert.Equal(Vectors(Rows(), "X"), Vectors(loaded.Transform(Rows()), "C"));
    }

    [Fact]
    public void Load_Scopes_Survive()
    {
        TransformsCatalog transforms = Context.Transforms;
        TransformerChain<ColumnCopyingTransformer> model = transforms.CopyColumns("A", "X").Append(transforms.CopyColumns("B", "X"), TransformerScope.Training).Fit(Rows());

        var loaded = (TransformerChain<ITransformer>)SaveAndLoad(model, null, Context, out _);

        Assert.Single(loaded.GetModelFor(TransformerScope.Scoring));
        Assert.Equal(2, loaded.GetModelFor(TransformerScope.Training).Count());
    }

    [Fact]
    public void Load_EveryStockStep_GivesEqualColumns()
    {
        TransformsCatalog transforms = Context.Transforms;
        TransformsCatalog.ConversionTransforms conversion = transforms.Conversion;
        IDataView rows = Rows();
        ITransformer model = transforms.CopyColumns("Copy", "X")
            .Append(transforms.Concatenate("Joined", "X", "Copy"))
            .Append(conversion.MapValueToKey("Key", "Text"))
            .Append(conversion.MapKeyToVector("OneHot", "Key"))
            .Append(conversion.MapKeyToValue("Back", "Key"))
            .Append(conversion.ConvertType("Doubles", "X", DataKind.Double))
            .Append(conversion.MapValue("Number", new Dictionary<string, float> { ["a"] = float.NaN, ["b"] = 1 / 3f }, "Text"))
            .Append(conversion.MapValue("Vector", new Dictionary<string, float[]> { ["a"] = [1, 2], ["b"] = [float.PositiveInfinity, -0f] }, "Text"))
            .Append(conversion.MapValue("Class", new Dictionary<string, string> { ["a"] = "one", ["b"] = "two" }, "Text", treatValuesAsKeyType: true))
            .Append(transforms.DropColumns("Copy"))
            .Append(transforms.SelectColumns("Joined", "Key", "OneHot", "Back", "Doubles", "Number", "Vector", "Class"))
            .Fit(rows);

        ITransformer loaded = SaveAndLoad(model, rows.Schema, new MLContext(), out _);

        IDataView expected = model.Transform(rows), actual = loaded.Transform(rows);
        Assert.Equal(SchemaTexts.Of(expected.Schema), SchemaTexts.Of(actual.Schema));
        foreach (string name in (string[])["Joined", "OneHot", "Vector"])
            Assert.Equal(Vectors(expected, name), Vectors(actual, name));
        Assert.Equal(expected.GetColumn<uint>("Key"), actual.GetColumn<uint>("Key"));
        Assert.Equal(expected.GetColumn<uint>("Class"), actual.GetColumn<uint>("Class"));
        Assert.Equal(expected.GetColumn<string>("Back"), actual.GetColumn<string>("Back"));
        Assert.Equal(expected.GetColumn<float>("Number"), actual.GetColumn<float>("Number"));
    }

    [Fact]
    public void Load_InputSchema_ComesBackWithAnnotations()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["X"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, ["a".AsMemory(), "ü\n\"".AsMemory(), "c".AsMemory()]), new VectorDataViewType(TextDataViewType.Instance, 3));
        definition["X"].AddAnnotation("IsNormalized", true, BooleanDataViewType.Instance);
        DataViewSchema schema = Context.Data.LoadFromEnumerable(Array.Empty<Row>(), definition).Schema;

        _ = SaveAndLoad(Context.Transforms.CopyColumns("Copy", "X").Fit(Rows()), schema, Context, out DataViewSchema? loaded);

        Assert.Equal(SchemaTexts.Of(schema), SchemaTexts.Of(loaded!));
        Assert.True(loaded!["X"].IsNormalized());
        VBuffer<ReadOnlyMemory<char>> names = default;
        loaded!["X"].GetSlotNames(ref names);
        Assert.Equal(["a", "ü\n\"", "c"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Load_SavedWithoutSchema_GivesNone()
    {
        _ = SaveAndLoad(Context.Transforms.CopyColumns("Copy", "X").Fit(Rows()), null, Context, out DataViewSchema? loaded);

        Assert.Null(loaded);
    }

    [Fact]
    public void SaveAndLoad_Streams_StayOpen()
    {
        using MemoryStream stream = new();

        Context.Model.Save(Context.Transforms.CopyColumns("Copy", "X").Fit(Rows()), Rows().Schema, stream);
        stream.Position = 0;
        _ = Context.Model.Load(stream, out _);

        Assert.True(stream.CanRead);
        Assert.True(stream.Length > 0);
    }

    [Fact]
    public void SaveAndLoad_File_GivesTheModel()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "model.zip");

        Context.Model.Save(new ScaleEstimator("Scaled", "X", [1, 1, 1]).Fit(Rows()), Rows().Schema, path);
        ITransformer loaded = new MLContext().Model.Load(path, out DataViewSchema schema);

        Assert.Equal(2, schema.Count);
        Assert.Equal(Vectors(Rows(), "X"), Vectors(loaded.Transform(Rows()), "Scaled"));
    }

    [Fact]
    public void CreatePredictionEngine_LoadedModelAndSchema_Predicts()
    {
        ITransformer loaded = SaveAndLoad(new ScaleEstimator("Scaled", "X", [1, 2, 3]).Fit(Rows()), Rows().Schema, new MLContext(), out DataViewSchema? schema);

        using PredictionEngine<Row, Result> engine = Context.Model.CreatePredictionEngine<Row, Result>(loaded, schema);

        Assert.Equal([1, 4, 9], engine.Predict(new Row { X = [1, 2, 3] }).Scaled);
        Assert.Equal([2, 2, 3], engine.Predict(new Row { X = [2, 1, 1] }).Scaled);
    }

    [Fact]
    public void MapValue_TextState_IsTheSameMemoryInEveryRow()
    {
        string state = new('x', 40_000_000);
        IDataView rows = Rows();
        ITransformer model = Context.Transforms.Conversion.MapValue("State", new Dictionary<string, string> { ["a"] = state, ["b"] = "" }, "Text").Fit(rows);

        ITransformer loaded = SaveAndLoad(model, null, Context, out _);

        ReadOnlyMemory<char>[] states = [.. loaded.Transform(rows).GetColumn<ReadOnlyMemory<char>>("State").Where(text => text.Length > 0)];
        Assert.Equal(2, states.Length);
        Assert.True(states[0].Equals(states[1]));
        Assert.True(states[0].Span.SequenceEqual(state));
    }

    [Fact]
    public void MapValue_AnyCharacter_Survives()
    {
        string text = string.Concat(Enumerable.Range(0, 0xD800).Select(code => (char)code)) + "😀 +/=\u2028";
        ITransformer model = Context.Transforms.Conversion.MapValue("State", new Dictionary<string, string> { ["a"] = text }, "Text").Fit(Rows());

        ITransformer loaded = SaveAndLoad(model, null, Context, out _);

        Assert.Equal(text, loaded.Transform(Rows()).GetColumn<string>("State").First());
    }

    [Fact]
    public void Save_WithoutContractName_Throws()
    {
        ITransformer model = Context.Transforms.CustomMapping<None, Tag>((_, _) => { }, contractName: null).Fit(Rows());

        Exception error = Assert.ThrowsAny<Exception>(() => SaveAndLoad(model, null, Context, out _)).GetBaseException();

        Assert.Equal("Empty contract name for a transform: the transform cannot be saved", error.Message);
    }

    [Fact]
    public void Load_ContractWithoutFactory_Throws()
    {
        ITransformer model = Context.Transforms.CustomMapping<None, Tag>((_, _) => { }, "MlNetXai.Tests.Nobody").Fit(Rows());

        Assert.ThrowsAny<InvalidOperationException>(() => SaveAndLoad(model, null, Context, out _));
    }

    [Fact]
    public void Save_TransformerThatWritesNothing_Throws()
    {
        Exception error = Assert.ThrowsAny<Exception>(() => SaveAndLoad(new Silent(), null, Context, out _)).GetBaseException();

        Assert.IsType<InvalidOperationException>(error);
        Assert.StartsWith("ModelSignature not specified!", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public void Load_NoZip_Throws(int length)
    {
        using MemoryStream stream = new(new byte[length]);

        Exception error = Assert.ThrowsAny<Exception>(() => Context.Model.Load(stream, out _));

        Assert.True(error is FormatException or InvalidOperationException, $"{error}");
    }

    [Fact]
    public void Load_ForeignZip_Throws()
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("hello.txt");
        stream.Position = 0;

        Assert.ThrowsAny<InvalidOperationException>(() => Context.Model.Load(stream, out _));
    }

    private static ITransformer SaveAndLoad(ITransformer model, DataViewSchema? schema, MLContext context, out DataViewSchema? loadedSchema)
    {
        using MemoryStream stream = new();
        Context.Model.Save(model, schema, stream);
        stream.Position = 0;
        return context.Model.Load(stream, out loadedSchema);
    }

    private static string[] Vectors(IDataView data, string name) =>
        [.. data.GetColumn<float[]>(name).Select(values => string.Join(' ', values.Select(value => BitConverter.SingleToInt32Bits(value).ToString("X8", CultureInfo.InvariantCulture))))];

    private static IDataView Rows() => Context.Data.LoadFromEnumerable(new Row[]
    {
        new() { X = [1, 0.1f, -2], Text = "a" },
        new() { X = [0, float.NaN, 1e-30f], Text = "b" },
        new() { X = [3, 3, 3], Text = "a" },
    });

    private sealed class Row
    {
        [VectorType(3)]
        public float[] X { get; set; } = [];

        public string Text { get; set; } = "";
    }

    private sealed class Result
    {
        public float[] Scaled { get; set; } = [];
    }

    private sealed class Silent : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx)
        {
        }
    }
}
