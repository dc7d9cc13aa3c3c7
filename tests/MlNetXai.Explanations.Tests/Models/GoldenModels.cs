using System.Text.Json;
using MlNetXai.Networks;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Explanations.Tests.Models;

/// <summary>Networks and cases of <c>methods.json.gz</c>.</summary>
internal static class GoldenModels
{
    private static readonly Lazy<JsonDocument> Document = new(() => Golden.Json("methods.json.gz"));

    public static JsonElement Statistics => Document.Value.RootElement.GetProperty("statistics");

    /// <summary>Methods and measures that the file has cases of.</summary>
    public static IReadOnlyList<string> Methods => [.. Cases.Select(item => item.GetProperty("method").GetString()!).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Names of the networks that the file has weights of.</summary>
    public static IReadOnlyList<string> Networks => [.. Document.Value.RootElement.GetProperty("networks").EnumerateObject().Select(network => network.Name)];

    private static IEnumerable<JsonElement> Cases => Document.Value.RootElement.GetProperty("cases").EnumerateArray();

    /// <summary>Ids of all cases of a method, or of those of some networks.</summary>
    public static TheoryData<string> Ids(string method, params string[] networks)
    {
        TheoryData<string> ids = [];
        foreach (JsonElement item in Cases)
        {
            string network = item.GetProperty("network").GetString()!;
            if (item.GetProperty("method").GetString() == method && (networks.Length == 0 || networks.Contains(network)))
                ids.Add(item.GetProperty("id").GetString()!);
        }

        return ids;
    }

    public static GoldenCase Case(string id)
    {
        JsonElement item = Cases.Single(item => item.GetProperty("id").GetString() == id);
        string name = item.GetProperty("network").GetString()!;
        JsonElement network = Document.Value.RootElement.GetProperty("networks").GetProperty(name);
        GoldenTensor input = GoldenTensor.Of(network.GetProperty("input"), GoldenNetworks.AxesOf(name));
        ReferenceNetwork reference = GoldenNetworks.Make(name, network.GetProperty("weights"), input.Batch.Shape);
        return new(
            item,
            reference.Network,
            reference,
            input,
            network.GetProperty("baseline") is { ValueKind: JsonValueKind.Object } baseline ? GoldenTensor.Of(baseline, GoldenNetworks.AxesOf(name)) : null,
            [.. network.GetProperty("target").EnumerateArray().Select(value => value.GetInt32())]);
    }

    /// <summary>A recurrent network with its input and classes to explain.</summary>
    public static (Network Model, Batch Input, int[] Targets) Lstm(string network) => Network(network);

    /// <summary>A network with its input and classes to explain.</summary>
    public static (Network Model, Batch Input, int[] Targets) Network(string network)
    {
        GoldenCase golden = Case($"{network}/saliency/0");
        return (golden.Engine, golden.Input.Batch, golden.Targets);
    }

    public static double[] Numbers(JsonElement tensor) =>
        [.. (tensor.ValueKind == JsonValueKind.Array ? tensor : tensor.GetProperty("data")).EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>Differences are relative to the largest expected magnitude, as the golden file states its tolerances.</summary>
    public static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 0, worst = 0;
        foreach (double value in expected)
            scale = Math.Max(scale, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
            worst = double.IsNaN(actual[i]) || double.IsNaN(worst) ? double.NaN : Math.Max(worst, Math.Abs(expected[i] - actual[i]));
        Assert.True(worst <= tolerance * scale, $"largest difference {worst}, allowed {tolerance} × {scale}");
    }

    public static double[] ToDouble(ReadOnlySpan<float> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = values[i];
        return result;
    }
}

/// <summary>Last axes of a network's tensors in the file; those of curves and maps are fewer.</summary>
internal enum GoldenAxes
{
    /// <summary>[row, …, time, channel].</summary>
    TimeChannel,

    /// <summary>[row, …, channel, time].</summary>
    ChannelTime,

    /// <summary>[row, …, feature], which are steps of one channel here.</summary>
    Feature,
}

/// <summary>A tensor in double with the channels last, whose rows are also those of a batch in single precision.</summary>
internal sealed record GoldenTensor(double[][] Rows, Batch Batch)
{
    /// <param name="tensor">Numbers and shape.</param>
    /// <param name="axes">What its last axes are.</param>
    public static GoldenTensor Of(JsonElement tensor, GoldenAxes axes)
    {
        int[] shape = [.. tensor.GetProperty("shape").EnumerateArray().Select(value => value.GetInt32())];
        double[] numbers = GoldenModels.Numbers(tensor);
        (int steps, int channels) = shape.Length < 3 || axes == GoldenAxes.Feature ? (shape[^1], 1) : axes == GoldenAxes.ChannelTime ? (shape[^1], shape[^2]) : (shape[^2], shape[^1]);
        int length = steps * channels;
        double[][] rows = [.. numbers.Chunk(length)];
        if (axes == GoldenAxes.ChannelTime)
            rows = [.. rows.Select(row => Enumerable.Range(0, length).Select(i => row[(i % channels * steps) + (i / channels)]).ToArray())];
        return new(rows, new(rows.Length, steps, channels, rows.SelectMany(row => row).Select(value => (float)value).ToArray()));
    }

    /// <summary>All rows one after the other.</summary>
    public double[] All => [.. Rows.SelectMany(row => row)];
}

/// <summary>One case with its network, whose weights <see cref="Engine"/> has in single and <see cref="Reference"/> in double precision; <see cref="Baseline"/> is the "stored" one.</summary>
internal sealed record GoldenCase(JsonElement Item, Network Engine, ReferenceNetwork Reference, GoldenTensor Input, GoldenTensor? Baseline, int[] Targets)
{
    public JsonElement Options => Item.GetProperty("options");

    public ScoreKind Score => Options.TryGetProperty("score", out _) ? ScoreKind.Probability : ScoreKind.Logit;

    /// <summary>What is expected, channels last.</summary>
    public double[] Expected => Tensor(Item.GetProperty("expected")).All;

    /// <summary>Numbers of an extra as they stand in the file.</summary>
    public double[] Extra(string name) => GoldenModels.Numbers(Item.GetProperty("extra").GetProperty(name));

    /// <summary>Rows of an extra of [row, …, time, channel], channels last.</summary>
    public GoldenTensor ExtraTensor(string name) => Tensor(Item.GetProperty("extra").GetProperty(name));

    /// <summary>A method's plain pass over every row, one after the other.</summary>
    public double[] Twin(Func<double[], int, int, double[]> reference) =>
        [.. Input.Rows.SelectMany((row, index) => reference(row, Targets[index], index))];

    /// <summary>The baseline that the options name: of a row in double, and for the batch.</summary>
    public (double[][] Rows, Baseline Batch) BaselineOf()
    {
        string name = Options.GetProperty("baseline").GetString()!;
        if (name == "stored")
            return (Baseline!.Rows, Explanations.Baseline.Rows(Baseline.Batch));
        double value = name == "zero" ? 0 : double.Parse(name);
        return ([.. Input.Rows.Select(row => row.Select(_ => value).ToArray())], Explanations.Baseline.Constant((float)value));
    }

    // Tensors of another rank or of other steps (curves, maps) have no channels to bring last: transposing them changes nothing, as they have one.
    private GoldenTensor Tensor(JsonElement tensor) => GoldenTensor.Of(tensor, GoldenNetworks.AxesOf(Engine.Name));
}
