using System.Text.Json;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class DeepLiftTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("deeplift-rescale");

    // Tolerances as the golden file states them, of the largest value.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("deeplift-rescale")]
    public void Explain_GoldenNetwork_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        (double[][] references, Baseline baseline) = golden.BaselineOf();
        MaxPoolingRule rule = golden.Options.TryGetProperty("max_pool", out JsonElement name) && name.GetString() == "gradient" ? MaxPoolingRule.Gradient : MaxPoolingRule.Rescale;

        double[] twin = golden.Twin((row, target, index) => DeepLift.Reference(golden.Reference, row, references[index], target, rule));
        Attribution fast = new DeepLift(new() { Baseline = baseline, MaxPooling = rule }).Explain(golden.Engine, golden.Input.Batch, golden.Targets);

        double largest = golden.Expected.Max(Math.Abs);
        GoldenModels.Close(golden.Expected, twin, 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(fast.Values.Values), 1e-5);
        for (int row = 0; row < golden.Targets.Length; row++)
            Assert.Equal(golden.Extra("delta")[row], fast.Diagnostics["completeness-error"][row], 2e-5 * Math.Max(largest, 1));
    }

    [Fact]
    public void Explain_RecurrentNetwork_NamesLayerAndRemedy()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("gru");

        MissingCapabilityException error = Assert.Throws<MissingCapabilityException>(() => new DeepLift().Explain(model, input, targets));

        Assert.Contains("layer 'gru1' of kind 'gru'", error.Message);
        Assert.Contains("Use integrated-gradients", error.Message);
    }

    [Fact]
    public void Explain_AnyElementwiseLayerAndPooling_AddsUp()
    {
        Layer[] kinds = [new Relu(), new LeakyRelu(), new Elu(), new Gelu(), new Sigmoid(), new HardSigmoid(), new Tanh()];
        foreach (Layer kind in kinds)
        {
            (string, Layer)[] layers =
            [
                ("conv", new Conv1d(2, 4, 3, new() { Padding = Padding.Explicit(1, 1) })), ("bend", kind), ("pool", new MaxPool1d(3, new() { Stride = 2, Padding = Padding.Explicit(1, 1) })),
                ("scale", new Affine(4)), ("second", new Conv1d(4, 5, 2)), ("again", kind), ("global", new GlobalMaxPool()), ("dense", new Dense(5, 3)),
            ];
            Network network = Network.Initial("net", new(11, 2), ["a", "b", "c"], layers, seed: 4);
            Philox.Stream draws = new Philox(2, "rows").Draws();
            Batch batch = new(40, 11, 2);
            foreach (ref float value in batch.Values)
                value = (float)(4 * (draws.Uniform() - 0.5));

            Attribution attribution = new DeepLift(new() { Baseline = Baseline.RowMean }).Explain(network, batch, [.. Enumerable.Range(0, 40).Select(row => row % 3)]);

            Assert.All(attribution.Diagnostics["completeness-error"], error => Assert.True(Math.Abs(error) < 1e-5, $"{kind.Kind}: {error}"));
        }
    }

    [Fact]
    public void Explain_RowEqualToItsReference_IsZero()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("resnet");

        Attribution attribution = new DeepLift(new() { Baseline = Baseline.Rows(input) }).Explain(model, input, targets);

        Assert.All(attribution.Values.Values.ToArray(), value => Assert.Equal(0, value));
    }
}
