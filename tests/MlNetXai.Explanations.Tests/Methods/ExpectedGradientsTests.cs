using System.Text.Json;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class ExpectedGradientsTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("expected-gradients");

    // Tolerances as the golden file states them, of the largest value.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("expected-gradients")]
    public void Explain_GoldenDraws_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        GoldenTensor background = golden.ExtraTensor("background");
        double[] index = golden.Extra("background_index"), coefficient = golden.Extra("coefficient"), delta = golden.Extra("delta");
        int samples = golden.Options.GetProperty("samples").GetInt32();

        double[][][] twin = [.. golden.Input.Rows.Select((row, r) => ExpectedGradients.Reference(
            golden.Reference, row, golden.Targets[r], [.. Enumerable.Range(r * samples, samples).Select(draw => (background.Rows[(int)index[draw]], coefficient[draw]))]))];
        Batch fast = new ExpectedGradients(new() { Samples = samples, Background = BackgroundRows.Of(background.Batch) })
        {
            Draws = (row, sample) => ((int)index[(row * samples) + sample], coefficient[(row * samples) + sample]),
        }.Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

        GoldenModels.Close(golden.Expected, [.. twin.SelectMany(draws => draws[0].Select((_, i) => draws.Average(draw => draw[i])))], 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(fast.Values), 1e-5);
        for (int draw = 0; draw < delta.Length; draw++)
        {
            int target = golden.Targets[draw / samples];
            double difference = golden.Reference.Logits(golden.Input.Rows[draw / samples])[target] - golden.Reference.Logits(background.Rows[(int)index[draw]])[target];
            Assert.Equal(delta[draw], twin[draw / samples][draw % samples].Sum() - difference, 1e-9);
        }
    }

    [Fact]
    public void Explain_ManyDraws_CloseTheGapThatIsReported()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        ExpectedGradientsOptions options = new() { Background = BackgroundRows.Of(input.Slice(0, 2)), Samples = 20_000 };

        Attribution attribution = new ExpectedGradients(options).Explain(model, input, targets);

        for (int row = 0; row < input.Rows; row++)
        {
            double difference = attribution.Diagnostics["score"][row] - attribution.Diagnostics["score-background"][row];
            double sum = attribution.Values.Row(row).ToArray().Sum(value => (double)value);
            Assert.Equal(sum - difference, attribution.Diagnostics["completeness-error"][row], 1e-5);
            Assert.True(Math.Abs(attribution.Diagnostics["completeness-error"][row]) < 0.01);
        }
    }

    [Fact]
    public void Explain_RowsInAnyBlock_AreTheSame()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm2");
        ExpectedGradientsOptions options = new() { Background = BackgroundRows.Of(input), Samples = 9 };

        Attribution together = new ExpectedGradients(options).Explain(model, input, targets), cut = new ExpectedGradients(options) { BlockRows = 1 }.Explain(model, input, targets);

        Assert.Equal(together.Values.Values.ToArray(), cut.Values.Values.ToArray());
        Assert.Equal(together.Diagnostics["completeness-error"], cut.Diagnostics["completeness-error"]);
    }

    [Fact]
    public void Explain_BackgroundOfOtherShape_NamesBoth()
    {
        ExpectedGradients method = new(new() { Background = BackgroundRows.Of(new(2, 3, 1)) });

        ShapeException error = Assert.Throws<ShapeException>(() => method.Explain(new LinearModel(1.0, 2.0), new(1, 2, 1), [0]));

        Assert.Equal("The background has rows of 3 steps × 1 channels, but the rows it is for have 2 steps × 1 channels. Give background rows of that shape.", error.Message);
    }

    [Fact]
    public void Background_Drawn_HasOtherRowsOfEachSeedAndNoneTwice()
    {
        Batch rows = new(50, 1, 1, Enumerable.Range(0, 50).Select(row => (float)row).ToArray());

        float[] drawn = BackgroundRows.Draw(rows, 20).For(rows.Shape).Values.ToArray();

        Assert.Equal(20, drawn.Distinct().Count());
        Assert.NotEqual(drawn, BackgroundRows.Draw(rows, 20, seed: 1).For(rows.Shape).Values.ToArray());
        Assert.Equal(50, BackgroundRows.Draw(rows).StoredRows);
    }

    [Fact]
    public void Background_AsJson_SurvivesToTheBit()
    {
        BackgroundRows background = BackgroundRows.Of(new(2, 1, 2, new float[] { 0.1f, 1f / 3, -1e-30f, 5 }));

        BackgroundRows read = JsonSerializer.Deserialize<BackgroundRows>(JsonSerializer.Serialize(background))!;

        Assert.Equal(background.For(new(1, 2)).Values, read.For(new(1, 2)).Values);
        Assert.Equal(2, read.StoredRows);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<BackgroundRows>("""{"shape":[2,9],"values":[1]}"""));
    }

    [Fact]
    public void Background_WithoutRows_IsRefused() => Assert.Throws<ShapeException>(() => BackgroundRows.Of(new(0, 2, 1)));
}
