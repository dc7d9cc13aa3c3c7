using System.Text.Json;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Explanations.Tests.Models;

/// <summary>Networks and cases of <c>methods.json.gz</c>.</summary>
internal static class GoldenModels
{
    private static readonly Lazy<JsonDocument> Document = new(() => Golden.Json("methods.json.gz"));

    public static JsonElement Statistics => Document.Value.RootElement.GetProperty("statistics");

    /// <summary>Ids of all cases of a method on networks that the reference models run.</summary>
    public static TheoryData<string> Ids(string method)
    {
        TheoryData<string> ids = [];
        foreach (JsonElement item in Document.Value.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (item.GetProperty("method").GetString() == method && item.GetProperty("network").GetString() is "lstm1" or "lstm2" or "mlp" or "mlp_tanh")
                ids.Add(item.GetProperty("id").GetString()!);
        }

        return ids;
    }

    public static GoldenCase Case(string id)
    {
        JsonElement item = Document.Value.RootElement.GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("id").GetString() == id);
        string network = item.GetProperty("network").GetString()!;
        JsonElement weights = Document.Value.RootElement.GetProperty("networks").GetProperty(network);
        Batch input = ToBatch(weights.GetProperty("input"));
        return new(
            item,
            Model(network, weights, input.Shape),
            network.StartsWith("lstm", StringComparison.Ordinal) ? Engine(network, weights, input.Shape) : null,
            input,
            weights.GetProperty("baseline") is { ValueKind: JsonValueKind.Object } baseline ? ToBatch(baseline) : null,
            [.. weights.GetProperty("target").EnumerateArray().Select(value => value.GetInt32())]);
    }

    public static (ReferenceLstm Model, Batch Input, int[] Targets) Lstm(string network)
    {
        GoldenCase golden = Case($"{network}/saliency/0");
        return ((ReferenceLstm)golden.Model, golden.Input, golden.Targets);
    }

    public static double[] Numbers(JsonElement tensor) =>
        [.. (tensor.ValueKind == JsonValueKind.Array ? tensor : tensor.GetProperty("data")).EnumerateArray().Select(value => value.GetDouble())];

    public static Batch ToBatch(JsonElement tensor)
    {
        int[] shape = [.. tensor.GetProperty("shape").EnumerateArray().Select(value => value.GetInt32())];
        return new(shape[0], shape[1], shape.Length > 2 ? shape[2] : 1, Numbers(tensor).Select(value => (float)value).ToArray());
    }

    /// <summary>Differences are relative to the largest expected magnitude, as the golden file states its tolerances.</summary>
    public static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 0, worst = 0;
        foreach (double value in expected)
            scale = Math.Max(scale, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
            worst = double.IsNaN(actual[i]) ? double.NaN : Math.Max(worst, Math.Abs(expected[i] - actual[i]));
        Assert.True(worst <= tolerance * scale, $"largest difference {worst}, allowed {tolerance} × {scale}");
    }

    public static double[] ToDouble(ReadOnlySpan<float> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = values[i];
        return result;
    }

    private static Network Engine(string name, JsonElement network, RowShape shape)
    {
        JsonElement weights = network.GetProperty("weights");
        List<(string, Layer)> layers = [];
        List<float> values = [];
        int inputs = shape.Channels;
        for (int layer = 0; weights.TryGetProperty($"rnn.weight_ih_l{layer}", out _); layer++)
        {
            int hidden = Take($"rnn.weight_ih_l{layer}") / 4 / inputs;
            Take($"rnn.weight_hh_l{layer}");
            Take($"rnn.bias_ih_l{layer}");
            Take($"rnn.bias_hh_l{layer}");
            layers.Add(($"lstm{layer + 1}", new Lstm(inputs, hidden, returnsSequence: weights.TryGetProperty($"rnn.weight_ih_l{layer + 1}", out _))));
            inputs = hidden;
        }

        int classes = Take("head.weight") / inputs;
        Take("head.bias");
        layers.Add(("dense", new Dense(inputs, classes)));
        return new(name, shape, [.. Enumerable.Range(0, classes).Select(index => $"class {index}")], layers, values.ToArray());

        int Take(string key)
        {
            double[] numbers = Numbers(weights.GetProperty(key));
            values.AddRange(numbers.Select(value => (float)value));
            return numbers.Length;
        }
    }

    private static ReferenceModel Model(string name, JsonElement network, RowShape shape)
    {
        JsonElement weights = network.GetProperty("weights");
        double[] Weight(string key) => Numbers(weights.GetProperty(key));
        if (name.StartsWith("mlp", StringComparison.Ordinal))
        {
            (string first, string second) = name == "mlp" ? ("relu", "relu") : ("tanh", "sigmoid");
            return new ReferenceMlp(
                name,
                [
                    new(10, Weight("fc1.weight"), Weight("fc1.bias"), first),
                    new(8, Weight("fc2.weight"), Weight("fc2.bias"), second),
                    new(6, Weight("fc3.weight"), Weight("fc3.bias"), "none"),
                ]);
        }

        List<LstmWeights> layers = [];
        for (int layer = 0; weights.TryGetProperty($"rnn.weight_ih_l{layer}", out _); layer++)
        {
            double[] bias = Weight($"rnn.bias_ih_l{layer}");
            int hidden = bias.Length / 4, inputs = layer == 0 ? shape.Channels : layers[^1].Hidden;
            layers.Add(new(
                inputs,
                hidden,
                Weight($"rnn.weight_ih_l{layer}"),
                Weight($"rnn.weight_hh_l{layer}"),
                [.. bias.Zip(Weight($"rnn.bias_hh_l{layer}"), (a, b) => a + b)]));
        }

        return new ReferenceLstm(name, shape, layers, Weight("head.weight"), Weight("head.bias"));
    }
}

/// <summary>One case with its network; <see cref="Baseline"/> is the "stored" one.</summary>
internal sealed record GoldenCase(JsonElement Item, ReferenceModel Model, Network? Engine, Batch Input, Batch? Baseline, int[] Targets)
{
    /// <summary>The plain model and, where the engine has its layers, the engine.</summary>
    public IReadOnlyList<IInputGradient> Models => Engine is null ? [Model] : [Model, Engine];

    public JsonElement Options => Item.GetProperty("options");

    public double[] Expected => GoldenModels.Numbers(Item.GetProperty("expected"));

    public double[] Extra(string name) => GoldenModels.Numbers(Item.GetProperty("extra").GetProperty(name));
}
