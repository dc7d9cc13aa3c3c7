using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class MaxSensitivityTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("max-sensitivity");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_GoldenDisturbances_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        int draws = golden.Options.GetProperty("samples").GetInt32();
        double[][] disturbances = golden.ExtraTensor("perturbation").Rows;

        double[] values = golden.Twin((row, target, index) =>
            [MaxSensitivity.Reference(x => Saliency.Reference(golden.Reference, x, target), row, disturbances[(index * draws)..((index + 1) * draws)])]);

        GoldenModels.Close(golden.Expected, values, 1e-9);
    }

    // Single precision: 1e-5 of the largest value, as the golden file states.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("max-sensitivity")]
    public void Measure_GoldenDisturbances_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        int draws = golden.Options.GetProperty("samples").GetInt32();
        Batch disturbances = golden.ExtraTensor("perturbation").Batch;

        MethodRowValues measured = MaxSensitivity.Measure(
            new Saliency(), golden.Engine, golden.Input.Batch, golden.Targets, draws, (row, draw) => disturbances.Row((row * draws) + draw).ToArray());

        GoldenModels.Close(golden.Expected, measured.PerRow, 1e-5);
    }

    [Fact]
    public void Measure_LinearModel_SaliencyDoesNotMove()
    {
        MethodRowValues measured = new MaxSensitivity().Measure(new Saliency(), new LinearModel(1.0, 2.0), new(2, 2, 1, new float[] { 1, 2, 0, 0 }), [0, 0]);

        Assert.Equal(("input-derivative", 2), (measured.Name, measured.PerRow.Length));
        Assert.Equal([0, 0], measured.PerRow);
    }

    [Fact]
    public void Measure_Disturbances_DependOnSeedAndKeyAlone()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm2");

        double whole = new MaxSensitivity().Measure(new Saliency(), model, input, targets, rowKeys: [5, 6]).PerRow[1];
        double alone = new MaxSensitivity().Measure(new Saliency(), model, input.Slice(1, 1), [targets[1]], rowKeys: [6]).PerRow[0];
        double otherSeed = new MaxSensitivity(new() { Seed = 1 }).Measure(new Saliency(), model, input, targets, rowKeys: [5, 6]).PerRow[1];

        Assert.Equal(whole, alone);
        Assert.NotEqual(whole, otherSeed);
        Assert.InRange(whole, 1e-4, 1);
    }

    [Fact]
    public void Measure_LargerRadius_FindsNoSmallerChange()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");

        double[] near = new MaxSensitivity(new() { Radius = 0.01 }).Measure(new Saliency(), model, input, targets).PerRow;
        double[] far = new MaxSensitivity(new() { Radius = 0.1 }).Measure(new Saliency(), model, input, targets).PerRow;

        Assert.All(near.Zip(far), pair => Assert.True(pair.First < pair.Second));
    }
}
