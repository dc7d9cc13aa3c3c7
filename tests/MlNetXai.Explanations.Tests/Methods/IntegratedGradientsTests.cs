using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class IntegratedGradientsTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("integrated-gradients");

    // Tolerances as the golden file states them, of the largest value.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("integrated-gradients")]
    public void Explain_GoldenNetwork_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        (double[][] baselines, Baseline baseline) = golden.BaselineOf();
        QuadratureRule rule = Enum.Parse<QuadratureRule>(golden.Options.GetProperty("rule").GetString()!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        int steps = golden.Options.GetProperty("steps").GetInt32();

        double[][] twin = [.. golden.Input.Rows.Select((row, i) => IntegratedGradients.Reference(golden.Reference, row, baselines[i], golden.Targets[i], rule, steps))];
        Attribution fast = new IntegratedGradients(new() { Rule = rule, Steps = steps, Baseline = baseline, Tolerance = null })
            .Explain(golden.Engine, golden.Input.Batch, golden.Targets);

        GoldenModels.Close(golden.Expected, [.. twin.SelectMany(row => row)], 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(fast.Values.Values), 1e-5);
        double largest = golden.Expected.Max(Math.Abs);
        for (int row = 0; row < twin.Length; row++)
        {
            double difference = golden.Reference.Logits(golden.Input.Rows[row])[golden.Targets[row]] - golden.Reference.Logits(baselines[row])[golden.Targets[row]];
            Assert.Equal(golden.Extra("delta")[row], twin[row].Sum() - difference, 1e-9 * largest);

            // Sums of some dozen values of which each is right to 1e-5 of the largest.
            Assert.Equal(golden.Extra("delta")[row], fast.Diagnostics["completeness-error"][row], 2e-5 * largest);
        }
    }

    [Theory]
    [InlineData("lstm1", "Gauss–Legendre")]
    [InlineData("fcn", "middle")]
    public void Explain_AutoRule_IsChosenByKinksAndSaidInTheNotes(string network, string rule)
    {
        GoldenCase golden = GoldenModels.Case($"{network}/saliency/0");

        Attribution attribution = new IntegratedGradients().Explain(golden.Engine, golden.Input.Batch, golden.Targets);

        Assert.Contains(rule, Assert.Single(attribution.Notes));
    }

    [Theory]
    [InlineData(QuadratureRule.GaussLegendre, 3)]
    [InlineData(QuadratureRule.Left, 50)]
    [InlineData(QuadratureRule.Middle, 5)]
    [InlineData(QuadratureRule.Trapezoid, 5)]
    [InlineData(QuadratureRule.CaptumTrapezoid, 50)]
    public void Explain_ToleranceMissed_RefinesThoseRowsUntilItIsMet(QuadratureRule rule, int steps)
    {
        GoldenCase golden = GoldenModels.Case("fcn/saliency/0");
        IntegratedGradientsOptions options = new() { Rule = rule, Steps = steps, Tolerance = null };

        Attribution plain = new IntegratedGradients(options).Explain(golden.Engine, golden.Input.Batch, golden.Targets);
        Attribution refined = new IntegratedGradients(options with { Tolerance = 0.002 }).Explain(golden.Engine, golden.Input.Batch, golden.Targets);

        Assert.All(plain.Diagnostics["steps"], used => Assert.Equal(steps, used));
        Assert.Contains(plain.Diagnostics["completeness-error-relative"], error => error > 0.002);
        Assert.All(refined.Diagnostics["completeness-error-relative"], error => Assert.True(error <= 0.002));
        for (int row = 0; row < golden.Targets.Length; row++)
        {
            Attribution whole = new IntegratedGradients(options with { Steps = (int)refined.Diagnostics["steps"][row] }).Explain(golden.Engine, golden.Input.Batch, golden.Targets);
            GoldenModels.Close(GoldenModels.ToDouble(whole.Values.Row(row)), GoldenModels.ToDouble(refined.Values.Row(row)), 1e-6);
        }
    }

    [Fact]
    public void Explain_ToleranceOutOfReach_SaysForHowManyRows()
    {
        GoldenCase golden = GoldenModels.Case("fcn/saliency/0");
        IntegratedGradients method = new(new() { Rule = QuadratureRule.Left, Steps = 4, Tolerance = 1e-5, MaxSteps = 16 });

        Attribution attribution = method.Explain(golden.Engine, golden.Input.Batch, golden.Targets);

        Assert.Equal([16.0, 16, 16], attribution.Diagnostics["steps"]);
        Assert.StartsWith("3 of 3 rows have a completeness error above 1E-05", Assert.Single(attribution.Notes));
    }

    [Fact]
    public void Explain_RowEqualToItsBaseline_HasNoRelativeErrorAndIsNotRefined()
    {
        GoldenCase golden = GoldenModels.Case("fcn/saliency/0");

        Attribution attribution = new IntegratedGradients(new() { Baseline = Baseline.Rows(golden.Input.Batch) }).Explain(golden.Engine, golden.Input.Batch, golden.Targets);

        Assert.All(attribution.Values.Values.ToArray(), value => Assert.Equal(0, value));
        Assert.All(attribution.Diagnostics["completeness-error-relative"], error => Assert.Equal(double.NaN, error));
        Assert.Equal([50.0, 50, 50], attribution.Diagnostics["steps"]);
    }

    [Fact]
    public void Explain_OnePoint_IsTheMiddle()
    {
        GoldenCase golden = GoldenModels.Case("lstm1/saliency/0");
        IntegratedGradientsOptions options = new() { Steps = 1, Tolerance = null };

        Attribution middle = new IntegratedGradients(options with { Rule = QuadratureRule.Middle }).Explain(golden.Engine, golden.Input.Batch, golden.Targets);
        Attribution gauss = new IntegratedGradients(options with { Rule = QuadratureRule.GaussLegendre }).Explain(golden.Engine, golden.Input.Batch, golden.Targets);

        GoldenModels.Close(GoldenModels.ToDouble(middle.Values.Values), GoldenModels.ToDouble(gauss.Values.Values), 1e-6);
    }

    [Fact]
    public void Explain_TrapezoidOfOnePoint_IsRefused()
    {
        IntegratedGradients method = new(new() { Steps = 1, Rule = QuadratureRule.Trapezoid });

        Assert.Throws<ArgumentOutOfRangeException>(() => method.Explain(new LinearModel(1.0, 2.0), new(1, 2, 1), [0]));
    }

    [Theory]
    [InlineData(0, 0.01, 10)]
    [InlineData(1, 0.0, 10)]
    [InlineData(1, double.NaN, 10)]
    [InlineData(1, 0.01, 0)]
    public void Options_OutOfRange_AreRefused(int steps, double tolerance, int maxSteps) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new IntegratedGradientsOptions { Steps = steps, Tolerance = tolerance, MaxSteps = maxSteps });

    [Fact]
    public void Explain_BaselineOfOtherShape_NamesBoth()
    {
        IntegratedGradients method = new(new() { Baseline = Baseline.TrainingMeanRow(new(2, 3, 1)) });

        ShapeException error = Assert.Throws<ShapeException>(() => method.Explain(new LinearModel(1.0, 2.0), new(1, 2, 1), [0]));

        Assert.Equal("The baseline has means of 3 steps × 1 channels, but the rows it is for have 2 steps × 1 channels. Take the means over rows of that shape.", error.Message);
    }
}
