using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Xunit;
using static MlNetXai.MLNet.Contract.Tests.GoldenNumbers;
using Mode = Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode;

namespace MlNetXai.MLNet.Contract.Tests.Normalising;

public sealed class ReplaceMissingValuesTests
{
    private static readonly MLContext Context = new(1);

    [Theory]
    [InlineData("defaultValue", Mode.DefaultValue), InlineData("mean", Mode.Mean), InlineData("minimum", Mode.Minimum), InlineData("maximum", Mode.Maximum)]
    public void ReplaceMissingValues_GoldenVectors_GivesItsVectors(string name, Mode mode)
    {
        JsonElement golden = VectorRows.Golden("replaceMissing");
        IDataView data = VectorRows.Load(golden.GetProperty("input")), sparse = VectorRows.LoadSparse(golden.GetProperty("input"));
        MissingValueReplacingEstimator estimator = Context.Transforms.ReplaceMissingValues("Out", "Values", mode);

        VectorRows.AssertEqual(golden.GetProperty(name), estimator.Fit(data).Transform(data), "Out");
        VectorRows.AssertEqual(golden.GetProperty(name), estimator.Fit(sparse).Transform(sparse), "Out");
    }

    [Fact]
    public void ReplaceMissingValues_Scalars_GivesTheMeanOfTheOthers()
    {
        IDataView data = Context.Data.LoadFromEnumerable(
            [new Row { Single = 1, Double = 2 }, new Row { Single = float.NaN, Double = double.NaN }, new Row { Single = 5, Double = 3 }]);
        InputOutputColumnPair[] columns = [new("Single"), new("D", "Double")];

        IDataView replaced = Context.Transforms.ReplaceMissingValues(columns, Mode.Mean).Fit(data).Transform(data);

        Assert.Equal([1, 3, 5], replaced.GetColumn<float>("Single"));
        Assert.Equal([2, 2.5, 3], replaced.GetColumn<double>("D"));
    }

    [Fact]
    public void ReplaceMissingValues_NotBySlot_TakesAllSlotsTogether()
    {
        IDataView data = VectorRows.Load(VectorRows.Golden("replaceMissing").GetProperty("input"));

        IDataView replaced = Context.Transforms.ReplaceMissingValues("Values", replacementMode: Mode.Maximum, imputeBySlot: false).Fit(data).Transform(data);

        Assert.Equal([3, 1], VectorRows.Values(replaced, "Values")[1]);
    }

    [Fact]
    public void GetOutputSchema_AnyInput_IsThatOfTheTransformer()
    {
        IDataView data = VectorRows.Load(VectorRows.Golden("replaceMissing").GetProperty("input"));
        MissingValueReplacingEstimator estimator = Context.Transforms.ReplaceMissingValues("Out", "Values");

        SchemaShape.Column promised = estimator.GetOutputSchema(VectorRows.Shape()).Single(column => column.Name == "Out");
        DataViewSchema.Column delivered = estimator.Fit(data).GetOutputSchema(data.Schema)["Out"];

        Assert.Equal(SchemaShape.Column.VectorKind.Vector, promised.Kind);
        Assert.Equal(data.Schema["Values"].Type, delivered.Type);
        Assert.Equal(delivered.Annotations.Schema.Select(kind => kind.Name).Order(), promised.Annotations.Select(kind => kind.Name).Order());
    }

    [Fact]
    public void Save_Fitted_GivesTheSameValuesAfterLoad()
    {
        IDataView data = VectorRows.Load(VectorRows.Golden("replaceMissing").GetProperty("input"));
        MissingValueReplacingTransformer model = Context.Transforms.ReplaceMissingValues("Out", "Values", Mode.Mean).Fit(data);
        using MemoryStream file = new();

        Context.Model.Save(model, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = new MLContext(2).Model.Load(file, out _);

        Assert.Equal(VectorRows.Values(model.Transform(data), "Out"), VectorRows.Values(loaded.Transform(data), "Out"));
    }

    [Fact]
    public void ReplaceMissingValues_ColumnMissing_NamesIt()
    {
        IDataView data = Context.Data.LoadFromEnumerable([new Row()]);

        Errors.Require<ArgumentOutOfRangeException>("Could not find input column 'Nope'", () => Context.Transforms.ReplaceMissingValues("Nope").Fit(data));
    }

    private sealed class Row
    {
        public float Single { get; set; }

        public double Double { get; set; }
    }
}
