using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Interchange.Onnx;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Networks.Tests.Interchange;

public sealed class ModelFileTests
{
    [Fact]
    public void Load_AfterSave_SameNetworkSameBits()
    {
        using TemporaryFolder folder = new();
        Network network = Presets.Lstm(new RowShape(8, 2), ["N", "V"], new() { Hidden = 9, LayerCount = 2 });
        ModelFile.Save(new(network, new Dictionary<string, string> { ["mlnetxai.samplingRateHz"] = "360" }), folder.File("model.safetensors"));

        Model loaded = ModelFile.Load(folder.File("model.safetensors"));

        Assert.Equal(network.Weights, loaded.Network.Weights);
        Assert.Equal(network.Classes, loaded.Network.Classes);
        Assert.Equal(network.InputShape, loaded.Network.InputShape);
        Assert.Equal(ModelFile.Graph(network), ModelFile.Graph(loaded.Network));
        Assert.Equal("360", loaded.Metadata["mlnetxai.samplingRateHz"]);
        Batch batch = RandomRows.Make(5, network.InputShape);
        float[] before = new float[10], after = new float[10];
        network.Logits(batch, before);
        loaded.Network.Logits(batch, after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Save_Twice_SameBytes()
    {
        using TemporaryFolder folder = new();
        Save(folder.File("a"));
        Save(folder.File("b"));

        Assert.Equal(File.ReadAllBytes(folder.File("a")), File.ReadAllBytes(folder.File("b")));
    }

    [Fact]
    public void Load_FileCutAnywhere_IsRefusedByName()
    {
        using TemporaryFolder folder = new();
        Save(folder.File("model"));
        byte[] whole = File.ReadAllBytes(folder.File("model"));
        for (int length = 0; length < whole.Length; length += 37)
        {
            File.WriteAllBytes(folder.File("cut"), whole[..length]);

            Assert.Contains("cut:", Assert.Throws<ModelFileException>(() => ModelFile.Load(folder.File("cut"))).Message);
        }
    }

    [Fact]
    public void Load_OtherVersion_NamesBoth()
    {
        using TemporaryFolder folder = new();
        Save(folder.File("model"));
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(folder.File("model")));
        File.WriteAllBytes(folder.File("newer"), Encoding.Latin1.GetBytes(text.Replace("\"mlnetxai.version\":\"2\"", "\"mlnetxai.version\":\"7\"")));

        Assert.Contains("is of layout version 7; this program reads versions 1 and 2", Assert.Throws<ModelFileException>(() => ModelFile.Load(folder.File("newer"))).Message);
    }

    [Fact]
    public void Load_GraphAfterSave_SameLayersSameBits()
    {
        using TemporaryFolder folder = new();
        for (int seed = 1; seed <= 20; seed++)
        {
            Network network = RandomGraphs.Make(seed);
            ModelFile.Save(new(network, new Dictionary<string, string>()), folder.File("model"));

            Network loaded = ModelFile.Load(folder.File("model")).Network;

            Assert.Equal(ModelFile.Graph(network), ModelFile.Graph(loaded));
            Batch batch = RandomRows.Make(5, network.InputShape);
            float[] before = new float[10], after = new float[10];
            network.Logits(batch, before);
            loaded.Logits(batch, after);
            Assert.Equal(before, after);
        }
    }

    [Fact]
    public void Load_Layout1_EachLayerReadsTheOneBefore()
    {
        using TemporaryFolder folder = new();
        Save(folder.File("model"));
        JsonNode graph = Graph(folder.File("model"));
        foreach (JsonNode? layer in graph["layers"]!.AsArray())
            layer!.AsObject().Remove("inputs");
        Rewrite(folder.File("model"), folder.File("old"), "1", graph);

        Model old = ModelFile.Load(folder.File("old")), now = ModelFile.Load(folder.File("model"));

        Assert.Equal(ModelFile.Graph(now.Network), ModelFile.Graph(old.Network));
        Assert.Equal(now.Network.Weights, old.Network.Weights);
    }

    [Fact]
    public void Load_PublishedModelOfLayout1_IsTheSameChain()
    {
        Network network = ModelFile.Load(Path.Combine(SourceFolder(), "../../../models/ecg-lstm-mitbih/model.safetensors")).Network;

        Assert.Equal(["input", .. network.Layers.SkipLast(1).Select(layer => layer.Name)], network.Layers.SelectMany(layer => layer.Inputs));
        Assert.True(network.HasPrefixLogits);
    }

    [Theory]
    [InlineData("dense", "layers read each other in a circle ('dense' reads 'dense')")]
    [InlineData("nowhere", "layer 'dense' reads 'nowhere', which is no layer of it")]
    [InlineData("input", "layers 'dropout1', 'dense' are read by none")]
    public void Load_DamagedInputs_NamesThem(string input, string problem)
    {
        using TemporaryFolder folder = new();
        Save(folder.File("model"));
        JsonNode graph = Graph(folder.File("model"));
        graph["layers"]![2]!["inputs"]![0] = input;
        Rewrite(folder.File("model"), folder.File("damaged"), "2", graph);

        Assert.Contains(problem, Assert.Throws<ModelFileException>(() => ModelFile.Load(folder.File("damaged"))).Message);
    }

    [Theory]
    [InlineData("steps", "0", "'mlnetxai.graph': 'steps' is 0 and must be a whole number of 1 … 16777216")]
    [InlineData("steps", "-5", "'steps' is -5 and must be")]
    [InlineData("steps", "\"12\"", "'steps' is a text and must be a whole number")]
    [InlineData("steps", null, "'mlnetxai.graph' lacks 'steps', which must be a whole number of 1 … 16777216")]
    [InlineData("channels", "1e300", "'channels' is 1e300 and must be")]
    [InlineData("channels", "1.5", "'channels' is 1.5 and must be")]
    [InlineData("layers", null, "'mlnetxai.graph' lacks 'layers', which must be a list of objects")]
    [InlineData("layers", "{}", "'layers' is an object and must be a list of objects")]
    [InlineData("layers", "[null]", "'mlnetxai.graph', 'layers' 0 is no JSON object")]
    [InlineData("layers", "[{\"name\": \"a\", \"kind\": 3}]", "'mlnetxai.graph', 'layers' 0: 'kind' is 3 and must be a text")]
    [InlineData("layers", "[{\"name\": \"a\", \"kind\": \"relu\", \"settings\": {\"x\": null}}]", "'layers' 0, 'settings': 'x' is null and must be a number")]
    [InlineData("classes", "[\"N\", null]", "'classes' is null and must be a list of texts")]
    [InlineData("classes", "[\"N\", \"\"]", "has a class without a name. Name every class")]
    [InlineData("classes", "[\"N\", \"N\"]", "has two classes named 'N'. Give each a name of its own")]
    public void Load_FieldMissingOrOfAnotherKind_NamesIt(string field, string? value, string problem)
    {
        using TemporaryFolder folder = new();
        Save(folder.File("model"));
        JsonObject graph = Graph(folder.File("model")).AsObject();
        graph.Remove(field);
        if (value is not null)
            graph[field] = JsonNode.Parse(value);
        Rewrite(folder.File("model"), folder.File("damaged"), "2", graph);

        string message = Assert.Throws<ModelFileException>(() => ModelFile.Load(folder.File("damaged"))).Message;

        Assert.StartsWith($"{folder.File("damaged")}: holds a graph that cannot be built (", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "'mlnetxai.graph') that is no JSON")]
    [InlineData("[]", "'mlnetxai.graph' is no JSON object")]
    [InlineData(null, "the metadata lack 'mlnetxai.graph'")]
    public void Load_NoGraph_SaysSo(string? graph, string problem)
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> metadata = new() { ["mlnetxai.version"] = "2" };
        if (graph is not null)
            metadata["mlnetxai.graph"] = graph;
        new SafetensorsFile(new Dictionary<string, Tensor>(), metadata).Save(folder.File("model"));

        Assert.Contains(problem, Assert.Throws<ModelFileException>(() => ModelFile.Load(folder.File("model"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1), InlineData(-3, 1), InlineData(4, 0), InlineData(1 << 20, 1 << 20)]
    public void Network_RowsThatCannotBe_AreRefused(int steps, int channels) =>
        Assert.Contains("both must be at least 1 and their product below 2³¹", Assert.Throws<ShapeException>(() => Network.Initial("n", new(steps, channels), ["N", "V"], [("pool", new Networks.Layers.GlobalAveragePool()), ("dense", new Networks.Layers.Dense(Math.Max(channels, 1), 2))], seed: 1)).Message);

    [Fact]
    public void LoadWeights_PlainFile_GivesThemToTheNetwork()
    {
        using TemporaryFolder folder = new();
        Save(folder.File("model"));
        new SafetensorsFile(SafetensorsFile.Load(folder.File("model")).Tensors, new Dictionary<string, string>()).Save(folder.File("weights"));
        Network trained = ModelFile.Load(folder.File("model")).Network, other = trained.With(new float[trained.WeightLength]);

        Network loaded = ModelFile.LoadWeights(other, folder.File("weights"));

        Assert.Equal(trained.Weights, loaded.Weights);
        Assert.Contains("holds weights alone, no layers", Assert.Throws<ModelFileException>(() => ModelFile.Load(folder.File("weights"))).Message);
    }

    [Fact]
    public void Load_OnnxFile_SameLogitsAndMetadata()
    {
        using TemporaryFolder folder = new();
        Network network = Presets.Lstm(new RowShape(6, 1), ["N", "V"], new() { Hidden = 4 });
        OnnxExport.Save(network, folder.File("model.onnx"), new() { Metadata = new Dictionary<string, string> { ["mlnetxai.source"] = "test" } });

        Model loaded = ModelFile.Load(folder.File("model.onnx"));

        Assert.Equal(["mlnetxai.source"], loaded.Metadata.Keys);
        Batch batch = RandomRows.Make(5, network.InputShape);
        float[] before = new float[10], after = new float[10];
        network.Logits(batch, before);
        loaded.Network.Logits(batch, after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Load_Missing_NamesTheFile() =>
        Assert.Contains("nowhere.safetensors: cannot be read", Assert.Throws<ModelFileException>(() => ModelFile.Load("nowhere.safetensors")).Message);

    [Fact]
    public void Parse_MutatedFiles_OnlyTheDeclaredException()
    {
        using TemporaryFolder folder = new();
        Save(folder.File("model"));
        byte[] whole = File.ReadAllBytes(folder.File("model"));
        Philox.Stream random = new Philox(1, "mutations").Draws();
        int readable = 0;
        for (int i = 0; i < 100_000; i++)
        {
            // Bytes of the header, digits by digits (which keeps it JSON), and now and then a cut.
            byte[] mutated = [.. whole];
            for (int n = 1 + (i % 3); n > 0; n--)
            {
                int at = random.Below(Math.Min(mutated.Length, 1500));
                mutated[at] = mutated[at] is >= (byte)'0' and <= (byte)'9' ? (byte)('0' + random.Below(10)) : (byte)random.Below(256);
            }

            try
            {
                ModelFile.Parse(mutated.AsSpan(0, i % 10 == 0 ? random.Below(mutated.Length) : mutated.Length), "mutated");
                readable++;
            }
            catch (ModelFileException)
            {
                // Declared.
            }
        }

        Assert.InRange(readable, 1, 99_999);
    }

    [Fact]
    public void Load_TensorsMissingExtraAndOfOtherShape_NamesEach()
    {
        using TemporaryFolder folder = new();
        Save(folder.File("model"));
        SafetensorsFile file = SafetensorsFile.Load(folder.File("model"));
        Dictionary<string, Tensor> tensors = file.Tensors.ToDictionary();
        tensors.Remove("lstm1.bias_hh");
        tensors["lstm1.weight_ih"] = new([1, 16], tensors["lstm1.weight_ih"].Values);
        tensors["head.bias"] = new([1], [0]);
        new SafetensorsFile(tensors, file.Metadata).Save(folder.File("changed"));

        string message = Assert.Throws<ModelFileException>(() => ModelFile.Load(folder.File("changed"))).Message;

        Assert.Contains("tensor 'lstm1.bias_hh' [16] is missing", message);
        Assert.Contains("tensor 'lstm1.weight_ih' must have the shape [16, 1] and has [1, 16]", message);
        Assert.Contains("tensor 'head.bias' belongs to no layer", message);
    }

    [Fact]
    public void Network_ShapesThatDoNotFit_NameLayerAndShapes()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Network.Initial(
            "wrong", new RowShape(5, 2), ["a", "b"], [("lstm1", new Networks.Layers.Lstm(3, 4)), ("dense", new Networks.Layers.Dense(4, 2))], seed: 1));

        Assert.Equal("Network 'wrong', layer 'lstm1': LSTM layer wants 3 channels and got 5 steps × 2 channels.", error.Message);
    }

    [Fact]
    public void Logits_NotANumberInInput_NamesRowStepAndChannel()
    {
        Network network = Presets.Lstm(new RowShape(8, 2), ["N", "V"], new() { Hidden = 4 });
        Batch batch = RandomRows.Make(5, network.InputShape);
        batch.Row(3)[5] = float.NaN;

        Assert.Contains("row 3, step 2, channel 1", Assert.Throws<MlNetXaiException>(() => network.Logits(batch, new float[10])).Message);
    }

    [Fact]
    public void Network_WeightNotFinite_NamesTheLayer()
    {
        Network network = Presets.Lstm(new RowShape(8, 2), ["N", "V"], new() { Hidden = 4 });
        float[] weights = network.Weights.ToArray();
        weights[^1] = float.NaN;

        Assert.Contains("layer dense: weight 9 is not finite", Assert.Throws<MlNetXaiException>(() => network.With(weights)).Message);
    }

    [Theory]
    [InlineData(float.NaN), InlineData(float.NegativeInfinity)]
    public void Load_TensorNotFinite_NamesItWithOneRemedy(float value)
    {
        using TemporaryFolder folder = new();
        Save(folder.File("model"));
        SafetensorsFile file = SafetensorsFile.Load(folder.File("model"));
        file.Tensors["lstm1.bias_hh"].Values[3] = value;
        file.Save(folder.File("damaged"));
        file = new(file.Tensors, new Dictionary<string, string>());
        file.Save(folder.File("weights"));

        string message = Assert.Throws<ModelFileException>(() => ModelFile.Load(folder.File("damaged"))).Message;

        string problem = $"tensor 'lstm1.bias_hh' holds {value} at place 3";
        Assert.Equal($"{folder.File("damaged")}: {problem}. Take the model file of an earlier epoch, or train again with a lower learning rate.", message);
        Assert.Contains(problem, Assert.Throws<ModelFileException>(() => ModelFile.LoadWeights(ModelFile.Load(folder.File("model")).Network, folder.File("weights"))).Message, StringComparison.Ordinal);
        Assert.Equal([$"The {problem}; no network takes it."], ModelInspection.Read(folder.File("weights")).Notes);
    }

    private static JsonNode Graph(string path) => JsonNode.Parse(SafetensorsFile.Load(path).Metadata["mlnetxai.graph"])!;

    private static void Rewrite(string from, string to, string version, JsonNode graph) => new SafetensorsFile(
        SafetensorsFile.Load(from).Tensors, new Dictionary<string, string> { ["mlnetxai.version"] = version, ["mlnetxai.graph"] = graph.ToJsonString() }).Save(to);

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static void Save(string path) =>
        ModelFile.Save(new(Presets.Lstm(new RowShape(6, 1), ["N", "V"], new() { Hidden = 4 }), new Dictionary<string, string> { ["mlnetxai.source"] = "test" }), path);
}
