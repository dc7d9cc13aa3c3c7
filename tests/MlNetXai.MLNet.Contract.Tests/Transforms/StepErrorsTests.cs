using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Contract.Tests.Conformance;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Transforms;

/// <summary>Section 2 of the behaviour that the contract describes: how steps refuse columns.</summary>
public sealed class StepErrorsTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static TransformsCatalog.ConversionTransforms Conversion => Context.Transforms.Conversion;

    [Fact]
    public void Fit_ColumnMissing_NamesIt()
    {
        IDataView rows = StockSteps.Rows(6);

        Errors.Require<ArgumentOutOfRangeException>("Could not find input column 'Nope'", () => Context.Transforms.CopyColumns("Out", "Nope").Fit(rows));
        Errors.Require<ArgumentOutOfRangeException>("Could not find input column 'Nope'", () => Conversion.MapValueToKey("Out", "Nope").Fit(rows));
        Assert.NotNull(Errors.Innermost(() => Context.Transforms.DropColumns("Nope").Fit(rows)));
    }

    [Fact]
    public void Fit_ConcatenateColumnMissing_IsFoundAtTransform()
    {
        IDataView rows = StockSteps.Rows(6);

        ITransformer model = Context.Transforms.Concatenate("Out", "Number", "Nope").Fit(rows);

        Errors.Require<ArgumentOutOfRangeException>("Could not find input column 'Nope'", () => model.Transform(rows));
    }

    [Fact]
    public void GetOutputSchema_ColumnMissing_NamesIt()
    {
        SchemaShape shape = StockSteps.Shape;

        Errors.Require<ArgumentOutOfRangeException>("Could not find input column 'Nope'", () => Context.Transforms.CopyColumns("Out", "Nope").GetOutputSchema(shape));
        Errors.Require<ArgumentOutOfRangeException>("Could not find input column 'Nope'", () => Context.Transforms.Concatenate("Out", "Nope").GetOutputSchema(shape));
        Errors.Require<ArgumentOutOfRangeException>("Could not find input column 'Nope'", () => Conversion.MapKeyToVector("Out", "Nope").GetOutputSchema(shape));
    }

    [Fact]
    public void Fit_MapKeyToValueOfNoKey_SaysThatThereAreNoValues()
    {
        Errors.Require<InvalidOperationException>("Metadata KeyValues does not exist", () => Conversion.MapKeyToValue("Out", "Text").Fit(StockSteps.Rows(6)));
    }

    [Fact]
    public void Fit_CustomMappingOfWrongType_NamesColumnAndMember()
    {
        Errors.Require<InvalidOperationException>(
            "Can't bind the IDataView column 'Text' of type 'String' to field or property 'Text' of type 'System.Single'.",
            () => Context.Transforms.CustomMapping<Wrong, Wrong>((_, _) => { }, contractName: null).Fit(StockSteps.Rows(6)));
    }

    [Fact]
    public void MapValueToKey_NoKeysAllowed_Throws()
    {
        Assert.IsAssignableFrom<ArgumentException>(Errors.Innermost(() => Conversion.MapValueToKey("Out", "Text", maximumNumberOfKeys: 0).Fit(StockSteps.Rows(6))));
    }

    [Fact]
    public void MapValueToKey_FittedOnNoRows_HasNoKeyValues()
    {
        IDataView none = StockSteps.Rows(0);

        DataViewSchema.Column key = Conversion.MapValueToKey("Out", "Text").Fit(none).Transform(none).Schema["Out"];

        Assert.Null(key.Annotations.Schema.GetColumnOrNull("KeyValues"));
    }

    [Fact]
    public void MapValueToKey_AnotherTypeThanFitted_IsRefused()
    {
        IDataView texts = StockSteps.Rows(6), numbers = Context.Transforms.CopyColumns("Text", "Number").Fit(texts).Transform(texts);

        Errors.Require<ArgumentOutOfRangeException>("Schema mismatch for input column 'Text'", () => Conversion.MapValueToKey("Out", "Text").Fit(texts).Transform(numbers));
    }

    private sealed class Wrong
    {
        public float Text { get; set; }
    }
}
