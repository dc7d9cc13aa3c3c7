using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;
using AttributeType = MlNetXai.Networks.Interchange.Onnx.AttributeProto.Types.AttributeType;
using DataType = MlNetXai.Networks.Interchange.Onnx.TensorProto.Types.DataType;

namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>An ONNX graph in the making: nodes, constants, and values that are turned to another order of axes only where something reads them so, once for all readers.</summary>
internal sealed class OnnxExportGraph
{
    // Names that are taken, each with the number that its next namesake gets.
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    /// <param name="name">Name of the graph.</param>
    /// <param name="reserved">Names that no value gets by <see cref="Unique"/>: those of input and output.</param>
    public OnnxExportGraph(string name, params IReadOnlyList<string> reserved)
    {
        Graph = new() { Name = name };
        foreach (string own in reserved)
            _names[own] = 2;
    }

    public GraphProto Graph { get; }

    /// <summary>Adds a node with one output that is read, and returns that output's name.</summary>
    /// <param name="operation">Operator of the standard domain.</param>
    /// <param name="name">Wish for the name of node and output.</param>
    /// <param name="inputs">Names of what it reads; "" leaves an optional one out.</param>
    /// <param name="attributes">Its attributes.</param>
    public string Node(string operation, string name, IReadOnlyList<string> inputs, params IReadOnlyList<AttributeProto> attributes) =>
        Output(operation, 0, name, inputs, attributes);

    /// <summary>As <see cref="Node"/>, for the output at <paramref name="place"/> of an operator with several.</summary>
    public string Output(string operation, int place, string name, IReadOnlyList<string> inputs, params IReadOnlyList<AttributeProto> attributes)
    {
        string output = Unique(name);
        NodeProto node = new() { OpType = operation, Name = output, Input = { inputs }, Attribute = { attributes } };
        node.Output.AddRange(Enumerable.Repeat("", place));
        node.Output.Add(output);
        Graph.Node.Add(node);
        return output;
    }

    /// <summary>Adds a node whose output has a name that was reserved.</summary>
    public void Last(string operation, string output, string input, params IReadOnlyList<AttributeProto> attributes) =>
        Graph.Node.Add(new NodeProto { OpType = operation, Name = output, Input = { input }, Output = { output }, Attribute = { attributes } });

    /// <summary>A constant of floats; returns its name.</summary>
    public string Floats(string name, ReadOnlySpan<float> values, params IReadOnlyList<int> dimensions)
    {
        byte[] bytes = new byte[4 * values.Length];
        if (BitConverter.IsLittleEndian)
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
        else
            for (int i = 0; i < values.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return Constant(name, DataType.Float, bytes, dimensions);
    }

    /// <summary>A constant of one float, without axes.</summary>
    public string Scalar(string name, double value) => Floats(name, [(float)value]);

    /// <summary>A constant list of whole numbers (axes, shapes, bounds); returns its name.</summary>
    public string Integers(string name, params IReadOnlyList<long> values)
    {
        byte[] bytes = new byte[8 * values.Count];
        for (int i = 0; i < values.Count; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 * i), values[i]);
        return Constant(name, DataType.Int64, bytes, values.Count);
    }

    /// <summary>Name of a value in an order of axes; what turns it is added where it is missing.</summary>
    public string In(OnnxValue value, OnnxAxes axes)
    {
        if (value.Names.TryGetValue(axes, out string? known))
            return known;

        string from = value.Names[value.Axes], name = $"{from}.{Suffix(axes)}";
        string turned = axes == OnnxAxes.Channels ? Node("Squeeze", name, [from, Integers($"{name}.axes", StepAxis(value.Axes))])
            : value.Axes == OnnxAxes.Channels ? Node("Unsqueeze", name, [from, Integers($"{name}.axes", StepAxis(axes))])
            : Node("Transpose", name, [from], Attribute("perm", Permutation(value.Axes, axes)));
        return value.Names[axes] = turned;
    }

    /// <summary>The order of axes in which most of the values are there already; the first value's among equals.</summary>
    public static OnnxAxes Common(IReadOnlyList<OnnxValue> values) =>
        values.SelectMany(value => value.Names.Keys.OrderByDescending(axes => axes == value.Axes)).GroupBy(axes => axes).MaxBy(group => group.Count())!.Key;

    /// <summary>Place of the step axis.</summary>
    public static int StepAxis(OnnxAxes axes) => axes switch { OnnxAxes.TimeChannel => 1, OnnxAxes.ChannelTime => 2, _ => 0 };

    /// <summary>Place of the channel axis.</summary>
    public static int ChannelAxis(OnnxAxes axes) => axes is OnnxAxes.ChannelTime or OnnxAxes.Channels ? 1 : 2;

    public static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Attribute(string name, double value) => new() { Name = name, Type = AttributeType.Float, F = (float)value };

    public static AttributeProto Attribute(string name, string value) => new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Attribute(string name, IEnumerable<long> values) => new() { Name = name, Type = AttributeType.Ints, Ints = { values } };

    public static AttributeProto Attribute(string name, IEnumerable<float> values) => new() { Name = name, Type = AttributeType.Floats, Floats = { values } };

    public static AttributeProto Attribute(string name, IEnumerable<string> values) =>
        new() { Name = name, Type = AttributeType.Strings, Strings = { values.Select(ByteString.CopyFromUtf8) } };

    private string Constant(string name, DataType type, byte[] bytes, params IReadOnlyList<int> dimensions)
    {
        string unique = Unique(name);
        Graph.Initializer.Add(new TensorProto
        {
            Name = unique,
            DataType = (int)type,
            Dims = { dimensions.Select(size => (long)size) },
            RawData = UnsafeByteOperations.UnsafeWrap(bytes),
        });
        return unique;
    }

    // An empty name would mean "left out".
    private string Unique(string name)
    {
        string wish = name.Length == 0 ? "layer" : name, unique = wish;
        while (!_names.TryAdd(unique, 2))
            unique = $"{wish}_{_names[wish]++}";
        return unique;
    }

    private static string Suffix(OnnxAxes axes) => axes switch
    {
        OnnxAxes.TimeChannel => "time_channel",
        OnnxAxes.ChannelTime => "channel_time",
        OnnxAxes.StepFirst => "step_first",
        _ => "channels",
    };

    // Axis of the result i is axis perm[i] of the source: batch, step and channel by their places in both.
    private static long[] Permutation(OnnxAxes from, OnnxAxes to)
    {
        long[] permutation = new long[3];
        permutation[BatchAxis(to)] = BatchAxis(from);
        permutation[StepAxis(to)] = StepAxis(from);
        permutation[ChannelAxis(to)] = ChannelAxis(from);
        return permutation;
    }

    private static int BatchAxis(OnnxAxes axes) => axes == OnnxAxes.StepFirst ? 1 : 0;
}
