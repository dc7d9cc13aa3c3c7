using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class GradCamRecurrentTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("grad-cam-rnn");

    // Tolerances as the golden file states them, of the largest value.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("grad-cam-rnn")]
    public void Explain_GoldenNetwork_EqualsReading(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        GradCamRecurrentOptions options = new()
        {
            Layer = LayerOf(golden),
            Variant = golden.Options.GetProperty("variant").GetString() == "per-step" ? HiddenMap.PerStep : HiddenMap.MeanAlpha,
            Derivative = golden.Options.GetProperty("derivative").GetString() == "direct" ? HiddenDerivative.Direct : HiddenDerivative.Total,
            PositiveOnly = golden.Options.GetProperty("relu").GetBoolean(),
        };

        double[] twin = golden.Twin((row, target, _) => GradCamRecurrent.Reference(golden.Reference, row, target, options.Layer, options.Variant, options.Derivative, options.PositiveOnly));
        Batch fast = new GradCamRecurrent(options).Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

        GoldenModels.Close(golden.Expected, twin, 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(fast.Values), 1e-5);
    }

    [Theory]
    [InlineData("lstm1/grad-cam-rnn/0")]
    [InlineData("lstm2/grad-cam-rnn/0")]
    [InlineData("lstm2/grad-cam-rnn/4")]
    [InlineData("gru/grad-cam-rnn/0")]
    public void HiddenGradient_OfTheGoldenNetwork_IsTheTotalDerivative(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        double[] expected = golden.Extra("gradient"), states = golden.Extra("hidden");
        float[] scores = new float[golden.Targets.Length], hidden = new float[states.Length], gradient = new float[expected.Length];

        golden.Engine.HiddenGradient(golden.Input.Batch, golden.Targets, ScoreKind.Logit, LayerOf(golden), HiddenDerivative.Total, scores, hidden, gradient);
        double[] twin = golden.Twin((row, target, _) => golden.Reference.HiddenGradient(row, LayerOf(golden), target).Gradient);

        GoldenModels.Close(states, GoldenModels.ToDouble(hidden), 1e-5);
        GoldenModels.Close(expected, GoldenModels.ToDouble(gradient), 1e-5);
        GoldenModels.Close(expected, twin, 1e-9);
    }

    [Fact]
    public void Explain_BidirectionalNetwork_EqualsTheTwin()
    {
        GoldenCase golden = GoldenModels.Case("bilstm/saliency/0");
        foreach (HiddenDerivative derivative in Enum.GetValues<HiddenDerivative>())
        {
            double[] twin = golden.Twin((row, target, _) => GradCamRecurrent.Reference(golden.Reference, row, target, "lstm1", HiddenMap.PerStep, derivative, positiveOnly: false));

            Batch fast = new GradCamRecurrent(new() { Variant = HiddenMap.PerStep, Derivative = derivative, PositiveOnly = false }).Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

            GoldenModels.Close(twin, GoldenModels.ToDouble(fast.Values), 1e-5);
        }
    }

    [Fact]
    public void Explain_LastQuarter_HasMostOfTheDerivative()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("lstm1");

        Attribution total = new GradCamRecurrent().Explain(model, input, targets), direct = new GradCamRecurrent(new() { Derivative = HiddenDerivative.Direct }).Explain(model, input, targets);

        Assert.All(total.Diagnostics["last-quarter-share"], share => Assert.InRange(share, 0.7, 0.98));
        Assert.All(direct.Diagnostics["last-quarter-share"], share => Assert.Equal(1, share));
        Assert.Equal("Layer: 'lstm1', the last recurrent one.", Assert.Single(total.Notes));
    }

    [Fact]
    public void Explain_NoRecurrentLayer_SaysWhatWouldWork()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("fcn");

        MissingCapabilityException error = Assert.Throws<MissingCapabilityException>(() => new GradCamRecurrent().Explain(model, input, targets));

        Assert.Equal("grad-cam-rnn cannot explain 'fcn': the model does not give hidden states, as it has no recurrent layer. Use grad-cam on a convolution, or integrated-gradients.", error.Message);
    }

    [Fact]
    public void Explain_UnknownLayer_ListsThoseThereAre()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("lstm2");

        ArgumentException error = Assert.Throws<ArgumentException>(() => new GradCamRecurrent(new() { Layer = "head" }).Explain(model, input, targets));

        Assert.Equal("'lstm2' has no recurrent layer 'head'; it has 'lstm1', 'lstm2'.", error.Message);
    }

    private static string LayerOf(GoldenCase golden) =>
        golden.Engine.Name == "gru" ? "gru1" : $"lstm{golden.Options.GetProperty("layer").GetInt32() + 1}";
}
