using System.Runtime.InteropServices;
using Google.Protobuf;
using MlNetXai.Networks.Interchange.Onnx;
using DataType = MlNetXai.Networks.Interchange.Onnx.TensorProto.Types.DataType;

namespace MlNetXai.Networks.Tests.Interchange.Onnx;

/// <summary>ONNX files node by node. Weights are drawn, the same for the same file.</summary>
internal sealed class TestGraph
{
    public const int Steps = 12;
    public const int Channels = 3;

    private readonly Philox _random = new(5, "weights of a test graph");
    private uint _drawn;

    /// <param name="opset">Version of the operators.</param>
    /// <param name="sizes">Sizes of the input's axes, 0 = without a number; none: rows, 12 steps, 3 channels.</param>
    public TestGraph(long opset = 17, params long[] sizes)
    {
        Model = new() { IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Version = opset } }, Graph = new() { Name = "test" } };
        Graph.Input.Add(Declared("x", sizes.Length == 0 ? [0, Steps, Channels] : sizes));
        Graph.Output.Add(Declared("y", 0, 0));
    }

    public ModelProto Model { get; }

    public GraphProto Graph => Model.Graph;

    public byte[] Bytes => Model.ToByteArray();

    /// <summary>A node that gives one name, which is returned.</summary>
    public string Node(string operation, string[] inputs, params AttributeProto[] attributes) => Nodes(operation, inputs, 1, attributes)[0];

    /// <summary>A node that gives several names.</summary>
    public string[] Nodes(string operation, string[] inputs, int outputs, params AttributeProto[] attributes)
    {
        string name = $"{operation}{Graph.Node.Count}";
        NodeProto node = new() { OpType = operation, Name = name, Input = { inputs }, Output = { Enumerable.Range(0, outputs).Select(i => $"{name}:{i}") }, Attribute = { attributes } };
        Graph.Node.Add(node);
        return [.. node.Output];
    }

    /// <summary>Weights, uniform in −0.5 … 0.5, or in 0.5 … 1.5.</summary>
    public string Weights(int[] sizes, bool positive = false)
    {
        float[] values = new float[sizes.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)_random.Uniform(_drawn++) + (positive ? 0.5f : -0.5f);
        return Floats(values, sizes);
    }

    public string Floats(float[] values, params int[] sizes) => Tensor(DataType.Float, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), sizes);

    public string Integers(params long[] values) => Tensor(DataType.Int64, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), values.Length);

    public string Integer(long value) => Tensor(DataType.Int64, BitConverter.GetBytes(value));

    /// <summary>A dense layer of three scores on what a value has in each row, flattened.</summary>
    public string Head(string value, int length) =>
        Node("Gemm", [Node("Flatten", [value]), Weights([length, 3]), Weights([3])]);

    /// <summary>The output's value.</summary>
    public TestGraph Ends(string value)
    {
        Graph.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { "y" } });
        return this;
    }

    public static AttributeProto Attribute(string name, long value) => OnnxExportGraph.Attribute(name, value);

    public static AttributeProto Attribute(string name, double value) => OnnxExportGraph.Attribute(name, value);

    public static AttributeProto Attribute(string name, string value) => OnnxExportGraph.Attribute(name, value);

    public static AttributeProto Attribute(string name, params long[] values) => OnnxExportGraph.Attribute(name, values);

    public static AttributeProto Attribute(string name, params string[] values) => OnnxExportGraph.Attribute(name, values);

    private string Tensor(DataType type, byte[] bytes, params int[] sizes)
    {
        string name = $"constant{Graph.Initializer.Count}";
        Graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)type, Dims = { sizes.Select(size => (long)size) }, RawData = ByteString.CopyFrom(bytes) });
        return name;
    }

    private static ValueInfoProto Declared(string name, params long[] sizes) => new()
    {
        Name = name,
        Type = new()
        {
            TensorType = new()
            {
                ElemType = (int)DataType.Float,
                Shape = new() { Dim = { sizes.Select((size, i) => size == 0 ? new TensorShapeProto.Types.Dimension { DimParam = $"{name}{i}" } : new() { DimValue = size }) } },
            },
        },
    };
}
