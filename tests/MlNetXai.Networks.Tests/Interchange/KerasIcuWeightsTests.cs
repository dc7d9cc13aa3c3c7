using System.Text.Json;
using MlNetXai.Networks.Interchange;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Networks.Tests.Interchange;

/// <summary>The published weights against a double-precision pass of the original's equations: two stays of the MIMIC-III demo.</summary>
public sealed class KerasIcuWeightsTests
{
    private const string ChannelWise = "ihm-channelwise-lstm.keras.safetensors", Standard = "ihm-standard-lstm.keras.safetensors";

    public static TheoryData<string> Stays => ["10112_episode1_timeseries.csv", "44083_episode2_timeseries.csv"];

    [Theory]
    [MemberData(nameof(Stays))]
    public void Load_BothNetworks_GiveThePublishedProbabilities(string stay)
    {
        string folder = RealData.Require("pretrained");
        JsonElement golden = Stay(stay);
        Batch batch = new(1, 48, 76, Array.ConvertAll(Input(golden), value => (float)value));
        foreach ((string file, string name) in new[] { (ChannelWise, "channelwise"), (Standard, "standard") })
        {
            Network network = KerasIcuWeights.Load(Path.Combine(folder, file));
            float[] logit = new float[1], probability = new float[1];

            network.Logits(batch, logit);
            network.Probabilities(batch, probability);

            double expected = golden.GetProperty($"{name}_logit").GetDouble();
            Assert.Equal(golden.GetProperty(name).GetDouble(), probability[0], 1e-6);
            Assert.Equal(expected, logit[0], 3e-6 * Math.Max(1, Math.Abs(expected)));
            Assert.Equal(expected, new ReferenceNetwork(network).Logits(Input(golden))[0], 1e-10);
        }
    }

    [Theory]
    [MemberData(nameof(Stays))]
    public void Load_ChannelWise_GivesTheStatesWithin(string stay)
    {
        ReferenceNetwork network = new(KerasIcuWeights.Load(Path.Combine(RealData.Require("pretrained"), ChannelWise)));
        JsonElement golden = Stay(stay);

        double[][] activations = network.Activations(Input(golden)).Values;

        double[] Output(string layer) => activations[network.Network.Layers.ToList().FindIndex(own => own.Name == layer) + 1];
        AssertClose(Values(golden.GetProperty("concat_last_step")), Output("join").AsSpan(47 * 136), 1e-10);
        AssertClose(Values(golden.GetProperty("lstm_state")), Output("lstm"), 1e-10);
    }

    [Theory]
    [MemberData(nameof(Stays))]
    public void Load_ChannelWise_GivesTheLogitsGradient(string stay)
    {
        Network network = KerasIcuWeights.Load(Path.Combine(RealData.Require("pretrained"), ChannelWise));
        JsonElement golden = Stay(stay);
        double[] input = Input(golden), expected = Values(golden.GetProperty("gradient_logit"));
        float[] gradient = new float[input.Length];

        network.InputGradient(new(1, 48, 76, Array.ConvertAll(input, value => (float)value)), [0], ScoreKind.Logit, new float[1], gradient);

        AssertClose(expected, new ReferenceNetwork(network).InputGradient(input, 0).Gradient, 1e-10);
        Close.Assert(expected, gradient, 1e-5);
    }

    [Fact]
    public void Load_TensorMissingExtraOrMisshapen_NamesIt()
    {
        using TemporaryFolder folder = new();
        SafetensorsFile whole = SafetensorsFile.Load(Path.Combine(RealData.Require("pretrained"), Standard));

        Assert.Contains("lacks the tensor 'lstm_2/bias'", Refused(tensors => tensors.Remove("lstm_2/bias")), StringComparison.Ordinal);
        Assert.Contains("tensor 'more' belongs to no layer", Refused(tensors => tensors["more"] = new([1], [0])), StringComparison.Ordinal);
        Assert.Contains("'dense_1/kernel' must have the shape [16, 1] and has [1, 16]", Refused(tensors => tensors["dense_1/kernel"] = new([1, 16], new float[16])), StringComparison.Ordinal);

        string Refused(Action<Dictionary<string, Tensor>> change)
        {
            Dictionary<string, Tensor> tensors = whole.Tensors.ToDictionary();
            change(tensors);
            new SafetensorsFile(tensors, whole.Metadata).Save(folder.File("changed.safetensors"));
            return Assert.Throws<ModelFileException>(() => KerasIcuWeights.Load(folder.File("changed.safetensors"))).Message;
        }
    }

    private static JsonElement Stay(string name) => Golden.Json("icu-pretrained.json.gz").RootElement.GetProperty("stays").GetProperty(name);

    private static double[] Input(JsonElement stay) => Values(stay.GetProperty("input"));

    private static double[] Values(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Values)] : [element.GetDouble()];

    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
