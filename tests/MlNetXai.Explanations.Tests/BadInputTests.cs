using System.Reflection;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests;

/// <summary>Inputs that no method or measure takes, and what the user is told; those that concern one method alone stand with it.</summary>
public sealed class BadInputTests
{
    /// <summary>Methods with a baseline.</summary>
    public static TheoryData<string> MethodsWithBaseline => [.. MethodCatalog.All.Where(method => BaselineOf(method) is not null).Select(method => method.Name)];

    /// <summary>Methods that need more of a model than logits.</summary>
    public static TheoryData<string> MethodsBeyondLogits => [.. MethodCatalog.All.Where(method => method.Needs != typeof(ILogits) && IsAttribution(method)).Select(method => method.Name)];

    /// <summary>Methods with an attribution of each row.</summary>
    public static TheoryData<string> Attributions => [.. MethodCatalog.All.Where(method => method.GivesAttribution).Select(method => method.Name)];

    /// <summary>Measures of maps beside their rows.</summary>
    public static TheoryData<string> Measures => [.. MeasuresByName.Keys];

    private static Dictionary<string, Action<ILogits, Batch, SalienceMap>> MeasuresByName { get; } = new(StringComparer.Ordinal)
    {
        ["score reduction"] = (model, batch, map) => new ScoreReduction().Measure(model, batch, [0, 0], [map]),
        ["deletion and insertion"] = (model, batch, map) => new DeletionInsertion().Measure(model, batch, [0, 0], [map]),
        ["erasure"] = (model, batch, map) => new Erasure().Measure(model, batch, [0, 0], [map]),
        ["infidelity"] = (model, batch, map) => new Infidelity().Measure(model, batch, [0, 0], [map]),
        ["agreement"] = (_, batch, map) => new Agreement().Measure([new("rows", batch), map]),
    };

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Baseline_OfRowsWithAValueThatIsNotFinite_NamesItsPlace(float bad)
    {
        Batch rows = new(2, 3, 1, new float[] { 0, 0, 0, 0, bad, 0 });

        MlNetXaiException baseline = Assert.Throws<MlNetXaiException>(() => Baseline.Rows(rows));
        MlNetXaiException background = Assert.Throws<MlNetXaiException>(() => BackgroundRows.Of(rows));
        MlNetXaiException mean = Assert.Throws<MlNetXaiException>(() => Baseline.TrainingMeanRow(rows)), channels = Assert.Throws<MlNetXaiException>(() => Baseline.TrainingMean(rows));

        Assert.Equal($"baseline, row 1, step 1, channel 0: the value is {bad}; values must be finite. Remove the row or repair its source.", baseline.Message);
        Assert.Equal($"background, row 1, step 1, channel 0: the value is {bad}; values must be finite. Remove the row or repair its source.", background.Message);
        Assert.StartsWith($"mean of the training part, row 0, step 1, channel 0: the value is {bad}", mean.Message);
        Assert.Equal($"training part, row 1, step 1, channel 0: the value is {bad}; values must be finite. Remove the row or repair its source.", channels.Message);
    }

    [Theory]
    [MemberData(nameof(MethodsWithBaseline))]
    public void Explain_BaselineOfAnotherShape_NamesBothShapes(string name)
    {
        MethodDescription description = MethodCatalog.Find(name);
        (Network model, Batch input, int[] targets) = GoldenModels.Networks.Select(GoldenModels.Network).First(network => description.Fits(network.Model));
        object options = With(description.DefaultOptions, BaselineOf(description)!, Baseline.Rows(new(1, input.Steps + 1, input.Channels)));
        IExplanationMethod<Network> method = (IExplanationMethod<Network>)Activator.CreateInstance(description.Type, options)!;

        ShapeException error = Assert.Throws<ShapeException>(() => method.Explain(model, input, targets));

        Assert.Equal($"The baseline has rows of {new RowShape(input.Steps + 1, input.Channels)}, but the rows it is for have {input.Shape}. Give rows of that shape.", error.Message);
    }

    [Theory]
    [MemberData(nameof(Attributions))]
    public void Explain_NoRows_GivesNoValues(string name)
    {
        MethodDescription description = MethodCatalog.Find(name);
        Network model = GoldenModels.Networks.Select(GoldenModels.Network).First(network => description.Fits(network.Model)).Model;

        Attribution none = description.Create(description.DefaultOptions).Explain(model, new(0, model.InputShape.Steps, model.InputShape.Channels), []);

        Assert.Equal((0, 0), (none.Values.Rows, none.Targets.Count));
        description.Create(description.DefaultOptions).RequireFits(model);
    }

    [Theory]
    [InlineData(typeof(IntegratedGradientsOptions), "Steps")]
    [InlineData(typeof(IntegratedGradientsOptions), "MaxSteps")]
    [InlineData(typeof(SmoothGradOptions), "Samples")]
    [InlineData(typeof(VarGradOptions), "Samples")]
    [InlineData(typeof(ExpectedGradientsOptions), "Samples")]
    [InlineData(typeof(LearnedMaskOptions), "Iterations")]
    [InlineData(typeof(ShapleySegmentsOptions), "Pairs")]
    [InlineData(typeof(ShapleySegmentsOptions), "MostExactSegments")]
    [InlineData(typeof(ClassModelOptions), "Steps")]
    public void Options_CountOfNone_NamesOptionAndLeast(Type options, string option)
    {
        TargetInvocationException outer = Assert.Throws<TargetInvocationException>(() => With(Activator.CreateInstance(options)!, options.GetProperty(option)!, 0));

        ArgumentOutOfRangeException error = Assert.IsType<ArgumentOutOfRangeException>(outer.InnerException);
        Assert.Matches($"^{option} is 0 and must (be at least [12]|lie in 1 … )", error.Message);
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void Measure_AttributionOfAnotherShape_NamesMapAndBothShapes(string name)
    {
        Batch batch = new(2, 3, 2);
        LinearModel model = new(batch.Shape, [[1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0]]);
        (Batch Values, string Words)[] maps = [(new(2, 4, 2), "2 rows of 4 steps × 2 channels"), (new(1, 3, 2), "1 row of 3 steps × 2 channels"), (new(2, 3, 3), "2 rows of 3 steps × 3 channels")];

        Assert.All(maps, map =>
        {
            ShapeException error = Assert.Throws<ShapeException>(() => MeasuresByName[name](model, batch, new("my-map", map.Values)));

            // Agreement has no batch of its own: where the last map has most channels, the first one is the stranger.
            Assert.Matches("'(my-map|rows)' has ", error.Message);
            Assert.Contains(map.Words, error.Message);
            Assert.EndsWith("Give the attribution of these very rows, of all of them and in their order.", error.Message);
            Assert.Contains("3 steps × ", error.Message);
        });
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void Measure_AttributionWithNaN_NamesMapRowAndStep(string name)
    {
        Batch batch = new(2, 3, 1), values = new(2, 3, 1);
        values.Row(1)[2] = float.NaN;

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => MeasuresByName[name](new LinearModel(1.0, 2.0, 3.0), batch, new("my-map", values)));

        Assert.StartsWith("my-map, row 1, step 2, channel 0: the value is NaN; values must be finite.", error.Message);
    }

    [Theory]
    [MemberData(nameof(MethodsBeyondLogits))]
    public void ExplainAny_ModelThatOnlyScores_NamesModelMethodCapabilityAndRemedy(string name)
    {
        MethodDescription description = MethodCatalog.Find(name);
        object method = Activator.CreateInstance(description.Type, [null])!;
        ILogits model = new ScoresOnly();
        Batch batch = new(1, 2, 1);

        MissingCapabilityException error = Assert.Throws<MissingCapabilityException>(() => method switch
        {
            IExplanationMethod<IInputGradient> known => known.ExplainAny(model, batch, [0]),
            IExplanationMethod<ILayerGradient> layers => layers.ExplainAny(model, batch, [0]),
            IExplanationMethod<IGuidedGradient> guided => guided.ExplainAny(model, batch, [0]),
            IExplanationMethod<IRescaledGradient> rescaled => rescaled.ExplainAny(model, batch, [0]),
            _ => throw new NotSupportedException($"{name} needs {description.Needs}, which this test does not know: add it here."),
        });

        Assert.Equal($"{name} cannot explain 'black box': the model does not give {Capability.Text(description.Needs)}. Use occlusion, which needs logits only.", error.Message);
    }

    private static bool IsAttribution(MethodDescription method) => typeof(IExplanationMethod<Network>).IsAssignableFrom(method.Type);

    private static PropertyInfo? BaselineOf(MethodDescription method) =>
        IsAttribution(method) ? method.DefaultOptions.GetType().GetProperties().SingleOrDefault(property => property.PropertyType == typeof(Baseline)) : null;

    // A copy of an options record with another value.
    private static object With(object options, PropertyInfo property, object value)
    {
        object copy = options.GetType().GetMethod("<Clone>$")!.Invoke(options, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    private sealed class ScoresOnly : ILogits
    {
        public string Name => "black box";

        public RowShape InputShape => new(2, 1);

        public IReadOnlyList<string> Classes => ["a", "b"];

        public void Logits(Batch batch, Span<float> logits) => logits.Fill(1);
    }
}
