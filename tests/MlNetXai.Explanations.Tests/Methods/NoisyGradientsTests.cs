using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class NoisyGradientsTests
{
    public static TheoryData<string> SmoothGradCases => [.. GoldenModels.Ids("smoothgrad"), .. GoldenModels.Ids("smoothgrad-sq")];

    public static TheoryData<string> VarGradCases => GoldenModels.Ids("vargrad");

    // Tolerances as the golden file states them, of the largest value.
    [Theory]
    [MemberData(nameof(SmoothGradCases))]
    [Compares("smoothgrad", "smoothgrad-sq")]
    public void SmoothGrad_GoldenNoise_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        GoldenTensor noise = golden.ExtraTensor("noise");
        int samples = golden.Options.GetProperty("samples").GetInt32();
        bool squared = golden.Item.GetProperty("method").GetString() == "smoothgrad-sq";

        double[] twin = golden.Twin((row, target, index) => SmoothGrad.Reference(golden.Reference, row, target, noise.Rows[(index * samples)..((index + 1) * samples)], squared));
        Batch fast = new SmoothGrad(new() { Samples = samples, Squared = squared }) { Noise = (row, sample, i) => noise.Rows[(row * samples) + sample][i] }
            .Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

        GoldenModels.Close(golden.Expected, twin, 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(fast.Values), 1e-5);
    }

    [Theory]
    [MemberData(nameof(VarGradCases))]
    [Compares("vargrad")]
    public void VarGrad_GoldenNoise_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        GoldenTensor noise = golden.ExtraTensor("noise");
        int samples = golden.Options.GetProperty("samples").GetInt32();

        double[] twin = golden.Twin((row, target, index) => VarGrad.Reference(golden.Reference, row, target, noise.Rows[(index * samples)..((index + 1) * samples)]));
        Batch fast = new VarGrad(new() { Samples = samples }) { Noise = (row, sample, i) => noise.Rows[(row * samples) + sample][i] }
            .Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

        GoldenModels.Close(golden.Expected, twin, 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(fast.Values), 1e-5);
    }

    [Fact]
    public void Explain_LinearModel_SeesNoNoise()
    {
        LinearModel model = new(2.0, -1.0, 0.5);
        Batch batch = new(1, 3, 1, new float[] { 1, 2, 3 });

        Assert.Equal([2f, -1f, 0.5f], new SmoothGrad().Explain(model, batch, [0]).Values.Values.ToArray());
        Assert.Equal([4f, 1f, 0.25f], new SmoothGrad(new() { Squared = true }).Explain(model, batch, [0]).Values.Values.ToArray());
        Assert.Equal([0f, 0f, 0f], new VarGrad().Explain(model, batch, [0]).Values.Values.ToArray());
    }

    [Fact]
    public void Explain_SigmaOfRangeAndAbsolute_AreReportedInTheInputsUnit()
    {
        LinearModel model = new(2.0, -1.0, 0.5);
        Batch batch = new(2, 3, 1, new float[] { 1, 2, 5, 0, 0, 0 });

        Assert.Equal([0.4, 0], new VarGrad().Explain(model, batch, [0, 0]).Diagnostics["sigma"], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0.3, 0.3], new VarGrad(new() { Sigma = 0.3, Scale = NoiseScale.Absolute }).Explain(model, batch, [0, 0]).Diagnostics["sigma"]);
    }

    [Fact]
    public void Explain_RowKeysAndSeed_DrawTheNoise()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        SmoothGrad method = new(new() { Samples = 5 });

        float[] together = method.Explain(model, input, targets, [7, 8, 9]).Values.Row(2).ToArray();
        float[] alone = method.Explain(model, input.Slice(2, 1), targets.AsSpan(2), [9]).Values.Values.ToArray();
        float[] otherKey = method.Explain(model, input.Slice(2, 1), targets.AsSpan(2), [10]).Values.Values.ToArray();
        float[] otherSeed = new SmoothGrad(new() { Samples = 5, Seed = 1 }).Explain(model, input.Slice(2, 1), targets.AsSpan(2), [9]).Values.Values.ToArray();

        Assert.Equal(together, alone);
        Assert.NotEqual(together, otherKey);
        Assert.NotEqual(together, otherSeed);
    }

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(1, 0.0)]
    [InlineData(1, double.PositiveInfinity)]
    public void Options_OutOfRange_AreRefused(int samples, double sigma) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new VarGradOptions { Samples = samples, Sigma = sigma });
}
