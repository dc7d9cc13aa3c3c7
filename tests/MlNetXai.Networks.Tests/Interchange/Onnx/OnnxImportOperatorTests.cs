using MlNetXai.Networks.Interchange.Onnx;
using MlNetXai.Tests;
using Xunit;
using static MlNetXai.Networks.Tests.Interchange.Onnx.TestGraph;

namespace MlNetXai.Networks.Tests.Interchange.Onnx;

/// <summary>Operators and attributes that PyTorch's files do not have, against ONNX Runtime.</summary>
public sealed class OnnxImportOperatorTests(OnnxRuntime runtime) : IClassFixture<OnnxRuntime>, IDisposable
{
    private const float Tolerance = 1e-5f;

    private static readonly SortedDictionary<string, (long Opset, Func<TestGraph, string> Body)> Graphs = new(StringComparer.Ordinal)
    {
        ["AveragePool ceil_mode"] = (19, g => Pool(g, "AveragePool", 5, Attribute("kernel_shape", [3L]), Attribute("strides", [3L]), Attribute("pads", [1L, 1L]), Attribute("ceil_mode", 1L))),
        ["AveragePool ceil_mode, padding that is not there counts"] = (19, g => Pool(g, "AveragePool", 4, Attribute("kernel_shape", [5L]), Attribute("strides", [3L]), Attribute("ceil_mode", 1L), Attribute("count_include_pad", 1L))),
        ["AveragePool dilated"] = (19, g => Pool(g, "AveragePool", 8, Attribute("kernel_shape", [3L]), Attribute("dilations", [2L]))),
        ["AveragePool includes padding"] = (11, g => Pool(g, "AveragePool", 6, Attribute("kernel_shape", [3L]), Attribute("strides", [2L]), Attribute("pads", [1L, 1L]), Attribute("count_include_pad", 1L))),
        ["AveragePool same"] = (11, g => Pool(g, "AveragePool", 4, Attribute("kernel_shape", [4L]), Attribute("strides", [3L]), Attribute("auto_pad", "SAME_UPPER"))),
        ["Conv same lower"] = (11, g => Convolution(g, 4, 6, Attribute("auto_pad", "SAME_LOWER"), Attribute("strides", [2L]))),
        ["Conv same upper"] = (11, g => Convolution(g, 4, 4, Attribute("auto_pad", "SAME_UPPER"), Attribute("strides", [3L]))),
        ["Conv valid"] = (21, g => Convolution(g, 3, 10, Attribute("auto_pad", "VALID"))),
        ["Dropout"] = (9, g => g.Head(g.Node("Dropout", [g.Node("Relu", ["x"])], Attribute("ratio", 0.3)), 36)),
        ["Elu, LeakyRelu, HardSigmoid by default"] = (17, g => g.Head(g.Node("HardSigmoid", [g.Node("Elu", [g.Node("LeakyRelu", ["x"])])]), 36)),
        ["Expand to its own shape"] = (13, g => g.Head(g.Node("Expand", ["x", g.Node("Shape", ["x"])]), 36)),
        ["GRU hard, reset before"] = (14, g => Recurrent(g, "GRU", 3, 2, Attribute("activations", "HardSigmoid", "Tanh"))),
        ["GRU reverse, no bias"] = (9, g => Recurrent(g, "GRU", 3, 1, Attribute("direction", "reverse"), Attribute("linear_before_reset", 1L))),
        ["GRU both, reset before"] = (9, g => Recurrent(g, "GRU", 3, 2, Attribute("direction", "bidirectional"))),
        ["Gather neighbours"] = (13, g => g.Head(g.Node("Gather", ["x", g.Integers(3, 4, 5)], Attribute("axis", 1L)), 9)),
        ["Gelu"] = (20, g => g.Head(g.Node("Gelu", ["x"]), 36)),
        ["Gelu grouped otherwise"] = (17, GroupedGelu),
        ["Gelu tanh"] = (20, g => g.Head(g.Node("Gelu", ["x"], Attribute("approximate", "tanh")), 36)),
        ["Gelu tanh by powers"] = (17, PoweredGelu),
        ["Gemm without C, scaled"] = (13, g => g.Node("Gemm", [g.Node("Flatten", ["x"]), g.Weights([3, 36])], Attribute("transB", 1L), Attribute("alpha", 0.5))),
        ["LSTM both, hard gates"] = (14, g => Recurrent(g, "LSTM", 4, 2, Attribute("direction", "bidirectional"), Attribute("activations", "HardSigmoid", "Tanh", "Tanh", "HardSigmoid", "Tanh", "Tanh"))),
        ["LSTM reverse"] = (9, g => Recurrent(g, "LSTM", 4, 2, Attribute("direction", "reverse"))),
        ["LayerNormalization without B"] = (17, g => g.Head(g.Node("LayerNormalization", ["x", g.Weights([3])], Attribute("epsilon", 1e-3)), 36)),
        ["MatMul from [rows·steps, channels]"] = (13, FlatRows),
        ["MaxPool ceil_mode"] = (11, g => Pool(g, "MaxPool", 5, Attribute("kernel_shape", [4L]), Attribute("strides", [2L]), Attribute("ceil_mode", 1L), Attribute("dilations", [1L]))),
        ["MaxPool dilated"] = (11, g => Pool(g, "MaxPool", 6, Attribute("kernel_shape", [3L]), Attribute("dilations", [3L]))),
        ["MaxPool same"] = (11, g => Pool(g, "MaxPool", 6, Attribute("kernel_shape", [4L]), Attribute("strides", [2L]), Attribute("auto_pad", "SAME_LOWER"))),
        ["Neg, Sub of two, Pow 1"] = (13, g => g.Head(g.Node("Pow", [g.Node("Sub", [g.Node("Neg", ["x"]), g.Node("Tanh", ["x"])]), g.Floats([1])]), 36)),
        ["Pad alone"] = (18, g => g.Head(g.Node("Relu", [g.Node("Pad", ["x", g.Integers(2, 1), "", g.Integers(1)])]), 45)),
        ["Pad with −∞ before MaxPool"] = (13, PaddedMaximum),
        ["ReduceMean over two axes"] = (18, g => g.Head(g.Node("ReduceMean", [g.Node("Unsqueeze", ["x", g.Integers(1)]), g.Integers(1, 2)], Attribute("keepdims", 0L)), 3)),
        ["ReduceMean, Squeeze by attribute"] = (11, g => g.Head(g.Node("Squeeze", [g.Node("ReduceMean", ["x"], Attribute("axes", [1L]))], Attribute("axes", [1L])), 3)),
        ["Reshape with 0 and −1"] = (14, g => g.Node("Gemm", [g.Node("Reshape", ["x", g.Integers(0, -1)]), g.Weights([36, 3])])),
        ["Slice from the end"] = (13, g => g.Head(g.Node("Slice", ["x", g.Integers(-5, 1), g.Integers(long.MaxValue, 3), g.Integers(1, 2)]), 10)),
        ["Softmax inside, all axes from 2"] = (11, g => g.Head(g.Node("Softmax", ["x"], Attribute("axis", 2L)), 36)),
        ["Softmax inside, last axis"] = (13, g => g.Head(g.Node("Softmax", ["x"]), 36)),
        ["Split equally"] = (18, g => Parts(g, 3, 3, Attribute("axis", 2L), Attribute("num_outputs", 3L))),
        ["Split by sizes"] = (13, g => Swapped(g)),
        ["Scales folded from integers"] = (13, FoldedScale),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Graphs.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_Operator_ScoresAsTheRuntime(string name)
    {
        TestGraph graph = new(Graphs[name].Opset);
        graph.Ends(Graphs[name].Body(graph));
        string path = _folder.File("model.onnx");
        File.WriteAllBytes(path, graph.Bytes);
        Batch batch = RandomRows.Make(4, new(Steps, Channels));

        Network network = OnnxImport.Load(path, new() { Layout = OnnxLayout.TimeChannel }).Network;

        float[] logits = new float[12];
        network.Logits(batch, logits);
        float[] expected = runtime.Score(path, batch).Scores;
        for (int i = 0; i < logits.Length; i++)
            Assert.True(Math.Abs(expected[i] - logits[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i])), $"score {i}: the runtime's {expected[i]}, ours {logits[i]}");
    }

    private static string Turned(TestGraph g) => g.Node("Transpose", ["x"], Attribute("perm", 0L, 2L, 1L));

    private static string Pool(TestGraph g, string operation, int windows, params AttributeProto[] attributes) => g.Head(g.Node(operation, [Turned(g)], attributes), 3 * windows);

    private static string Convolution(TestGraph g, int kernel, int windows, params AttributeProto[] attributes) =>
        g.Head(g.Node("Conv", [Turned(g), g.Weights([5, 3, kernel]), g.Weights([5])], attributes), 5 * windows);

    // Reads the final state and every step.
    private static string Recurrent(TestGraph g, string operation, int gates, int biases, params AttributeProto[] attributes)
    {
        int directions = attributes.Any(attribute => attribute.S.ToStringUtf8() == "bidirectional") ? 2 : 1;
        string[] weights = [g.Weights([directions, gates * 4, 3]), g.Weights([directions, gates * 4, 4]), .. biases == 2 ? (string[])[g.Weights([directions, 2 * gates * 4])] : []];
        string[] states = g.Nodes(operation, [g.Node("Transpose", ["x"], Attribute("perm", 1L, 0L, 2L)), .. weights], 2, [Attribute("hidden_size", 4L), .. attributes]);
        string steps = g.Node("Transpose", [states[0]], Attribute("perm", 2L, 0L, 1L, 3L)), final = g.Node("Transpose", [states[1]], Attribute("perm", 1L, 0L, 2L));
        return g.Node("Add", [g.Head(steps, 12 * directions * 4), g.Head(final, directions * 4)]);
    }

    // (½·(x·3))·(erf((x·3)/√2) + 1), as other frameworks group it, of a scaled input.
    private static string GroupedGelu(TestGraph g)
    {
        string u = g.Node("Mul", [g.Floats([3]), "x"]), half = g.Node("Div", [u, g.Floats([2])]);
        string erf = g.Node("Erf", [g.Node("Mul", [u, g.Floats([0.70710678f])])]);
        return g.Head(g.Node("Mul", [half, g.Node("Add", [g.Floats([1]), erf])]), 36);
    }

    private static string PoweredGelu(TestGraph g)
    {
        string cube = g.Node("Mul", [g.Node("Pow", ["x", g.Floats([3])]), g.Floats([0.044715f])]);
        string tanh = g.Node("Tanh", [g.Node("Mul", [g.Floats([0.7978846f]), g.Node("Add", ["x", cube])])]);
        string half = g.Node("Mul", ["x", g.Floats([0.5f])]);
        return g.Head(g.Node("Mul", [half, g.Node("Add", [tanh, g.Floats([1])])]), 36);
    }

    // As converters from Keras write a dense layer of every step.
    private static string FlatRows(TestGraph g)
    {
        string flat = g.Node("Reshape", ["x", g.Integers(-1, 3)]);
        string dense = g.Node("Add", [g.Node("MatMul", [flat, g.Weights([3, 4])]), g.Weights([4])]);
        return g.Head(g.Node("Reshape", [g.Node("Relu", [dense]), g.Integers(-1, 12, 4)]), 48);
    }

    private static string PaddedMaximum(TestGraph g)
    {
        string padded = g.Node("Pad", [Turned(g), g.Integers(0, 0, 4, 0, 0, 2), g.Floats([float.NegativeInfinity])]);
        return g.Head(g.Node("MaxPool", [padded], Attribute("kernel_shape", [5L]), Attribute("strides", [2L])), 3 * 7);
    }

    private static string Parts(TestGraph g, int outputs, int length, params AttributeProto[] attributes)
    {
        string[] parts = g.Nodes("Split", ["x"], outputs, attributes);
        return g.Node("Add", [g.Head(parts[2], 36 / length), g.Head(g.Node("Concat", [parts[1], parts[0]], Attribute("axis", 1L)), 24)]);
    }

    private static string Swapped(TestGraph g)
    {
        string[] parts = g.Nodes("Split", ["x", g.Integers(5, 7)], 2, Attribute("axis", 1L));
        return g.Head(g.Node("Concat", [parts[1], parts[0]], Attribute("axis", -2L)), 36);
    }

    // √(12/4)·x, from the input's shape.
    private static string FoldedScale(TestGraph g)
    {
        string steps = g.Node("Gather", [g.Node("Shape", ["x"]), g.Integer(1)]);
        string quarter = g.Node("Div", [steps, g.Integer(4)]);
        string scale = g.Node("Sqrt", [g.Node("Cast", [quarter], Attribute("to", 1L))]);
        return g.Head(g.Node("Mul", ["x", scale]), 36);
    }
}
