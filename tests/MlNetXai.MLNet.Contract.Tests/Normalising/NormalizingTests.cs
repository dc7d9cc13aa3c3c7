using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Xunit;
using static MlNetXai.MLNet.Contract.Tests.GoldenNumbers;

namespace MlNetXai.MLNet.Contract.Tests.Normalising;

public sealed class NormalizingTests
{
    private static readonly MLContext Context = new(1);

    public static TheoryData<string> Cases => ["minMax", "minMaxNotFixZero", "meanVariance", "meanVarianceNotFixZero"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Normalize_GoldenVectors_GivesItsVectors(string name)
    {
        JsonElement golden = VectorRows.Golden("normalize");
        IDataView data = VectorRows.Load(golden.GetProperty("input"));

        IDataView normalized = Estimator(name, "Out", "Values").Fit(data).Transform(data);

        VectorRows.AssertEqual(golden.GetProperty(name), normalized, "Out");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Normalize_ScalarsOfEachType_AreTheSlotsOfTheVector(string name)
    {
        JsonElement golden = VectorRows.Golden("normalize");
        float[] expected = [.. golden.GetProperty(name).EnumerateArray().Select(row => row.Singles()[0])];
        IDataView data = Context.Data.LoadFromEnumerable(
            golden.GetProperty("input").EnumerateArray().Select(row => new ScalarRow { Single = row.Singles()[0], Double = row.Singles()[0] }).ToArray());

        IDataView normalized = Estimator(name, "Single").Fit(data).Transform(data);
        IDataView normalizedDouble = Estimator(name, "Double").Fit(data).Transform(data);

        Assert.Equal(expected, normalized.GetColumn<float>("Single"), VectorRows.WithinOneUlp);
        Assert.Equal(expected, normalizedDouble.GetColumn<double>("Double").Select(value => (float)value), VectorRows.WithinOneUlp);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Normalize_SparseVectors_AreTheirDenseValues(string name)
    {
        JsonElement golden = VectorRows.Golden("normalize");
        IDataView data = VectorRows.LoadSparse(golden.GetProperty("input"));

        IDataView normalized = Estimator(name, "Values").Fit(data).Transform(data);

        VectorRows.AssertEqual(golden.GetProperty(name), normalized, "Values");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Normalize_NaN_StaysAndDoesNotCount(string name)
    {
        IDataView data = Context.Data.LoadFromEnumerable(
            [new ScalarRow { Single = -2 }, new ScalarRow { Single = float.NaN }, new ScalarRow { Single = 4 }]);
        IDataView without = Context.Data.LoadFromEnumerable([new ScalarRow { Single = -2 }, new ScalarRow { Single = 4 }]);

        float[] values = [.. Estimator(name, "Single").Fit(data).Transform(data).GetColumn<float>("Single")];

        float[] expected = [.. Estimator(name, "Single").Fit(without).Transform(without).GetColumn<float>("Single")];
        Assert.Equal([expected[0], float.NaN, expected[1]], values);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GetOutputSchema_AnyInput_IsThatOfTheTransformer(string name)
    {
        IDataView data = VectorRows.Load(VectorRows.Golden("normalize").GetProperty("input"));
        NormalizingEstimator estimator = Estimator(name, "Out", "Values");

        SchemaShape promised = estimator.GetOutputSchema(VectorRows.Shape());
        DataViewSchema.Column delivered = estimator.Fit(data).GetOutputSchema(data.Schema)["Out"];

        SchemaShape.Column column = promised.Single(found => found.Name == "Out");
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, column.Kind);
        Assert.Equal(NumberDataViewType.Single, column.ItemType);
        Assert.Equal(data.Schema["Values"].Type, delivered.Type);
        Assert.Equal(delivered.Annotations.Schema.Select(kind => kind.Name).Order(), column.Annotations.Select(kind => kind.Name).Order());
        Assert.True(delivered.IsNormalized());
        Assert.True(delivered.HasSlotNames());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Save_Fitted_GivesTheSameValuesAfterLoad(string name)
    {
        IDataView data = VectorRows.Load(VectorRows.Golden("normalize").GetProperty("input"));
        NormalizingTransformer model = Estimator(name, "Out", "Values").Fit(data);
        using MemoryStream file = new();

        Context.Model.Save(model, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = new MLContext(2).Model.Load(file, out _);

        Assert.Equal(VectorRows.Values(model.Transform(data), "Out"), VectorRows.Values(loaded.Transform(data), "Out"));
    }

    [Fact]
    public void Predict_Fitted_ScalesTheExample()
    {
        IDataView data = Context.Data.LoadFromEnumerable([new ScalarRow { Single = -2 }, new ScalarRow { Single = 4 }]);
        ITransformer model = Context.Transforms.NormalizeMinMax("Single").Append(Context.Transforms.NormalizeMinMax("Double", "Double")).Fit(data);
        using PredictionEngine<ScalarRow, ScalarRow> engine = Context.Model.CreatePredictionEngine<ScalarRow, ScalarRow>(model);

        Assert.Equal(0.5f, engine.Predict(new() { Single = 2 }).Single);
        Assert.Equal(-0.25f, engine.Predict(new() { Single = -1 }).Single);
    }

    [Fact]
    public void Normalize_OutputInactive_ReadsNothing()
    {
        int read = 0;
        IDataView data = Context.Data.LoadFromEnumerable([new ScalarRow { Single = 1 }, new ScalarRow { Single = 2 }]);
        IDataView counted = Context.Transforms.CustomMapping<ScalarRow, Counted>((source, counted) => counted.Value = source.Single + Interlocked.Increment(ref read), null)
            .Fit(data).Transform(data);
        IDataView normalized = Context.Transforms.NormalizeMinMax("Out", "Value").Fit(counted).Transform(counted);
        read = 0;

        Assert.Equal([1, 2], normalized.GetColumn<float>("Single"));
        Assert.Equal(0, read);
    }

    [Fact]
    public void Normalize_TextColumn_SaysWhatIsThere()
    {
        IDataView data = Context.Data.LoadFromEnumerable([new ScalarRow()]);

        Errors.Require<ArgumentOutOfRangeException>("Text", () => Context.Transforms.NormalizeMinMax("Text").Fit(data));
    }

    [Fact]
    public void Normalize_ColumnMissing_NamesIt()
    {
        IDataView data = Context.Data.LoadFromEnumerable([new ScalarRow()]);

        Errors.Require<ArgumentOutOfRangeException>("Could not find input column 'Nope'", () => Context.Transforms.NormalizeMeanVariance("Nope").Fit(data));
    }

    private static NormalizingEstimator Estimator(string name, string output, string? input = null) => name switch
    {
        "minMax" => Context.Transforms.NormalizeMinMax(output, input),
        "minMaxNotFixZero" => Context.Transforms.NormalizeMinMax(output, input, fixZero: false),
        "meanVariance" => Context.Transforms.NormalizeMeanVariance(output, input),
        _ => Context.Transforms.NormalizeMeanVariance(output, input, fixZero: false),
    };

    private sealed class Counted
    {
        public float Value { get; set; }
    }

    private sealed class ScalarRow
    {
        public float Single { get; set; }

        public double Double { get; set; }

        public string Text { get; set; } = "";
    }
}
