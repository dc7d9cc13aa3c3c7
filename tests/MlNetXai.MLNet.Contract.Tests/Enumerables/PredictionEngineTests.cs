using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Enumerables;

/// <summary>PredictionEngine.</summary>
public sealed class PredictionEngineTests
{
    private static readonly MLContext Context = new(1);

    [Fact]
    public void Predict_OneExampleAfterAnother_IsThatOfEach()
    {
        using PredictionEngine<Example, Prediction> engine = Context.Model.CreatePredictionEngine<Example, Prediction>(new Halving("Half", "Value"));

        Prediction first = engine.Predict(new() { Value = 3, V = [1, 2] }), second = engine.Predict(new() { Value = 5, V = [3, 4] });

        Assert.Equal((1.5f, 2.5f), (first.Half, second.Half));
        Assert.Equal([1, 2], first.V);
        Assert.Equal([3, 4], second.V);
        Assert.NotNull(engine.OutputSchema.GetColumnOrNull("Half"));
    }

    [Fact]
    public void Predict_ObjectGiven_IsFilled()
    {
        using PredictionEngine<Example, Prediction> engine = Context.Model.CreatePredictionEngine<Example, Prediction>(new Halving("Half", "Value"));
        Prediction prediction = new(), given = prediction;

        engine.Predict(new() { Value = 3 }, ref prediction);

        Assert.Same(given, prediction);
        Assert.Equal(1.5f, given.Half);
    }

    [Fact]
    public void Predict_KeyOfTheExample_IsOneMoreInTheResult()
    {
        using PredictionEngine<Example, Prediction> engine = Context.Model.CreatePredictionEngine<Example, Prediction>(new Halving("Half", "Value"));

        Assert.Equal(4u, engine.Predict(new() { K = 3 }).K);
    }

    [Fact]
    public void CreatePredictionEngine_InputMissingInTheClass_Throws() => Errors.Require<ArgumentOutOfRangeException>(
        "Could not find input column 'Label'", () => Context.Model.CreatePredictionEngine<Example, Prediction>(new Halving("Half", "Label")));

    [Fact]
    public void CreatePredictionEngine_OutputMissing_IsIgnoredByDefaultElseThrows()
    {
        using PredictionEngine<Example, Prediction> engine = Context.Model.CreatePredictionEngine<Example, Prediction>(new Halving("Other", "Value"));

        Assert.Equal(0, engine.Predict(new() { Value = 3 }).Half);
        Errors.Require<ArgumentOutOfRangeException>(
            "Could not find  column 'Half'", () => Context.Model.CreatePredictionEngine<Example, Prediction>(new Halving("Other", "Value"), ignoreMissingColumns: false));
    }

    [Fact]
    public void CreatePredictionEngine_NoRowToRowMapper_Throws()
    {
        Exception? error = Errors.Innermost(() => Context.Model.CreatePredictionEngine<Example, Prediction>(new Halving("Half", "Value") { IsRowToRowMapper = false }));

        Assert.Contains("Must be a row to row mapper", error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CreatePredictionEngine_WithSchema_TakesItsTypes()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Example));
        definition["V"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        DataViewSchema schema = Context.Data.LoadFromEnumerable([new Example()], definition).Schema;

        using PredictionEngine<Example, Prediction> engine = Context.Model.CreatePredictionEngine<Example, Prediction>(new Halving("Half", "Value"), schema);

        Assert.Equal("Vector<Single, 3>", engine.OutputSchema["V"].Type.ToString());
    }

    [Fact]
    public void CreatePredictionEngine_WithDefinitions_TakesTheirNames()
    {
        SchemaDefinition input = SchemaDefinition.Create(typeof(Example)), output = SchemaDefinition.Create(typeof(Prediction));
        input["Value"].ColumnName = "Weight";
        output["Half"].ColumnName = "HalfWeight";

        using PredictionEngine<Example, Prediction> engine = Context.Model.CreatePredictionEngine<Example, Prediction>(
            new Halving("HalfWeight", "Weight"), inputSchemaDefinition: input, outputSchemaDefinition: output);

        Assert.Equal(1.5f, engine.Predict(new() { Value = 3 }).Half);
    }

    [Fact]
    public void Dispose_Transformer_IsDisposedWhereOwned()
    {
        Halving owned = new("Half", "Value"), lent = new("Half", "Value");

        Context.Model.CreatePredictionEngine<Example, Prediction>(owned).Dispose();
        Context.Model.CreatePredictionEngine<Example, Prediction>(lent, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();

        Assert.Equal((1, 0), (owned.Disposed, lent.Disposed));
    }

    private sealed class Example
    {
        public float Value { get; set; }

        public float[] V { get; set; } = [];

        [KeyType(5)]
        public uint K { get; set; }
    }

    private sealed class Prediction
    {
        public float Half { get; set; }

        public float[] V { get; set; } = [];

        public uint K { get; set; }
    }
}
