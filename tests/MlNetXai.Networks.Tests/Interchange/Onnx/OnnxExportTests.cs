using MlNetXai.Networks.Interchange.Onnx;
using MlNetXai.Networks.Layers;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Networks.Tests.Interchange.Onnx;

public sealed class OnnxExportTests(OnnxRuntime runtime) : IClassFixture<OnnxRuntime>, IDisposable
{
    // Single precision on both sides, in another order of additions: of probabilities, and of logits in proportion to the largest.
    private const float Tolerance = 1e-5f;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => [.. LayerKinds.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Save_LayerOfEachKind_RuntimeGivesOurScores(string kind)
    {
        for (int seed = 1; seed <= 20; seed++)
            RequireSameScores(RandomNetworks.Make(kind, seed));
    }

    [Fact]
    public void Save_AnyLayersTogether_RuntimeGivesOurScores()
    {
        for (int seed = 1; seed <= 100; seed++)
            RequireSameScores(RandomNetworks.Mix(seed));
    }

    [Theory]
    [InlineData(RecurrentDirection.Forward), InlineData(RecurrentDirection.Backward), InlineData(RecurrentDirection.Both)]
    public void Save_RecurrentLayersOfAllSettings_RuntimeGivesOurScores(RecurrentDirection direction)
    {
        foreach (GateActivation gates in Enum.GetValues<GateActivation>())
        {
            foreach ((bool sequence, bool form) in ((bool, bool)[])[(false, false), (false, true), (true, false), (true, true)])
            {
                RecurrentLayer[] layers = [new Lstm(3, 5, sequence, new() { Direction = direction, Gates = gates, OneBias = form }), new Gru(3, 5, sequence, new() { Direction = direction, Gates = gates, ResetAfter = form })];
                foreach (RecurrentLayer layer in layers)
                {
                    RowShape input = new(7, 3), output = layer.Infer(input);
                    RequireSameScores(Network.Initial(
                        $"{layer.Kind} {gates} {sequence} {form}", input, ["a", "b"], [("recurrent", layer), ("flatten", new Flatten()), ("dense", new Dense(output.Length, 2))], seed: 3));
                }
            }
        }
    }

    [Fact]
    public void Message_ConvolutionalNetwork_IsOpset17WithOneSymbolicAxis()
    {
        Network network = Presets.FullyConvolutional(new(40, 2), ["a", "b", "c"]);

        ModelProto model = OnnxExport.Message(network, new()).Model;

        Assert.Equal(8, model.IrVersion);
        OperatorSetIdProto opset = Assert.Single(model.OpsetImport);
        Assert.Equal(("", 17), (opset.Domain, opset.Version));
        Assert.Equal(["batch", "40", "2"], Axes(Assert.Single(model.Graph.Input)));
        Assert.Equal(["batch", "3"], Axes(Assert.Single(model.Graph.Output)));
        Assert.All(model.Graph.Node, node => Assert.Empty(node.Domain));
        Assert.All(model.Graph.Initializer, tensor => Assert.Equal(TensorProto.Types.DataLocation.Default, tensor.DataLocation));

        static string[] Axes(ValueInfoProto value) => [.. value.Type.TensorType.Shape.Dim.Select(axis => axis.DimParam + (axis.DimParam.Length == 0 ? axis.DimValue : ""))];
    }

    [Fact]
    public void Message_ConvolutionsInARow_TurnsInputOnceAndNothingBack()
    {
        ModelProto model = OnnxExport.Message(Presets.FullyConvolutional(new(40, 2), ["a", "b", "c"]), new()).Model;

        Assert.Single(model.Graph.Node, node => node.OpType == "Transpose");
    }

    [Fact]
    public void Message_NamesAlike_EachValueHasItsOwn()
    {
        (string, Layer)[] layers = [("Score", new Dense(2, 2)), ("Features", new Relu()), ("Score.weight", new Dense(2, 2)), ("", new Tanh()), ("x", new Dense(2, 2))];
        Network network = Network.Initial("names", new(1, 2), ["a", "b"], layers, seed: 1);

        GraphProto graph = OnnxExport.Message(network, new()).Model.Graph;

        string[] names = ["Features", .. graph.Initializer.Select(tensor => tensor.Name), .. graph.Node.SelectMany(node => node.Output)];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.DoesNotContain("", names);
        RequireSameScores(network);
    }

    [Fact]
    public void Save_Twice_SameBytes()
    {
        Network network = RandomNetworks.Mix(3);
        OnnxExportOptions options = new() { Metadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } };

        OnnxExport.Save(network, _folder.File("a"), options);
        OnnxExport.Save(network, _folder.File("b"), options with { Metadata = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } });

        Assert.Equal(File.ReadAllBytes(_folder.File("a")), File.ReadAllBytes(_folder.File("b")));
    }

    [Fact]
    public void Save_NamesAndMetadata_StandInTheFile()
    {
        Network network = Presets.Lstm(new(5, 2), ["N", "V"], new() { Hidden = 3 });

        OnnxExport.Save(network, _folder.File("named.onnx"), new() { InputName = "Beat", OutputName = "Probability", Metadata = new Dictionary<string, string> { ["mlnetxai.samplingRateHz"] = "360" } });

        ModelProto model = OnnxFile.Load(_folder.File("named.onnx"));
        Assert.Equal(("Beat", "Probability"), (model.Graph.Input[0].Name, model.Graph.Output[0].Name));
        Assert.Equal(
            [("mlnetxai.classes", "[\"N\",\"V\"]"), ("mlnetxai.output", "softmax"), ("mlnetxai.samplingRateHz", "360")],
            model.MetadataProps.Select(entry => (entry.Key, entry.Value)));
    }

    [Fact]
    public void Save_Masking_SaysThatItIsLeftOut()
    {
        Network network = Presets.IcuLstm(["dies"]);

        string note = Assert.Single(OnnxExport.Save(network, _folder.File("icu.onnx")));

        Assert.Contains("(masking) is left out: in the file every step counts as data.", note);
        Assert.Contains(OnnxFile.Load(_folder.File("icu.onnx")).MetadataProps, entry => entry.Key == "mlnetxai.notes");
    }

    [Fact]
    public void Save_InputNamedAsOutput_NamesBoth() => Assert.Contains(
        "Input and output of network 'lstm 1×3' are both named 'x'",
        Assert.Throws<ArgumentException>(() => OnnxExport.Save(Presets.Lstm(new(5, 2), ["N", "V"], new() { Hidden = 3 }), _folder.File("x"), new() { InputName = "x", OutputName = "x" })).Message);

    [Theory]
    [InlineData(""), InlineData(" ")]
    public void Options_NameEmpty_IsRefused(string name) =>
        Assert.Contains("give the name of a column", Assert.Throws<ArgumentException>(() => new OnnxExportOptions { OutputName = name }).Message);

    [Fact]
    public void RequireRoom_MoreThanAFileHolds_NamesTheSizeAndTheWayOut() => Assert.Equal(
        "Network 'large' has 530000000 weights, 2120000000 bytes; an ONNX file holds less than 2 GB. Save it as safetensors.",
        Assert.Throws<MlNetXaiException>(() => OnnxExport.RequireRoom("large", 530_000_000)).Message);

    [Fact]
    public void Save_FolderCannotBeMade_LeavesNothing()
    {
        File.WriteAllText(_folder.File("file"), "");

        Assert.Throws<OutputException>(() => OnnxExport.Save(RandomNetworks.Mix(1), Path.Combine(_folder.File("file"), "model.onnx")));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    public static TheoryData<string> PresetNames => [.. AllPresets.Keys];

    private static Dictionary<string, Func<Network>> AllPresets => new()
    {
        ["lstm 1×128"] = () => Presets.Lstm(new(216, 1), ["N", "R", "/", "V"]),
        ["lstm 2×128"] = () => Presets.Lstm(new(150, 2), ["N", "R", "/", "V"], new() { LayerCount = 2 }),
        ["fully convolutional"] = () => Presets.FullyConvolutional(new(140, 1), ["a", "b", "c"]),
        ["fully convolutional, PyTorch"] = () => Presets.FullyConvolutional(new(96, 2), ["a", "b"], FullyConvolutionalOptions.PyTorch),
        ["residual net, small"] = () => Presets.ResidualNet12Lead(options: ResidualNet12LeadOptions.Small),
        ["residual net"] = () => Presets.ResidualNet12Lead(),
        ["channel-wise LSTM"] = () => Presets.ChannelWiseLstm(["dies"]),
        ["standard LSTM"] = () => Presets.IcuLstm(["dies"]),
    };

    [Theory]
    [MemberData(nameof(PresetNames))]
    public void Save_EveryPreset_RuntimeGivesOurScores(string name) => RequireSameScores(AllPresets[name]());

    [Fact]
    public void Presets_EveryMethod_IsTested() => Assert.Equal(
        typeof(Presets).GetMethods(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static).Select(method => method.Name).Distinct().Order(),
        ["ChannelWiseLstm", "FullyConvolutional", "IcuLstm", "Lstm", "ResidualNet12Lead"]);

    [Fact]
    public void Save_PaddingWiderThanWindow_RuntimeGivesOurScores()
    {
        PoolingOptions wide = new() { Stride = 1, Dilation = 5, Padding = Padding.SameKeras };
        foreach (Layer pool in (Layer[])[new MaxPool1d(2, wide), new AveragePool1d(2, wide), new AveragePool1d(2, wide, includePadding: true)])
        {
            RequireSameScores(Network.Initial(
                pool.Kind, new(9, 3), ["a", "b"], [("pool", pool), ("flatten", new Flatten()), ("dense", new Dense(27, 2))], seed: 2));
        }
    }

    private void RequireSameScores(Network network)
    {
        foreach ((int rows, bool logits) in ((int, bool)[])[(1, true), (3, false)])
        {
            Batch batch = RandomRows.Make(rows, network.InputShape);
            float[] expected = new float[rows * network.Classes.Count];
            if (logits)
                network.Logits(batch, expected);
            else
                network.Probabilities(batch, expected);
            string path = _folder.File("model.onnx");

            OnnxExport.Save(network, path, new() { Logits = logits });
            OnnxRuntime.Answer answer = runtime.Score(path, batch);

            Assert.Equal(("Features", "Score"), (answer.Input, answer.Output));
            Assert.Equal([rows, network.Classes.Count], answer.Shape);
            float tolerance = Tolerance * expected.Max(value => Math.Max(1, Math.Abs(value)));
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.True(Math.Abs(expected[i] - answer.Scores[i]) <= tolerance, $"{network.Name}, value {i}: ours {expected[i]}, the runtime's {answer.Scores[i]}");
            }
        }
    }
}
