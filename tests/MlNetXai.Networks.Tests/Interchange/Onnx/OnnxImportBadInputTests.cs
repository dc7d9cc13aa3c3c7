using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Interchange.Onnx;
using MlNetXai.Tests;
using Xunit;
using static MlNetXai.Networks.Tests.Interchange.Onnx.TestGraph;

namespace MlNetXai.Networks.Tests.Interchange.Onnx;

/// <summary>What no layer stands for, and what is no ONNX: the message names file, node, operator and remedy.</summary>
public sealed class OnnxImportBadInputTests
{
    // 300,000 have been run.
    private const int Mutations = 10_000;

    private static readonly SortedDictionary<string, (string Message, Func<TestGraph> Make)> Graphs = new(StringComparer.Ordinal)
    {
        ["attribute"] = ("operator AveragePool, opset 17): its attribute auto_pad is 'SAME'", () => Ending(g => g.Node("AveragePool", [g.Node("Transpose", ["x"], Attribute("perm", 0L, 2L, 1L))], Attribute("kernel_shape", [1L]), Attribute("auto_pad", "SAME")))),
        ["attribute of another type"] = ("its attribute alpha is of type Int and must be Float", () => Ending(g => g.Node("Elu", ["x"], Attribute("alpha", 1L)))),
        ["both axes open"] = ("has an input 'x' [x0, x1, 3] with 2 axes that have no size; only the rows' may have none. Set the number of steps (--steps, OnnxImportOptions.Steps)", () => Ending(g => g.Node("Relu", ["x"]), sizes: [0, 0, 3])),
        ["average of differing runtimes"] = ("ceil_mode together with count_include_pad before opset 19, which runtimes compute differently, is not read", () => Ending(g => g.Node("AveragePool", [g.Node("Transpose", ["x"], Attribute("perm", 0L, 2L, 1L))], Attribute("kernel_shape", [5L]), Attribute("strides", [3L]), Attribute("ceil_mode", 1L), Attribute("count_include_pad", 1L)))),
        ["axis that is not there"] = ("operator BatchNormalization, opset 17): its inputs, attributes or sizes are not what the operator prescribes", () => Ending(g => g.Node("BatchNormalization", [g.Node("Squeeze", ["x", g.Integers(1)]), g.Weights([1]), g.Weights([1]), g.Weights([1]), g.Weights([1])]), sizes: [0, 1])),
        ["circle"] = ("has nodes that read each other in a circle ('Relu1' → 'Add0' → 'Relu1')", Circle),
        ["clipped LSTM"] = ("clipping is not read", () => Recurrent(Attribute("hidden_size", 4L), Attribute("clip", 1.0))),
        ["concatenation of nothing"] = ("node 'Concat0' (operator Concat, opset 17): it lacks input 0", () => Ending(g => g.Node("Concat", [], Attribute("axis", 0L)))),
        ["concatenation with a scalar"] = ("operator Concat, opset 17): its inputs have different numbers of axes", () => Ending(g => g.Node("Reshape", ["x", g.Node("Concat", [g.Integers(-1), g.Integer(36)], Attribute("axis", 0L))]))),
        ["control flow"] = ("node 'If0' (operator If, opset 17): a graph whose way depends on values (control flow) is not read", () => Ending(g => g.Node("If", ["x"]))),
        ["convolution's channels"] = ("its weights of shape [4, 2, 3] read 2 channels in 1 groups, and 12 steps × 3 channels are given. Give the input the shape that the weights were made for", () => Ending(g => g.Node("Conv", [g.Node("Transpose", ["x"], Attribute("perm", 0L, 2L, 1L)), g.Weights([4, 2, 3])]))),
        ["dense layer's inputs"] = ("node 'Gemm1' (operator Gemm, opset 17): dense layer wants 35 channels and got 1 steps × 36 channels", () => Ending(g => g.Node("Gemm", [g.Node("Flatten", ["x"]), g.Weights([35, 3])]))),
        ["double input"] = ("has an input 'x' of type Double; it must be of single precision (float32)", Double),
        ["duplicated name"] = ("gives the name 'Relu0:0' to two tensors", () => Changed(g => g.Graph.Node[1].Output[0] = "Relu0:0")),
        ["duplicated weight"] = ("gives the name 'constant0' to two tensors", () => Changed(g => g.Graph.Initializer.Add(g.Graph.Initializer[0]))),
        ["foreign domain"] = ("operator FusedConv is of the domain 'com.microsoft'; ONNX's own operators are read", () => Changed(g => (g.Graph.Node[0].Domain, g.Graph.Node[0].OpType) = ("com.microsoft", "FusedConv"))),
        ["initial state"] = ("an initial state other than zero is not read", () => Recurrent(["", "state"], Attribute("hidden_size", 4L))),
        ["lengths"] = ("a length of rows (sequence_lens) other than the 12 steps is not read", () => Recurrent(["lengths"], Attribute("hidden_size", 4L))),
        ["missing attribute"] = ("it lacks the attribute hidden_size", () => Recurrent()),
        ["missing weight"] = ("node 'MatMul0' (operator MatMul, opset 17): it reads 'absent', which is neither a weight of the file, nor the input, nor given by a node", () => Ending(g => g.Node("MatMul", ["x", "absent"]))),
        ["NaN in a sum that joins a layer"] = ("operator Add, opset 17): its tensor 'constant1' holds NaN. Export the model again with weights that are finite", () => Ending(g => g.Node("Add", [g.Node("MatMul", [g.Node("Flatten", ["x"]), g.Weights([36, 2])]), g.Floats([1, float.NaN], 2)]))),
        ["NaN in weights"] = ("operator Gemm, opset 17): its tensor 'constant1' holds NaN. Export the model again with weights that are finite", () => Ending(g => g.Node("Gemm", [g.Node("Flatten", ["x"]), g.Weights([36, 2]), g.Floats([1, float.NaN], 2)]))),
        ["names that a terminal obeys"] = (@"node 'Mish\u001b[31m\u000aerror:' (operator Mish, opset 17)", () => Changed(g => (g.Graph.Node[0].Name, g.Graph.Node[0].OpType) = ("Mish\u001b[31m\nerror:", "Mish"))),
        ["no dependence"] = ("the output does not depend on the input", () => Ending(g => g.Weights([1, 3]))),
        ["node without a name"] = ("node 'last' (operator LSTM, opset 17): it lacks the attribute hidden_size", Nameless),
        ["old opset"] = ("uses opset 8; opsets 9 to 21 are read. Export the model with opset_version between 9 and 21", () => Ending(g => g.Node("Relu", ["x"]), opset: 8)),
        ["one score of softmax"] = ("ends in a softmax over one score, which is always 1", () => Ending(g => g.Node("Softmax", [g.Node("Gemm", [g.Node("Flatten", ["x"]), g.Weights([36, 1])])]))),
        ["output of every step"] = ("has an output 'y' that runs over [rows, 12 steps, 3 channels]; one score per row and class is read", () => Ending(g => g.Node("Relu", ["x"]))),
        ["padding with 1"] = ("padding with 1 is not read", () => Ending(g => g.Node("Pad", ["x", g.Integers(0, 1, 0, 0, 1, 0), g.Floats([1])]))),
        ["product of two signals"] = ("operator Conv, opset 17): it reads a product of two signals of node 'Mul1' (operator Mul, opset 17)", () => Ending(g => g.Node("Conv", [g.Node("Mul", ["x", g.Node("Sigmoid", ["x"])]), g.Weights([3, 3, 1])]))),
        ["reordered steps"] = ("taking places that are not neighbours in ascending order is not read", () => Ending(g => g.Node("Slice", ["x", g.Integers(-1), g.Integers(long.MinValue), g.Integers(1), g.Integers(-1)]))),
        ["positions"] = ("its constant of shape [12, 3] differs along axis 1, which runs over 12 steps; a scale or a shift of each channel, the same at all steps, is read. Export the model without it", () => Ending(g => g.Node("Add", ["x", g.Weights([12, 3])]))),
        ["scale of each step"] = ("its constant of shape [12, 1] differs along axis 1, which runs over 12 steps; a scale or a shift of each channel, the same at all steps, is read. Set the layout", () => Ending(g => g.Node("Mul", ["x", g.Weights([12, 1])]))),
        ["several inputs"] = ("has 2 inputs ('x', 'z'); exactly one is read", () => Changed(g => g.Graph.Input.Add(new ValueInfoProto(g.Graph.Input[0]) { Name = "z" }))),
        ["several outputs"] = ("has 2 outputs ('y', 'z'); exactly one is read", () => Changed(g => g.Graph.Output.Add(new ValueInfoProto { Name = "z" }))),
        ["shape that does not fit"] = ("it makes [rows, 12, 3] into [-1, 7], which has another number of values", () => Ending(g => g.Node("Reshape", ["x", g.Integers(-1, 7)]))),
        ["size of each row"] = ("it takes a number that depends on the rows of the batch", () => Ending(g => g.Node("Gather", ["x", g.Integer(0)]))),
        ["unknown operator"] = ("node 'Einsum0' (operator Einsum, opset 17): operator Einsum is not read; these are: Add, AveragePool, BatchNormalization", () => Ending(g => g.Node("Einsum", ["x"]))),
        ["weights' shape"] = ("its input 1 ('constant0') has shape [1, 16, 2] and must have [1, 16, 3]", () => Ending(g => g.Nodes("LSTM", [Turned(g), g.Weights([1, 16, 2]), g.Weights([1, 16, 4])], 2, Attribute("hidden_size", 4L))[1])),
    };

    public static TheoryData<string> Names => [.. Graphs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_GraphThatNoLayersStandFor_NamesPlaceAndRemedy(string name)
    {
        TestGraph graph = Graphs[name].Make();

        ModelFileException error = Assert.Throws<ModelFileException>(() => OnnxImport.Parse(graph.Bytes, "model.onnx", new() { Layout = OnnxLayout.TimeChannel }));

        Assert.StartsWith("model.onnx: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(Graphs[name].Message, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DenseLayersAlone_AskForTheLayout()
    {
        TestGraph graph = new();
        graph.Ends(graph.Head("x", 36));

        ModelFileException error = Assert.Throws<ModelFileException>(() => OnnxImport.Parse(graph.Bytes, "model.onnx"));

        Assert.Equal(
            "model.onnx: reads [x0, 12, 3], and no recurrent layer, convolution or pooling tells which axis is the step. Set the layout (--layout, OnnxImportOptions.Layout; 'time-channel' or 'channel-time').",
            error.Message);
    }

    [Theory]
    [InlineData(13, "node 'Conv0' (operator Conv, opset 17): conv1d layer reads 13 steps at a time (kernel 13, dilation 1) and got 12 steps × 3 channels. Give rows of at least 13 steps, or pad to the same length ('same').")]
    [InlineData(2, "node 'Gemm2' (operator Gemm, opset 17): dense layer wants 40 channels and got 1 steps × 44 channels. Give the input the shape that the weights were made for: export the model so, or state what the file leaves open, the steps (--steps, OnnxImportOptions.Steps) or the layout (--layout, OnnxImportOptions.Layout).")]
    public void Load_ChannelsInFrontOfSteps_SaysWhatFailsInThatOrder(int kernel, string message)
    {
        TestGraph graph = new(17, 0, 3, 12);
        graph.Ends(graph.Head(graph.Node("Conv", ["x", graph.Weights([4, 3, kernel])]), 40));

        Assert.Equal($"model.onnx: {message}", Assert.Throws<ModelFileException>(() => OnnxImport.Parse(graph.Bytes, "model.onnx")).Message);
    }

    [Fact]
    public void Load_AllAxesOpenAndStepsStated_AsksForFixedChannels()
    {
        TestGraph graph = new(17, 0, 0, 0);
        graph.Ends(graph.Head("x", 36));

        Assert.EndsWith("only the rows' may have none. Export the model with fixed channels.", Assert.Throws<ModelFileException>(() => OnnxImport.Parse(graph.Bytes, "model.onnx", new() { Steps = 12 })).Message);
    }

    [Theory]
    [InlineData(OnnxLayout.TimeChannel, 12, 3), InlineData(OnnxLayout.ChannelTime, 3, 12)]
    public void Load_DenseLayersAlone_ReadTheLayoutStated(OnnxLayout layout, int steps, int channels)
    {
        TestGraph graph = new();
        graph.Ends(graph.Head("x", 36));

        Assert.Equal(new RowShape(steps, channels), OnnxImport.Parse(graph.Bytes, "model.onnx", new() { Layout = layout }).Network.InputShape);
    }

    [Fact]
    public void Load_OpenSteps_TakesThoseOfTheOptions()
    {
        TestGraph graph = new(17, 0, 0, 3);
        graph.Ends(graph.Head(graph.Node("ReduceMean", ["x"], Attribute("axes", [1L])), 3));

        Assert.Equal(new RowShape(20, 3), OnnxImport.Parse(graph.Bytes, "model.onnx", new() { Layout = OnnxLayout.TimeChannel, Steps = 20 }).Network.InputShape);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Load_OneRowAndOpenSteps_TakesThoseOfTheOptions(bool channelsFirst)
    {
        TestGraph graph = channelsFirst ? new(17, 1, 3, 0) : new(17, 1, 0, 3);
        string x = channelsFirst ? "x" : graph.Node("Transpose", ["x"], Attribute("perm", 0L, 2L, 1L));
        graph.Ends(graph.Head(graph.Node("GlobalAveragePool", [graph.Node("Conv", [x, graph.Weights([4, 3, 3])])]), 4));

        Assert.Equal(new RowShape(20, 3), OnnxImport.Parse(graph.Bytes, "model.onnx", new() { Steps = 20 }).Network.InputShape);
        Assert.Contains("with 1 axis that has no size; only the rows' may have none. Set the number of steps (--steps, OnnxImportOptions.Steps)", Assert.Throws<ModelFileException>(() => OnnxImport.Parse(graph.Bytes, "model.onnx")).Message);
    }

    // An LSTM that reads steps first.
    [Fact]
    public void Load_OneStepBesideABatch_IsAStep()
    {
        TestGraph graph = new(17, 1, 0, 3);
        graph.Graph.Input[0].Type.TensorType.Shape.Dim[1].DimParam = "batch_size";
        graph.Ends(graph.Head(graph.Node("Transpose", ["x"], Attribute("perm", 1L, 0L, 2L)), 3));

        Assert.Equal(1, OnnxImport.Parse(graph.Bytes, "model.onnx", new() { Layout = OnnxLayout.TimeChannel }).Network.InputShape.Steps);
    }

    [Fact]
    public void Load_ClassesOfTheOptions_MustBeAsManyAsScores()
    {
        TestGraph graph = new();
        graph.Ends(graph.Head("x", 36));
        OnnxImportOptions options = new() { Layout = OnnxLayout.TimeChannel, Classes = ["N", "S", "V"] };

        Assert.Equal(["N", "S", "V"], OnnxImport.Parse(graph.Bytes, "model.onnx", options).Network.Classes);
        Assert.Contains("gives 3 scores and 2 classes are named", Assert.Throws<ModelFileException>(() => OnnxImport.Parse(graph.Bytes, "model.onnx", options with { Classes = ["N", "V"] })).Message);
    }

    [Fact]
    public void Load_DataOutsideTheFolder_IsRefused()
    {
        using TemporaryFolder folder = new();
        TestGraph graph = new();
        graph.Ends(graph.Head("x", 36));
        TensorProto tensor = graph.Graph.Initializer[0];
        (tensor.RawData, tensor.DataLocation) = (Google.Protobuf.ByteString.Empty, TensorProto.Types.DataLocation.External);
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "../secret" });
        File.WriteAllBytes(folder.File("model.onnx"), graph.Bytes);

        Assert.Contains("leads out of the ONNX file's folder", Assert.Throws<ModelFileException>(() => OnnxImport.Load(folder.File("model.onnx"))).Message);
    }

    [Fact]
    public void Load_TerabytesOfZeros_TakeNoMemory()
    {
        TestGraph graph = new();
        string zeros = graph.Node("ConstantOfShape", [graph.Integers(1 << 30, 1 << 30, 1 << 10)]);
        graph.Ends(graph.Node("Add", ["x", zeros]));

        Assert.Contains("node 'ConstantOfShape0' (operator ConstantOfShape, opset 17): it makes a constant of shape [1073741824, 1073741824, 1024]", Refused(graph));
    }

    // Each is more than the bytes of the file can stand for.
    [Theory]
    [InlineData("Concat", "it makes a constant of shape [1048577] without weights in the file behind it; at most 1048576 values are read")]
    [InlineData("Expand", "it makes a constant of shape [1048576, 2] without weights in the file behind it; at most 1048576 values are read")]
    [InlineData("Neg", "the constants computed up to here have 1572868 values, those in the file 2")]
    public void Load_ConstantsFromNothing_AreBounded(string operation, string problem)
    {
        TestGraph graph = new();
        string one = graph.Floats([1], 1);
        string many = operation switch
        {
            "Concat" => graph.Node("Concat", [graph.Node("ConstantOfShape", [graph.Integers(1 << 20)]), one], Attribute("axis", 0L)),
            "Expand" => graph.Node("Expand", [graph.Floats([1, 2], 2), graph.Integers(1 << 20, 2)]),
            _ => graph.Node("Concat", [graph.Node("ConstantOfShape", [graph.Integers(1 << 19)]), one], Attribute("axis", 0L)),
        };
        for (int i = 0; i < 5; i++)
            many = graph.Node("Neg", [many]);
        graph.Ends(graph.Node("Add", ["x", graph.Node("Slice", [many, graph.Integers(0), graph.Integers(1)])]));
        long before = GC.GetAllocatedBytesForCurrentThread();

        string message = Refused(graph);

        Assert.Contains(problem, message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 << 20);
    }

    // Bytes of small real files changed, cut or repeated: read whole, or refused in words.
    [Fact]
    public void Parse_MutatedFiles_AreReadOrRefused()
    {
        string[] files = [.. ((string[])["lstm-2-both-final.13dec", "gru.9dec", "fcn.9fer", "convolutions.13der", "residual.11dpr", "normalised.13fpc", "arithmetic.11dpr", "softmax.17dpr"]).Select(name => OnnxFiles.Path($"{name}.onnx"))];
        Philox.Stream random = new Philox(1, "mutations").Draws();
        for (int i = 0; i < Mutations; i++)
        {
            byte[] bytes = Mutate(File.ReadAllBytes(files[i % files.Length]), ref random);
            try
            {
                OnnxImport.Parse(bytes, "mutated.onnx");
            }
            catch (ModelFileException error)
            {
                Assert.StartsWith("mutated.onnx: ", error.Message, StringComparison.Ordinal);
            }
            catch (Exception error)
            {
                Assert.Fail($"mutation {i} of {files[i % files.Length]}: {error}");
            }
        }
    }

    private static byte[] Mutate(byte[] bytes, ref Philox.Stream random)
    {
        for (int change = random.Below(4); change >= 0; change--)
        {
            int at = random.Below(bytes.Length), length = Math.Min(1 + random.Below(16), bytes.Length - at);
            switch (random.Below(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Below(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Below(256);
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[(at + length)..]];
                    break;
                case 3:
                    bytes = [.. bytes[..(at + length)], .. bytes[at..]];
                    break;
                default:
                    bytes.AsSpan(random.Below(bytes.Length - length + 1), length).CopyTo(bytes.AsSpan(at));
                    break;
            }
        }

        return bytes;
    }

    private static string Refused(TestGraph graph) =>
        Assert.Throws<ModelFileException>(() => OnnxImport.Parse(graph.Bytes, "model.onnx", new() { Layout = OnnxLayout.TimeChannel })).Message;

    private static string Turned(TestGraph g) => g.Node("Transpose", ["x"], Attribute("perm", 1L, 0L, 2L));

    private static TestGraph Ending(Func<TestGraph, string> body, long opset = 17, params long[] sizes)
    {
        TestGraph graph = new(opset, sizes);
        return graph.Ends(body(graph));
    }

    private static TestGraph Changed(Action<TestGraph> change)
    {
        TestGraph graph = Ending(g => g.Head(g.Node("Relu", ["x"]), 36));
        change(graph);
        return graph;
    }

    // Gives its second output alone.
    private static TestGraph Nameless()
    {
        TestGraph graph = Recurrent();
        graph.Graph.Node[1].Name = "";
        graph.Graph.Node[1].Output[0] = "";
        graph.Graph.Node[1].Output[1] = "last";
        graph.Graph.Node[2].Input[0] = "last";
        return graph;
    }

    private static TestGraph Circle()
    {
        TestGraph graph = Ending(g => g.Node("Relu", [g.Node("Add", ["x", "Relu1:0"])]));
        return graph;
    }

    private static TestGraph Double()
    {
        TestGraph graph = Ending(g => g.Node("Relu", ["x"]));
        graph.Graph.Input[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Double;
        return graph;
    }

    private static TestGraph Recurrent(params AttributeProto[] attributes) => Recurrent([], attributes);

    private static TestGraph Recurrent(string[] more, params AttributeProto[] attributes) => Ending(g =>
    {
        string[] others = [.. more.Select(name => name switch { "lengths" => g.Integers(12, 5), "state" => g.Weights([1, 2, 4]), _ => "" })];
        return g.Nodes("LSTM", [Turned(g), g.Weights([1, 16, 3]), g.Weights([1, 16, 4]), "", .. others], 2, attributes)[1];
    });
}
