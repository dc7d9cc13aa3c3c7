using System.Text.Json;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class GradCamTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("grad-cam");

    // Tolerances as the golden file states them, of the largest value.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("grad-cam")]
    public void Maps_GoldenNetwork_EqualCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        string layer = golden.Options.GetProperty("layer").GetString()!;
        bool relu = golden.Options.GetProperty("relu").GetBoolean();
        double[] Sampled(double[] map) => golden.Options.GetProperty("upsample").GetString() is "none" ? map : GradCam.Upsample(map, golden.Options.GetProperty("length").GetInt32(), HowOf(golden));

        double[] twin = golden.Twin((row, target, _) => Sampled(GradCam.Reference(golden.Reference, row, target, layer, relu)));
        GradCamMaps fast = new GradCam(new() { Layer = layer, PositiveOnly = relu }).Maps(golden.Engine, golden.Input.Batch, golden.Targets);

        GoldenModels.Close(golden.Expected, twin, 1e-9);
        GoldenModels.Close(golden.Expected, [.. Enumerable.Range(0, golden.Targets.Length).SelectMany(row => Sampled(GoldenModels.ToDouble(fast.Raw.Row(row))))], 1e-5);
    }

    [Theory]
    [InlineData("fcn/grad-cam")]
    [InlineData("resnet/grad-cam")]
    public void Explain_UpsampledToTheRow_EqualsCaptum(string start)
    {
        foreach (string id in GoldenModels.Ids("grad-cam").Select(row => row.Data).Where(id => id.StartsWith(start, StringComparison.Ordinal)))
        {
            GoldenCase golden = GoldenModels.Case(id);
            if (!golden.Options.TryGetProperty("length", out JsonElement length) || length.GetInt32() != golden.Input.Batch.Steps)
                continue;
            GradCamOptions options = new()
            {
                Layer = golden.Options.GetProperty("layer").GetString(),
                PositiveOnly = golden.Options.GetProperty("relu").GetBoolean(),
                Upsampling = HowOf(golden),
            };

            Batch values = new GradCam(options).Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

            GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(values.Values), 1e-5);
        }
    }

    [Theory]
    [InlineData("fcn", "relu2")]
    [InlineData("resnet", "relu2")]
    public void Explain_NoLayerNamed_TakesTheLastNonlinearityAndSaysSo(string network, string layer)
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network(network);

        Attribution attribution = new GradCam().Explain(model, input, targets);

        Assert.Equal($"Layer: '{layer}', the last nonlinearity behind a convolution.", Assert.Single(attribution.Notes));
    }

    [Fact]
    public void Explain_LayerOfFewerSteps_KeepsItsMapBesideTheOneUpSampled()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("fcn");
        GradCam method = new(new() { Layer = "relu2", PositiveOnly = false });

        Attribution attribution = method.Explain(model, input, targets);

        Assert.Equal((17, input.Steps), (attribution.RawMap!.Steps, attribution.Values.Steps));
        Assert.Equal(method.Maps(model, input, targets).Raw.Values.ToArray(), attribution.RawMap.Values.ToArray());
    }

    [Fact]
    public void Explain_GlobalAverageAndDenseHead_IsTheClassActivationMapByItsSteps()
    {
        GoldenCase golden = GoldenModels.Case("fcn/saliency/0");
        ReadOnlySpan<float> weights = golden.Engine.Weights.Slice(golden.Engine.Layers[^1].WeightStart, 20);
        GradCamMaps maps = new GradCam(new() { PositiveOnly = false }).Maps(golden.Engine, golden.Input.Batch, golden.Targets);
        for (int row = 0; row < golden.Targets.Length; row++)
        {
            double[] features = golden.Reference.LayerGradient(golden.Input.Rows[row], "relu2", golden.Targets[row]).Activation;
            double[] expected = new double[17];
            for (int i = 0; i < features.Length; i++)
                expected[i / 5] += weights[(golden.Targets[row] * 5) + (i % 5)] * features[i] / 17;

            GoldenModels.Close(expected, GoldenModels.ToDouble(maps.Raw.Row(row)), 1e-5);
        }
    }

    [Fact]
    public void StepCentres_BehindConvolutionsAndPooling_AreTheMiddlesOfWhatTheySee()
    {
        (Network fcn, _, _) = GoldenModels.Network("fcn");
        Network valid = Network.Initial(
            "valid", new(20, 1), ["a", "b"],
            [("conv", new Conv1d(1, 2, 5)), ("pool", new AveragePool1d(2)), ("third", new Conv1d(2, 2, 3, new() { Dilation = 2 })), ("global", new GlobalAveragePool()), ("dense", new Dense(2, 2))], seed: 1);

        Assert.Equal([.. Enumerable.Range(0, 17).Select(step => 2.0 * step)], fcn.StepCentres("relu2"));
        Assert.Equal([.. Enumerable.Range(0, 16).Select(step => 2.0 + step)], valid.StepCentres("conv"));
        Assert.Equal([.. Enumerable.Range(0, 8).Select(step => 2.5 + (2 * step))], valid.StepCentres("pool"));
        Assert.Equal([6.5, 8.5, 10.5, 12.5], valid.StepCentres("third"));
    }

    [Fact]
    public void Upsample_ByReceptiveField_InterpolatesBetweenCentres() =>
        Assert.Equal([1.0, 1, 1, 2, 3, 3], GradCam.Upsample([1, 3], 6, Upsampling.ReceptiveField, [2, 4]));

    [Theory]
    [InlineData("mlp", "a convolution's feature map over time. Use integrated-gradients")]
    [InlineData("lstm1", "a convolution's feature map over time. Use grad-cam-rnn")]
    public void Explain_NoFeatureMap_SaysWhatWouldWork(string network, string words)
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network(network);

        Assert.Contains(words, Assert.Throws<MissingCapabilityException>(() => new GradCam().Explain(model, input, targets)).Message);
    }

    [Fact]
    public void Explain_UnknownLayer_ListsThoseThereAre()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("fcn");

        ArgumentException error = Assert.Throws<ArgumentException>(() => new GradCam(new() { Layer = "relu9" }).Explain(model, input, targets));

        Assert.Equal("'fcn' has no layer 'relu9'; it has 'conv1', 'bn1', 'relu1', 'conv2', 'relu2', 'average', 'fc'.", error.Message);
    }

    [Theory]
    [InlineData("fc", "at layer 'fc' (dense, 1 steps × 4 channels)")]
    [InlineData("average", "at layer 'average' (global-average-pool, 1 steps × 5 channels)")]
    public void Explain_LayerWithoutSteps_IsRefused(string layer, string words)
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network("fcn");

        Assert.Contains(words, Assert.Throws<MissingCapabilityException>(() => new GradCam(new() { Layer = layer }).Explain(model, input, targets)).Message);
    }

    private static Upsampling HowOf(GoldenCase golden) =>
        golden.Options.GetProperty("upsample").GetString() == "nearest" ? Upsampling.Nearest
        : golden.Options.TryGetProperty("align_corners", out JsonElement align) && align.GetBoolean() ? Upsampling.LinearAlignCorners
        : Upsampling.Linear;
}
