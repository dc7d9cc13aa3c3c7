using System.Text.Json;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Cli.Tests;

public sealed class ModelCommandTests : IDisposable
{
    private static readonly Dictionary<string, string> Metadata = new() { ["mlnetxai.samplingRateHz"] = "100" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.safetensors", "safetensors with layers")]
    [InlineData("model.onnx", "ONNX")]
    public async Task InspectModel_Network_TableOfLayersInEightyColumns(string name, string format)
    {
        Save(Presets.ResidualNet12Lead(options: ResidualNet12LeadOptions.Small));
        await CommandLine.RunAsync("convert", _folder.File("model.safetensors"), _folder.File("model.onnx"));

        Outcome outcome = await CommandLine.RunAsync("inspect-model", _folder.File(name));

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        Assert.Contains(format, string.Join(' ', outcome.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("probabilities by sigmoid", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("feature-ablation", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Not temporal-output-score, which needs logits after", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(outcome.Output.Split(Environment.NewLine), line => line.TrimStart().StartsWith("unit1.conv1", StringComparison.Ordinal));
        Assert.All(outcome.Output.Split(Environment.NewLine).Skip(2), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        Assert.Equal(name == "model.onnx", outcome.Output.Contains("sigmoid is cut off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task InspectModel_Json_SaysLayersShapesSizeAndExplanations()
    {
        Network network = Save(Presets.Lstm(new(20, 2), ["N", "V"], new() { Hidden = 5 }));

        Outcome outcome = await CommandLine.RunAsync("inspect-model", _folder.Path, "--json");

        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal("mlnetxai", json.RootElement.GetProperty("format").GetString());
        Assert.Equal(network.WeightLength, json.RootElement.GetProperty("parameters").GetInt64());
        Assert.Equal(new FileInfo(_folder.File("model.safetensors")).Length, json.RootElement.GetProperty("bytes").GetInt64());
        Assert.Equal("softmax", json.RootElement.GetProperty("output").GetString());
        Assert.Equal("100", json.RootElement.GetProperty("metadata").GetProperty("mlnetxai.samplingRateHz").GetString());
        JsonElement first = json.RootElement.GetProperty("layers")[0];
        Assert.Equal(("lstm1", "lstm", 5), (first.GetProperty("name").GetString(), first.GetProperty("kind").GetString(), first.GetProperty("output").GetProperty("channels").GetInt32()));
        Assert.Equal([20, 2], first.GetProperty("weights").GetProperty("weight_ih").EnumerateArray().Select(size => size.GetInt32()));
        string[] refused = [.. json.RootElement.GetProperty("explanations").EnumerateArray().Where(method => !method.GetProperty("possible").GetBoolean()).Select(method => method.GetProperty("method").GetString()!)];
        Assert.Equal(["deeplift", "grad-cam", "guided-backprop"], refused);
    }

    [Fact]
    public async Task Commands_NamesThatATerminalObeys_AreEscaped()
    {
        const string Name = "a\u001b[31mb\nc\u0085";
        Save(Network.Initial(Name, new(4, 2), [Name, "V"], [(Name, new Networks.Layers.Flatten()), ("dense", new Networks.Layers.Dense(8, 2))], seed: 1));

        Outcome convert = await CommandLine.RunAsync("convert", _folder.Path, _folder.File("model.onnx"), "--input", Name);
        Outcome[] outcomes = [convert, await CommandLine.RunAsync("inspect-model", _folder.Path), await CommandLine.RunAsync("convert", _folder.File("model.onnx"), _folder.File("back.safetensors"))];

        Assert.All(outcomes, outcome =>
        {
            Assert.Equal(ExitCodes.Success, outcome.Code);
            Assert.DoesNotContain($"{outcome.Output}{outcome.Error}", sign => char.IsControl(sign) && !Environment.NewLine.Contains(sign));
            Assert.Contains(@"a\u001b[31mb\u000ac\u0085", $"{outcome.Output}{outcome.Error}", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task InspectModel_WeightsAlone_ListsArrays()
    {
        SaveWeights(("a.weight", [2, 3]), ("a.bias", [2]));
        SafetensorsFile file = SafetensorsFile.Load(_folder.File("weights.safetensors"));
        file.Tensors["a.bias"].Values[1] = float.NaN;
        file.Save(_folder.File("weights.safetensors"));

        Outcome table = await CommandLine.RunAsync("inspect-model", _folder.File("weights.safetensors"));
        Outcome text = await CommandLine.RunAsync("inspect-model", _folder.File("weights.safetensors"), "--json");

        Assert.Contains("8 parameters in 2 arrays", table.Output, StringComparison.Ordinal);
        Assert.Contains("2 × 3", table.Output, StringComparison.Ordinal);
        Assert.Contains("Note: The tensor 'a.bias' holds NaN at place 1; no network takes it.", table.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text.Output);
        Assert.Equal("safetensors", json.RootElement.GetProperty("format").GetString());
        Assert.All(json.RootElement.GetProperty("explanations").EnumerateArray(), method => Assert.False(method.GetProperty("possible").GetBoolean()));
    }

    [Fact]
    public async Task Convert_ToOnnxAndBack_SameScores()
    {
        Network network = Save(Presets.FullyConvolutional(new(40, 2), ["a", "b", "c"]));

        Outcome there = await CommandLine.RunAsync("convert", _folder.File("model.safetensors"), _folder.File("model.onnx"));
        Outcome back = await CommandLine.RunAsync("convert", _folder.File("model.onnx"), _folder.File("back.safetensors"));

        Assert.True(there.Code == ExitCodes.Success, there.ToString());
        Assert.True(back.Code == ExitCodes.Success, back.ToString());
        Assert.Contains("note: ", back.Error, StringComparison.Ordinal);
        Model read = ModelFile.Load(_folder.File("back.safetensors"));
        Assert.Equal(network.Classes, read.Network.Classes);
        Assert.Equal("100", read.Metadata["mlnetxai.samplingRateHz"]);
        Batch batch = new(1, 40, 2);
        batch.Values.Fill(0.5f);
        float[] before = new float[3], after = new float[3];
        network.Logits(batch, before);
        read.Network.Logits(batch, after);
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public async Task Convert_LogitsWithNames_StandInTheFile()
    {
        Save(Presets.Lstm(new(20, 2), ["N", "V"], new() { Hidden = 5 }));

        await CommandLine.RunAsync("convert", _folder.Path, _folder.File("model.onnx"), "--logits", "--input", "Beat", "--output", "Logit");
        Outcome outcome = await CommandLine.RunAsync("inspect-model", _folder.File("model.onnx"));

        Assert.Contains("'Beat' [batch, 20, 2]", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("cut off", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_WeightsIntoNetwork_AreThere()
    {
        Network network = Save(Presets.Lstm(new(20, 2), ["N", "V"], new() { Hidden = 5 }));
        SaveWeights([.. network.Layers.SelectMany(layer => layer.Layer.Weights.Select(weight => ($"{layer.Name}.{weight.Name}", weight.Dimensions.ToArray())))]);

        Outcome outcome = await CommandLine.RunAsync(
            "convert", _folder.File("weights.safetensors"), _folder.File("new.safetensors"), "--network", _folder.File("model.safetensors"));

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        Assert.All(ModelFile.Load(_folder.File("new.safetensors")).Network.Weights.ToArray(), weight => Assert.Equal(0.25f, weight));
    }

    [Fact]
    public async Task Convert_WeightsThatDoNotFit_NamesEach()
    {
        Save(Presets.Lstm(new(20, 2), ["N", "V"], new() { Hidden = 5 }));
        SaveWeights(("dense.weight", [2, 6]), ("dense.bias", [2]), ("other.weight", [1]));

        Outcome outcome = await CommandLine.RunAsync(
            "convert", _folder.File("weights.safetensors"), _folder.File("new.safetensors"), "--network", _folder.File("model.safetensors"));

        Assert.Equal(ExitCodes.Failure, outcome.Code);
        Assert.Contains("tensor 'lstm1.weight_ih' [20, 2] is missing", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("tensor 'dense.weight' must have the shape [2, 5] and has [2, 6]", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("tensor 'other.weight' belongs to no layer", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("new.safetensors")));
    }

    [Theory]
    [InlineData("weights.safetensors", "holds weights alone, no layers")]
    [InlineData("text.onnx", "no ONNX file")]
    [InlineData("text.safetensors", "says that its header has")]
    [InlineData("absent.onnx", "absent.onnx: there is no such file or folder. Name a .onnx or .safetensors file, the folder given to 'train --out', or a folder of models/.")]
    [InlineData("empty.onnx", "neither a run folder nor a model, model.safetensors is missing. Name a .onnx or .safetensors file")]
    public async Task Convert_NoModel_SaysWhatItIs(string name, string problem)
    {
        SaveWeights(("a", [2]));
        Directory.CreateDirectory(_folder.File("empty.onnx"));
        File.WriteAllText(_folder.File("text.onnx"), "This is a text, not a network.");
        File.WriteAllText(_folder.File("text.safetensors"), "This is a text, not a network.");

        Outcome outcome = await CommandLine.RunAsync("convert", _folder.File(name), _folder.File("out.onnx"));

        Assert.Equal(ExitCodes.Failure, outcome.Code);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out.onnx")));
    }

    [Theory]
    [InlineData("model.onnx", "model.onnx")]
    [InlineData("model.safetensors", "model.safetensors")]
    [InlineData("link.onnx", "model.onnx")]
    [InlineData("weights.safetensors", "weights.safetensors", "--network", "model.safetensors")]
    [InlineData("weights.safetensors", "model.safetensors", "--network", "model.safetensors")]
    public async Task Convert_OntoItsOwnInput_IsRefused(string input, string output, params string[] more)
    {
        Network network = Save(Presets.Lstm(new(20, 2), ["N", "V"], new() { Hidden = 5 }));
        SaveWeights([.. network.Layers.SelectMany(layer => layer.Layer.Weights.Select(weight => ($"{layer.Name}.{weight.Name}", weight.Dimensions.ToArray())))]);
        await CommandLine.RunAsync("convert", _folder.Path, _folder.File("model.onnx"));
        File.CreateSymbolicLink(_folder.File("link.onnx"), _folder.File("model.onnx"));
        byte[] before = File.ReadAllBytes(_folder.File(output));

        Outcome outcome = await CommandLine.RunAsync(["convert", _folder.File(input), _folder.File(output), .. more.Select((word, i) => i == 0 ? word : _folder.File(word))]);

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("itself, which would be overwritten; name another file.", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File(output)));
    }

    [Theory]
    [InlineData("model.safetensors", "--steps", "20", ExitCodes.Usage, "--layout and --steps are of ONNX files, and ")]
    [InlineData("model.safetensors", "--layout", "auto", ExitCodes.Usage, "--layout and --steps are of ONNX files, and ")]
    [InlineData("model.onnx", "--steps", "99", ExitCodes.Failure, "has rows of 20 steps, and 99 are asked for. Leave out --steps (OnnxImportOptions.Steps), or export the model for as many steps.")]
    public async Task InspectModel_OptionThatDoesNotFit_IsRefused(string name, string option, string value, int code, string problem)
    {
        Save(Presets.Lstm(new(20, 2), ["N", "V"], new() { Hidden = 5 }));
        await CommandLine.RunAsync("convert", _folder.Path, _folder.File("model.onnx"));

        Outcome outcome = await CommandLine.RunAsync("inspect-model", _folder.File(name), option, value);

        Assert.Equal(code, outcome.Code);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pack_OnnxModel_IsAPipeline()
    {
        Save(Presets.Lstm(new(20, 1), ["N", "V"], new() { Hidden = 5 }));
        await CommandLine.RunAsync("convert", _folder.Path, _folder.File("model.onnx"));

        Outcome outcome = await CommandLine.RunAsync("pack", _folder.File("model.onnx"), "--method", "occlusion", "--out", _folder.File("model.zip"));

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        Assert.Contains("at 100 Hz", outcome.Output, StringComparison.Ordinal);
    }

    private Network Save(Network network)
    {
        ModelFile.Save(new(network, Metadata), _folder.File("model.safetensors"));
        return network;
    }

    private void SaveWeights(params (string Name, int[] Shape)[] tensors) => new SafetensorsFile(
        tensors.ToDictionary(tensor => tensor.Name, tensor => new Tensor(tensor.Shape, [.. Enumerable.Repeat(0.25f, tensor.Shape.Aggregate((a, b) => a * b))])),
        new Dictionary<string, string>()).Save(_folder.File("weights.safetensors"));
}
