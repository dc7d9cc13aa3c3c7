using MlNetXai.Networks.Interchange.Onnx;
using MlNetXai.Networks.Layers;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Networks.Tests.Interchange.Onnx;

/// <summary>Networks that were exported come back with their scores and gradients.</summary>
public sealed class OnnxImportRoundTripTests : IDisposable
{
    // A layer may come back as another that does the same (a dense layer as a convolution of one tap), with sums in another order.
    private const float Tolerance = 1e-6f;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => [.. LayerKinds.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_LayerOfEachKindExported_SameScoresAndGradients(string kind)
    {
        for (int seed = 1; seed <= 20; seed++)
            RequireSame(RandomNetworks.Make(kind, seed), logits: seed % 2 == 0);
    }

    [Fact]
    public void Load_AnyLayersExported_SameScoresAndGradients()
    {
        for (int seed = 1; seed <= 150; seed++)
            RequireSame(RandomNetworks.Mix(seed), logits: seed % 2 == 0);
    }

    [Fact]
    public void Load_LstmOfOneBiasExported_KeepsItsWeights()
    {
        Network network = Presets.ChannelWiseLstm(["survived", "died"]);
        OnnxExport.Save(network, _folder.File("model.onnx"));

        ImportedNetwork imported = OnnxImport.Load(_folder.File("model.onnx"));

        Assert.Equal(network.WeightLength, imported.Network.WeightLength);
        Assert.DoesNotContain("mlnetxai.oneBias", imported.Metadata.Keys);
    }

    // As many as a file may well have; the time is in proportion to them.
    [Fact]
    public void Load_ManyNodesOfOneName_AreNumbered()
    {
        TestGraph graph = new();
        string value = "x";
        for (int i = 0; i < 20_000; i++)
            value = graph.Node("Relu", [value]);
        graph.Ends(graph.Head(value, 36));
        foreach (NodeProto node in graph.Graph.Node)
            node.Name = node.Name == "Relu1" ? "same_3" : "same";

        Network network = OnnxImport.Parse(graph.Bytes, "model.onnx", new() { Layout = OnnxLayout.TimeChannel }).Network;

        Assert.Equal(["same", "same_3", "same_2", "same_4", "same_5"], network.Layers.Take(5).Select(layer => layer.Name));
        Assert.Equal("same_20002", network.Layers[^1].Name);
    }

    private void RequireSame(Network network, bool logits)
    {
        string path = _folder.File("model.onnx");
        OnnxExport.Save(network, path, new() { Logits = logits, Metadata = new Dictionary<string, string> { ["mlnetxai.samplingRateHz"] = "360" } });

        ImportedNetwork imported = OnnxImport.Load(path);

        Assert.Equal((network.Name, network.InputShape, network.Output), (imported.Network.Name, imported.Network.InputShape, imported.Network.Output));
        Assert.Equal(network.Classes, imported.Network.Classes);
        Assert.Equal("360", imported.Metadata["mlnetxai.samplingRateHz"]);
        Batch batch = RandomRows.Make(5, network.InputShape);
        for (int target = 0; target < network.Classes.Count; target++)
        {
            (float[] scores, float[] gradient) = Explain(network, batch, target);
            (float[] againScores, float[] againGradient) = Explain(imported.Network, batch, target);
            AssertNear(network, scores, againScores);
            AssertNear(network, gradient, againGradient);
        }
    }

    private static (float[] Scores, float[] Gradient) Explain(Network network, Batch batch, int target)
    {
        int[] targets = new int[batch.Rows];
        Array.Fill(targets, target);
        float[] scores = new float[batch.Rows], gradient = new float[batch.Values.Length];
        network.InputGradient(batch, targets, ScoreKind.Logit, scores, gradient);
        return (scores, gradient);
    }

    private static void AssertNear(Network network, float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i])), $"{network.Name}, value {i}: exported {expected[i]}, imported {actual[i]}");
    }
}
