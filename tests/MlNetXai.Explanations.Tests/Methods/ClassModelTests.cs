using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class ClassModelTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("class-model");

    // Tolerances as the golden file states them, of the largest value.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("class-model")]
    public void Explain_GoldenNetwork_EqualsReading(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        ClassModelOptions options = new()
        {
            LearningRate = golden.Options.GetProperty("rate").GetDouble(),
            Lambda = golden.Options.GetProperty("lambda").GetDouble(),
            Steps = golden.Options.GetProperty("steps").GetInt32(),
            Tolerance = 0,
        };

        double[] twin = [.. Enumerable.Range(0, 4).SelectMany(c => ClassModel.Reference(golden.Reference, c, options.LearningRate, options.Lambda, options.Steps))];
        ClassModels fast = new ClassModel(options).Explain(golden.Engine);

        GoldenModels.Close(golden.Expected, twin, 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(fast.Values.Values), 1e-5);
        GoldenModels.Close(golden.Extra("score"), [.. fast.Scores], 1e-5);
        Assert.All(fast.Steps, steps => Assert.Equal(options.Steps, steps));
    }

    [Fact]
    public void Explain_LinearModel_EndsAtItsClosedForm()
    {
        LinearModel model = new(new RowShape(3, 1), [2, -1, 0.5], [0, 0, 0], [1, 1, 1]);

        ClassModels found = new ClassModel(new() { Lambda = 0.5, LearningRate = 0.2 }).Explain(model);

        // ∂(w·I − λ‖I‖²) = 0 at I = w/(2λ).
        GoldenModels.Close([2, -1, 0.5, 0, 0, 0, 1, 1, 1], GoldenModels.ToDouble(found.Values.Values), 1e-4);
        GoldenModels.Close([5.25, 0, 3], [.. found.Scores], 1e-4);
        Assert.All(found.Steps, steps => Assert.InRange(steps, 1, 60));
        Assert.All(found.LastChanges, change => Assert.True(change < 1e-5));
    }

    [Fact]
    public void Explain_OneClass_IsThatOfAll()
    {
        (Network model, _, _) = GoldenModels.Network("fcn");
        ClassModelOptions options = new() { Steps = 30 };

        ClassModels all = new ClassModel(options).Explain(model), one = new ClassModel(options).Explain(model, [2]);

        Assert.Equal(all.Values.Row(2).ToArray(), one.Values.Values.ToArray());
        Assert.Equal((all.Scores[2], 2), (one.Scores[0], one.Classes[0]));
    }

    [Fact]
    public void Explain_FixedChannels_StayZero()
    {
        (Network model, _, _) = GoldenModels.Network("channelwise");

        float[] values = new ClassModel(new() { Steps = 10, FixedChannels = [1] }).Explain(model).Values.Values.ToArray();

        Assert.All(values.Where((_, i) => i % 3 == 1), value => Assert.Equal(0, value));
        Assert.Contains(values, value => value != 0);
    }

    [Fact]
    public void Explain_UnknownClassOrChannel_IsNamed()
    {
        LinearModel model = new(1.0, 2.0);

        Assert.Contains("class 5 is not one of", Assert.Throws<ShapeException>(() => new ClassModel().Explain(model, [5])).Message);
        Assert.Contains("Fixed channel 1 is not one of", Assert.Throws<ShapeException>(() => new ClassModel(new() { FixedChannels = [1] }).Explain(model)).Message);
    }

    [Theory]
    [InlineData(0, 0.1, 1)]
    [InlineData(0.1, -1, 1)]
    [InlineData(0.1, 0.1, 0)]
    public void Options_OutOfRange_AreRefused(double rate, double lambda, int steps) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassModelOptions { LearningRate = rate, Lambda = lambda, Steps = steps });
}
