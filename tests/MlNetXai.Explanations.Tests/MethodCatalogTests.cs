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

        Assert.Equal(["input-derivative", "learned-mask", "occlusion", "temporal-output-score"], names);
    }

    [Fact]
    public void Find_UnknownName_ListsThoseThereAre()
    {
        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => MethodCatalog.Find("lime"));

        Assert.Equal(
            "'lime' is not an explanation method. Use one of: input-derivative, learned-mask, occlusion, temporal-output-score.", error.Message);
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
}
