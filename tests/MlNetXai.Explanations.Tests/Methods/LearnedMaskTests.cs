using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class LearnedMaskTests
{
    // 1e-5 is the golden file's tolerance for single precision, 1e-9 that for double.
    [Theory]
    [InlineData("lstm1/learned-mask/0")]
    [InlineData("lstm1/learned-mask/1")]
    [InlineData("lstm2/learned-mask/0")]
    [Compares("learned-mask")]
    public void Explain_EveryIteration_EqualsReading(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        LearnedMaskOptions options = Options(golden);
        int iterations = options.Iterations, length = golden.Input.Batch.Shape.Length, rows = golden.Targets.Length;
        double[] objective = golden.Extra("objective");

        double[] twin = golden.Twin((row, target, _) => [.. Twin(golden, row, target).SelectMany(mask => mask)]);

        GoldenModels.Close(golden.Expected, twin, 1e-9);
        for (int iteration = 1; iteration <= iterations; iteration++)
        {
            Attribution fast = new LearnedMask(options with { Iterations = iteration }).Explain(golden.Engine, golden.Input.Batch, golden.Targets);
            for (int row = 0; row < rows; row++)
            {
                double[] expected = golden.Expected[((((row * iterations) + iteration) - 1) * length)..(((row * iterations) + iteration) * length)];
                GoldenModels.Close(expected, [.. GoldenModels.ToDouble(fast.Values.Row(row)).Select(value => 1 - value)], 1e-5);
                if (iteration < iterations)
                    Assert.Equal(objective[(row * iterations) + iteration], fast.Diagnostics["objective"][row], 1e-5);
                Assert.Equal(objective[row * iterations], fast.Diagnostics["score-before"][row], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData("lstm1/learned-mask/0")]
    [InlineData("lstm1/learned-mask/1")]
    [InlineData("lstm2/learned-mask/0")]
    public void Explain_LastIteration_ScalesAsReading(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        int length = golden.Input.Batch.Shape.Length;

        Attribution attribution = new LearnedMask(Options(golden)).Explain(golden.Engine, golden.Input.Batch, golden.Targets);

        for (int row = 0; row < golden.Targets.Length; row++)
        {
            // A mask that never moved: 1 − scaled01(m) says 1 everywhere, scaled01(1 − m) says 0. Nothing was found salient, so ours is 0.
            bool moved = attribution.Diagnostics["mask-minimum"][row] < 1;
            double[] expected = moved ? golden.Extra("scaled")[(row * length)..((row + 1) * length)] : new double[length];
            GoldenModels.Close(expected, GoldenModels.ToDouble(Scaling.ZeroToOne(attribution.Values).Row(row)), 1e-4);
        }
    }

    [Fact]
    public void Explain_FiveHundredIterations_EqualsReadingAndStaysHalfADeletion()
    {
        GoldenCase golden = GoldenModels.Case("lstm1/learned-mask/2");

        double[] twin = golden.Twin((row, target, _) => Twin(golden, row, target)[^1]);
        Attribution fast = new LearnedMask(Options(golden)).Explain(golden.Engine, golden.Input.Batch, golden.Targets);

        GoldenModels.Close(golden.Expected, twin, 1e-7);
        GoldenModels.Close(golden.Expected, [.. GoldenModels.ToDouble(fast.Values.Values).Select(value => 1 - value)], 1e-5);
        Assert.All(fast.Diagnostics["mask-minimum"], minimum => Assert.InRange(minimum, 0.4, 0.6));
        Assert.Contains("about 0.5 at most", Assert.Single(fast.Notes));
    }

    [Fact]
    public void Explain_FirstStep_MovesElementsWithPositiveGradientByTheLearningRate()
    {
        LinearModel model = new(2.0, -1.0, 0.5, 3.0);
        Batch batch = new(1, 4, 1, new float[] { 1, 1, -1, 1 });

        Attribution attribution = new LearnedMask(new() { Iterations = 1 }).Explain(model, batch, [0]);

        GoldenModels.Close([0.001, 0, 0, 0.001], GoldenModels.ToDouble(attribution.Values.Values), 1e-5);
        Assert.Equal(0.001, attribution.Diagnostics["last-step"][0], 1e-9);
    }

    [Fact]
    public void Explain_LargeLearningRate_ReachesZeroAndSaysNothing()
    {
        LinearModel model = new(2.0, -1.0, 0.5, 3.0);
        Batch batch = new(1, 4, 1, new float[] { 1, 1, 1, 1 });

        Attribution attribution = new LearnedMask(new() { LearningRate = 0.05, Lambda1 = 0.1 }).Explain(model, batch, [0]);

        Assert.Equal([1, 0, 1, 1], attribution.Values.Values.ToArray());
        Assert.Empty(attribution.Notes);
        Assert.Equal(4.5, attribution.Diagnostics["score-before"][0], 1e-6);
        Assert.Equal(-1, attribution.Diagnostics["score-after"][0], 1e-6);
        Assert.Equal(0.75, attribution.Diagnostics["mask-area"][0], 1e-6);
        Assert.Equal(-1 + (0.1 * 3) + (0.001 * 2), attribution.Diagnostics["objective"][0], 1e-6);
    }

    [Fact]
    public void Explain_JitterOnConstantGradient_CarriesItToTheUnshiftedMask()
    {
        // Only step 2 counts; shifts by up to one step make steps 1 … 3 be seen there.
        LinearModel model = new(0.0, 0.0, 1.0, 0.0, 0.0);
        Batch batch = new(1, 5, 1, new float[] { 1, 1, 1, 1, 1 });

        float[] values = new LearnedMask(new() { Jitter = 1, Iterations = 200, Lambda1 = 1e-4, Lambda2 = 0, LearningRate = 0.01 }).Explain(model, batch, [0]).Values.Values.ToArray();

        Assert.Equal(0, values[0]);
        Assert.Equal(0, values[4]);
        Assert.All(values[1..4], value => Assert.True(value > 0.5f));
    }

    [Fact]
    public void Explain_JitterWithRowKeys_DoesNotDependOnTheBatch()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        LearnedMask method = new(new() { Jitter = 2, Iterations = 20, LearningRate = 0.05 });

        Batch together = method.Explain(model, input, targets, [7, 8, 9]).Values;
        Batch alone = method.Explain(model, input.Slice(2, 1), targets.AsSpan(2), [9]).Values;
        Batch otherKey = method.Explain(model, input.Slice(2, 1), targets.AsSpan(2), [10]).Values;

        Assert.Equal(together.Row(2).ToArray(), alone.Values.ToArray());
        Assert.NotEqual(together.Row(2).ToArray(), otherKey.Values.ToArray());
    }

    [Theory]
    [InlineData(-1e-3, 1, 500)]
    [InlineData(0.1, 0, 500)]
    [InlineData(0.1, 1, 0)]
    public void Options_OutOfRange_AreRefused(double lambda1, double rate, int iterations) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearnedMaskOptions { Lambda1 = lambda1, LearningRate = rate, Iterations = iterations });

    private static double[][] Twin(GoldenCase golden, double[] row, int target)
    {
        double k = golden.Options.GetProperty("k").GetDouble();
        return LearnedMask.Reference(golden.Reference, row, [.. row.Select(_ => k)], target, Options(golden));
    }

    private static LearnedMaskOptions Options(GoldenCase golden) => new()
    {
        Lambda1 = golden.Options.GetProperty("lambda1").GetDouble(),
        Lambda2 = golden.Options.GetProperty("lambda2").GetDouble(),
        Baseline = Baseline.Constant(golden.Options.GetProperty("k").GetSingle()),
        LearningRate = golden.Options.GetProperty("rate").GetDouble(),
        Iterations = golden.Options.GetProperty("iterations").GetInt32(),
    };
}
