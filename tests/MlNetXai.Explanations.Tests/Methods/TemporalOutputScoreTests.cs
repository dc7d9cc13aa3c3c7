using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class TemporalOutputScoreTests
{
    [Fact]
    [Compares("temporal-output-score")]
    public void Explain_GoldenNetwork_EqualsReading()
    {
        GoldenCase golden = GoldenModels.Case("lstm1/temporal-output-score/0");

        double[] twin = golden.Twin((row, _, _) => TemporalOutputScore.Reference(golden.Reference, row));
        TemporalOutputScores fast = new TemporalOutputScore().Explain(golden.Engine, golden.Input.Batch, golden.Targets);

        GoldenModels.Close(golden.Expected, twin, 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(fast.Distribution.Values), 1e-5);
        Assert.Equal(golden.Extra("predicted"), fast.MostLikely.SelectMany(row => row).Select(index => (double)index));
    }

    [Fact]
    public void Explain_GoldenNetwork_FollowsTheTargetAndFindsItsPrefix()
    {
        GoldenCase golden = GoldenModels.Case("lstm1/temporal-output-score/0");

        TemporalOutputScores scores = new TemporalOutputScore().Explain(golden.Engine, golden.Input.Batch, golden.Targets);

        for (int row = 0; row < golden.Targets.Length; row++)
        {
            int[] likely = scores.MostLikely[row];
            int prefix = scores.ShortestSufficientPrefix[row];
            Assert.All(likely[(prefix - 1)..], predicted => Assert.Equal(likely[^1], predicted));
            Assert.True(prefix == 1 || likely[prefix - 2] != likely[^1]);
            for (int step = 0; step < likely.Length; step++)
                Assert.Equal(scores.Distribution.Row(row)[(step * 4) + golden.Targets[row]], scores.TargetProbability.Row(row)[step]);
        }
    }

    [Fact]
    public void Explain_SigmoidOutput_GivesEachClassItsOwnProbability()
    {
        Network network = Network.Initial("sigmoid", new RowShape(6, 1), ["a", "b"], [("lstm", new Lstm(1, 3)), ("dense", new Dense(3, 2))], seed: 2, output: OutputActivation.Sigmoid);
        Batch batch = new(2, 6, 1, Enumerable.Range(0, 12).Select(i => (i % 5) - 2f).ToArray());
        float[] logits = new float[24];
        network.PrefixLogits(batch, logits);

        TemporalOutputScores scores = new TemporalOutputScore().Explain(network, batch, [0, 1]);

        for (int i = 0; i < logits.Length; i++)
            Assert.Equal(1 / (1 + Math.Exp(-logits[i])), scores.Distribution.Values[i], 1e-7);
    }

    [Fact]
    public void Explain_TargetOutsideTheClasses_NamesRowAndClasses()
    {
        (Network model, Batch input, _) = GoldenModels.Lstm("lstm1");

        ShapeException error = Assert.Throws<ShapeException>(() => new TemporalOutputScore().Explain(model, input, [0, 4, 0]));

        Assert.Equal("targets, row 1: class 4 is not one of the 4 classes of 'lstm1' (0 … 3).", error.Message);
    }
}
