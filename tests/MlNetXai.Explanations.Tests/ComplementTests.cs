using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests;

/// <summary>Binary networks of one logit, of which both classes are explained.</summary>
public sealed class ComplementTests
{
    /// <summary>Attribution methods that take the network.</summary>
    public static TheoryData<string> Methods => [.. MethodCatalog.All.Where(method => method.GivesAttribution && method.Fits(OneClass().Model)).Select(method => method.Name)];

    [Fact]
    public void Fits_OfTheComplement_IsThatOfTheNetwork()
    {
        (Network one, _) = OneClass();

        Assert.All(MethodCatalog.All, method => Assert.Equal(method.Fits(one), method.Fits(one.WithComplement())));
    }

    [Fact]
    public void Predicted_OfTheComplement_IsTheClassWhoseProbabilityIsAboveOneHalf()
    {
        (Network one, Batch input) = OneClass();
        float[] probabilities = new float[input.Rows];
        one.Probabilities(input, probabilities);

        int[] predicted = TargetScores.Predicted(one.WithComplement(), input);

        Assert.Equal(probabilities.Select(p => p > 0.5f ? 1 : 0), predicted);
        Assert.Equal([0, 1], predicted.Distinct().Order());
    }

    [Fact]
    public void IntegratedGradients_OfBothClasses_AddUpToTheirOwnLogits()
    {
        (Network one, Batch input) = OneClass();
        Network two = one.WithComplement();
        IntegratedGradients method = new();

        Attribution absent = method.Explain(two, input, new int[input.Rows]), present = method.Explain(two, input, [.. Enumerable.Repeat(1, input.Rows)]);

        GoldenModels.Close(present.Diagnostics["score"], [.. absent.Diagnostics["score"].Select(score => -score)], 0);
        GoldenModels.Close(GoldenModels.ToDouble(present.Values.Values), [.. GoldenModels.ToDouble(absent.Values.Values).Select(value => -value)], 1e-6);
        foreach (Attribution attribution in (Attribution[])[absent, present])
            Assert.All(attribution.Diagnostics["completeness-error"], error => Assert.InRange(Math.Abs(error), 0, 1e-5));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Explain_SecondClassOfTheComplement_IsTheOneClass(string name)
    {
        MethodDescription method = MethodCatalog.Find(name);
        IExplanationMethod<Network> explainer = method.Create(method.DefaultOptions);
        (Network one, Batch input) = OneClass();

        Attribution own = explainer.Explain(one, input, new int[input.Rows]), same = explainer.Explain(one.WithComplement(), input, [.. Enumerable.Repeat(1, input.Rows)]);

        GoldenModels.Close(GoldenModels.ToDouble(own.Values.Values), GoldenModels.ToDouble(same.Values.Values), 1e-5);
    }

    [Fact]
    public void Explain_SecondTargetOfOneClass_NamesTheComplement()
    {
        (Network one, Batch input) = OneClass();

        ShapeException error = Assert.Throws<ShapeException>(() => new Saliency().Explain(one, input, [.. Enumerable.Repeat(1, input.Rows)]));

        Assert.Equal($"targets, row 0: class 1 is not one of the 1 classes of '{one.Name}' (0 … 0). Explain its WithComplement(), in which class 0 is the absence of its class and class 1 the class.", error.Message);
    }

    // The golden network of one class, its bias between the rows' logits.
    private static (Network Model, Batch Input) OneClass()
    {
        (Network model, Batch input, _) = GoldenModels.Network("channelwise");
        float[] weights = model.Weights.ToArray(), logits = new float[input.Rows];
        model.Logits(input, logits);
        weights[^1] -= logits.Average();
        return (model.With(weights), input);
    }
}
