using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Interchange.Onnx;
using MlNetXai.Tests;
using Xunit;
using static MlNetXai.Networks.Tests.Interchange.Onnx.TestGraph;

namespace MlNetXai.Networks.Tests.Interchange.Onnx;

/// <summary>Probabilities at the end of a file: cut off where that leaves the function as it is, otherwise refused.</summary>
public sealed class OnnxImportLogitsTests(OnnxRuntime runtime) : IClassFixture<OnnxRuntime>, IDisposable
{
    private const float Tolerance = 1e-6f;

    private static readonly SortedDictionary<string, Func<TestGraph, string>> Sigmoids = new(StringComparer.Ordinal)
    {
        ["class by class"] = g => g.Node("Concat", [Sigmoid(g, g.Head("x", 36)), Sigmoid(g, g.Head("x", 36))], Attribute("axis", 1L)),
        ["classes as steps"] = g => Sigmoid(g, g.Node("Conv", [Turned(g), g.Weights([1, 3, 3])])),
        ["flattened"] = g => g.Node("Flatten", [Sigmoid(g, Last(g))]),
        ["part of it"] = g => g.Node("Slice", [Sigmoid(g, g.Head("x", 36)), g.Integers(0), g.Integers(2), g.Integers(1)]),
        ["parts put together"] = g => g.Node("Flatten", [g.Node("Concat", [g.Node("Reshape", [Sigmoid(g, g.Head("x", 36)), g.Integers(-1, 1, 3)]), Sigmoid(g, g.Node("Transpose", [Last(g)], Attribute("perm", 0L, 2L, 1L)))], Attribute("axis", 2L))]),
        ["squeezed"] = g => g.Node("Squeeze", [Sigmoid(g, Last(g)), g.Integers(2)]),
    };

    private static readonly SortedDictionary<string, (string Node, Func<TestGraph, string> Make)> Kept = new(StringComparer.Ordinal)
    {
        ["beside a linear score"] = ("node 'Sigmoid2' (operator Sigmoid, opset 17)", g => g.Node("Concat", [Sigmoid(g, g.Head("x", 36)), g.Head("x", 36)], Attribute("axis", 1L))),
        ["hard sigmoid"] = ("operator HardSigmoid, opset 17)", g => g.Node("HardSigmoid", [g.Head("x", 36)])),
        ["mean of two softmaxes"] = ("operator Softmax, opset 17)", g => g.Node("Mul", [g.Node("Add", [g.Node("Softmax", [g.Head("x", 36)]), g.Node("Softmax", [g.Head("x", 36)])]), g.Floats([0.5f])])),
        ["mean over steps"] = ("operator Sigmoid, opset 17)", g => g.Node("ReduceMean", [Sigmoid(g, "x")], Attribute("axes", [1L]), Attribute("keepdims", 0L))),
        ["one of two of softmax"] = ("operator Softmax, opset 17)", g => g.Node("Slice", [g.Node("Softmax", [g.Head("x", 36)]), g.Integers(1), g.Integers(2), g.Integers(1)])),
        ["with its complement"] = ("operator Sigmoid, opset 17)", WithComplement),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> SigmoidNames => [.. Sigmoids.Keys];

    public static TheoryData<string> KeptNames => [.. Kept.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(SigmoidNames))]
    public void Load_SigmoidBeforeMovedValues_IsCutOff(string name)
    {
        ImportedNetwork imported = OnnxImport.Parse(Make(Sigmoids[name]).Bytes, "model.onnx", new() { Layout = OnnxLayout.TimeChannel });

        Assert.Equal(OutputActivation.Sigmoid, imported.Network.Output);
        Assert.DoesNotContain(imported.Network.Layers, layer => layer.Layer.Kind == "sigmoid");
        Assert.Equal("The last sigmoid is cut off: logits are explained, and the sigmoid makes their probabilities.", imported.Notes[^1]);
    }

    [Theory]
    [MemberData(nameof(SigmoidNames))]
    public void Load_SigmoidBeforeMovedValues_ProbabilitiesAndExportAsTheRuntime(string name)
    {
        (string original, string again) = (_folder.File("model.onnx"), _folder.File("again.onnx"));
        File.WriteAllBytes(original, Make(Sigmoids[name]).Bytes);
        Batch batch = RandomRows.Make(4, new(Steps, Channels));
        float[] expected = runtime.Score(original, batch).Scores, probabilities = new float[expected.Length];

        Network network = OnnxImport.Load(original, new() { Layout = OnnxLayout.TimeChannel }).Network;
        network.Probabilities(batch, probabilities);
        OnnxExport.Save(network, again);

        AssertNear(expected, probabilities);
        AssertNear(expected, runtime.Score(again, batch).Scores);
    }

    [Theory]
    [MemberData(nameof(KeptNames))]
    public void Load_ProbabilitiesThatCannotBeCutOff_AreRefused(string name)
    {
        byte[] bytes = Make(Kept[name].Make).Bytes;

        ModelFileException error = Assert.Throws<ModelFileException>(() => OnnxImport.Parse(bytes, "model.onnx", new() { Layout = OnnxLayout.TimeChannel }));

        Assert.Contains(Kept[name].Node, error.Message, StringComparison.Ordinal);
        Assert.Contains("the output 'y' is made of its probabilities", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Export the model without it, or explain its scores alone (occlusion) through ML.NET.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SigmoidInsideTheNetwork_IsALayer()
    {
        TestGraph graph = Make(g => g.Head(Sigmoid(g, "x"), 36));

        Assert.Contains("sigmoid", OnnxImport.Parse(graph.Bytes, "model.onnx", new() { Layout = OnnxLayout.TimeChannel }).Network.Layers.Select(layer => layer.Layer.Kind));
    }

    [Fact]
    public void Load_ScoresInAnotherOrderThanTheLayer_AreRefused()
    {
        TestGraph graph = Make(g => g.Node("Flatten", [g.Node("Transpose", [g.Node("Reshape", [g.Node("Gemm", [g.Node("Flatten", ["x"]), g.Weights([36, 6])]), g.Integers(-1, 2, 3)])], Attribute("perm", 0L, 2L, 1L))]));

        Assert.Contains("takes axis 1 as channels", Assert.Throws<ModelFileException>(() => OnnxImport.Parse(graph.Bytes, "model.onnx", new() { Layout = OnnxLayout.TimeChannel })).Message);
    }

    // The network's own sigmoid stands before its logits.
    [Fact]
    public void Load_LogitsOfOurs_StayLogits()
    {
        Network network = Network.Initial("ours", new(4, 2), ["N", "V"], [("flatten", new Networks.Layers.Flatten()), ("dense", new Networks.Layers.Dense(8, 2)), ("gate", new Networks.Layers.Sigmoid())], seed: 1);
        OnnxExport.Save(network, _folder.File("model.onnx"), new() { Logits = true });

        ImportedNetwork imported = OnnxImport.Load(_folder.File("model.onnx"));

        Assert.Equal((OutputActivation.Softmax, "sigmoid"), (imported.Network.Output, imported.Network.Layers[^1].Layer.Kind));
    }

    private static TestGraph Make(Func<TestGraph, string> body)
    {
        TestGraph graph = new();
        return graph.Ends(body(graph));
    }

    private static string Turned(TestGraph g) => g.Node("Transpose", ["x"], Attribute("perm", 0L, 2L, 1L));

    private static string Sigmoid(TestGraph g, string value) => g.Node("Sigmoid", [value]);

    // [row, class, 1]
    private static string Last(TestGraph g) => g.Node("Conv", [Turned(g), g.Weights([4, 3, 12])]);

    private static string WithComplement(TestGraph g)
    {
        string yes = Sigmoid(g, g.Head("x", 36));
        return g.Node("Concat", [g.Node("Sub", [g.Floats([1]), yes]), yes], Attribute("axis", 1L));
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"score {i}: the runtime's {expected[i]}, ours {actual[i]}");
    }
}
