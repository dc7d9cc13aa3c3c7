using System.Text.Json;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests;

public sealed class MethodCatalogTests
{
    [Fact]
    public void All_Methods_AreNamedOnceAndSorted()
    {
        string[] names = [.. MethodCatalog.All.Select(description => description.Name)];

        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
        Assert.Contains("input-derivative", names);
    }

    [Fact]
    public void Find_UnknownName_ListsThoseThereAre()
    {
        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => MethodCatalog.Find("lime"));

        Assert.Equal($"'lime' is not an explanation method. Use one of: {string.Join(", ", MethodCatalog.All.Select(description => description.Name))}.", error.Message);
    }

    [Fact]
    public void ExplainAny_ModelThatOnlyScores_NamesModelMethodAndRemedy()
    {
        ILogits model = new ScoresOnly();

        MissingCapabilityException error = Assert.Throws<MissingCapabilityException>(() => new Saliency().ExplainAny(model, new(1, 2, 1), [0]));

        Assert.Equal(
            "input-derivative cannot explain 'black box': the model does not give the gradient of a score with respect to the input. Use occlusion, which needs logits only.",
            error.Message);
    }

    [Fact]
    public void ExplainAny_ModelThatOnlyScores_IsEnoughForOcclusion()
    {
        Attribution attribution = new Occlusion().ExplainAny(new ScoresOnly(), new(1, 2, 1, new float[] { 1, 2 }), [0]);

        Assert.Equal("occlusion", attribution.Method);
    }

    [Fact]
    public void Of_Attribution_TakesTheViewOfItsMethod()
    {
        LinearModel model = new(1.0, 2.0);
        Batch batch = new(1, 2, 1, new float[] { 1, 1 });

        Assert.Equal(SalienceView.Magnitude, MlNetXai.Explanations.Evaluation.SalienceMap.Of(new Saliency().Explain(model, batch, [0])).View);
        Assert.Equal(SalienceView.Signed, MlNetXai.Explanations.Evaluation.SalienceMap.Of(new Occlusion().Explain(model, batch, [0])).View);
    }

    private sealed class ScoresOnly : ILogits
    {
        public string Name => "black box";

        public RowShape InputShape => new(2, 1);

        public IReadOnlyList<string> Classes => ["a", "b"];

        public void Logits(Batch batch, Span<float> logits) => logits.Fill(1);
    }

    public static TheoryData<string> OptionsOfAllMethods =>
        [.. MethodCatalog.All.Where(description => description.DefaultOptions.GetType() != typeof(object)).Select(description => description.Name)];

    [Theory]
    [MemberData(nameof(OptionsOfAllMethods))]
    public void DefaultOptions_OfAnyMethod_SurviveJson(string method)
    {
        object options = MethodCatalog.Find(method).DefaultOptions;

        string text = JsonSerializer.Serialize(options, options.GetType());
        object? read = JsonSerializer.Deserialize(text, options.GetType());

        Assert.IsType(options.GetType(), read);
        Assert.Equal(text, JsonSerializer.Serialize(read, options.GetType()));
    }

    [Fact]
    public void OcclusionOptions_OfEveryKind_SurviveJson()
    {
        OcclusionWindows[] windows = [OcclusionWindows.StudyA(7, true), OcclusionWindows.Block(4, 3, 2, 1), OcclusionWindows.Captum(5, 2), OcclusionWindows.Captum(5, 2, 3, 2)];
        Baseline[] baselines = [Baseline.Constant(0.1f), Baseline.RowMean];
        foreach (OcclusionWindows window in windows)
        {
            foreach (Baseline baseline in baselines)
            {
                OcclusionOptions options = new() { Windows = window, Baseline = baseline, Score = ScoreKind.Probability, MeanDrop = true };

                Assert.Equal(options, JsonSerializer.Deserialize<OcclusionOptions>(JsonSerializer.Serialize(options)));
            }
        }
    }

    [Fact]
    public void Baseline_OfStoredRowsAndChannels_SurvivesJsonToTheBit()
    {
        Batch batch = new(2, 1, 2, new float[] { 0.1f, 1f / 3, -1e-30f, 5 });

        Baseline rows = JsonSerializer.Deserialize<Baseline>(JsonSerializer.Serialize(Baseline.Rows(batch)))!;
        Baseline channels = JsonSerializer.Deserialize<Baseline>(JsonSerializer.Serialize(Baseline.PerChannel([0.1f, 1f / 3])))!;

        Assert.Equal(batch.Values, rows.For(batch).Values);
        Assert.Equal([0.1f, 1f / 3, 0.1f, 1f / 3], channels.For(batch).Values);
        Assert.Equal(2, rows.StoredRows);
    }

    [Fact]
    public void Baseline_OfMeansAndMovingAverage_SurvivesJsonToTheBit()
    {
        Batch training = new(3, 2, 1, new float[] { 1f / 3, 2, 3, 4, 5, 7 }), batch = new(2, 2, 1, new float[] { 1, 4, 9, 16 });
        Baseline[] baselines = [Baseline.TrainingMeanRow(training), Baseline.ClassMean(training, [0, 1, 1], 2), Baseline.MovingAverage(3)];
        foreach (Baseline baseline in baselines)
        {
            Baseline read = JsonSerializer.Deserialize<Baseline>(JsonSerializer.Serialize(baseline))!;

            Assert.Equal(baseline.For(batch, [1, 0]).Values, read.For(batch, [1, 0]).Values);
            Assert.Equal((baseline.Name, 0), (read.Name, read.StoredRows));
        }
    }

    [Theory]
    [InlineData("""{"kind":"best"}"""), InlineData("""{"kind":"constant"}"""), InlineData("""{"kind":"constant","value":1e99}"""), InlineData("""{"kind":"rows","shape":[2,9,9],"values":[1]}""")]
    public void Baseline_OfDamagedJson_IsRefused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Baseline>(json));
}
