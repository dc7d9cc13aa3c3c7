namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>Networks as ONNX files, for other runtimes and for ML.NET's <c>ApplyOnnxModel</c>.</summary>
/// <remarks>
/// Opset 17 of the standard domain, IR version 8, single precision. One input <c>[batch, step, channel]</c> with fixed steps and channels, one output
/// <c>[batch, class]</c>; the batch alone is symbolic. All weights are inside. Initial states are 0. Every step of a row counts as data: a file has no lengths
/// (<see cref="Batch.Lengths"/>), and a masking layer hands on its input.
/// </remarks>
public static class OnnxExport
{
    private const int OperatorSet = 17;
    private const int IrVersion = 8;
    private const string BatchName = "batch";

    // What graph, names and attributes may need beside the weights.
    private const long RoomForGraph = 64 << 20;

    /// <summary>Writes a network, whole or not at all; the same network gives the same bytes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <returns>What of the network the file does not carry, one sentence each; mostly none.</returns>
    /// <exception cref="OutputException">It cannot be written.</exception>
    /// <exception cref="MlNetXaiException">The network has more weights than an ONNX file can hold.</exception>
    public static IReadOnlyList<string> Save(Network network, string path, OnnxExportOptions? options = null)
    {
        (ModelProto model, IReadOnlyList<string> notes) = Message(network, options ?? new());
        OnnxFile.Save(model, path);
        return notes;
    }

    internal static (ModelProto Model, IReadOnlyList<string> Notes) Message(Network network, OnnxExportOptions options)
    {
        RequireRoom(network.Name, network.WeightLength);
        if (options.InputName == options.OutputName)
            throw new ArgumentException($"Input and output of network '{network.Name}' are both named '{options.InputName}' in ONNX; give one another name.");

        OnnxExportGraph graph = new(network.Name, options.InputName, options.OutputName);
        OnnxExportLayers layers = new(graph, network);
        OnnxValue input = new(network.InputShape, OnnxAxes.TimeChannel, options.InputName);
        List<OnnxValue> values = [];
        foreach (NetworkLayer layer in network.Layers)
            values.Add(layers.Export(layer, [.. layer.Sources.Select(source => source < 0 ? input : values[source])]));
        string logits = graph.In(values.Count == 0 ? input : values[^1], OnnxAxes.Channels);
        if (options.Logits)
            graph.Last("Identity", options.OutputName, logits);
        else if (network.Output == OutputActivation.Sigmoid)
            graph.Last("Sigmoid", options.OutputName, logits);
        else
            graph.Last("Softmax", options.OutputName, logits, OnnxExportGraph.Attribute("axis", 1));
        graph.Graph.Input.Add(Declaration(options.InputName, network.InputShape.Steps, network.InputShape.Channels));
        graph.Graph.Output.Add(Declaration(options.OutputName, network.Classes.Count));

        SortedDictionary<string, string> metadata = new(options.Metadata.ToDictionary(), StringComparer.Ordinal)
        {
            [OnnxMetadata.Classes] = OnnxMetadata.Texts(network.Classes),
            [OnnxMetadata.Output] = network.Output == OutputActivation.Sigmoid ? "sigmoid" : "softmax",
        };
        if (layers.OneBias.Count > 0)
            metadata[OnnxMetadata.OneBias] = OnnxMetadata.Texts(layers.OneBias);
        if (layers.Notes.Count > 0)
            metadata[OnnxMetadata.Notes] = OnnxMetadata.Texts(layers.Notes);
        return (new()
        {
            IrVersion = IrVersion,
            ProducerName = "MlNetXai",
            ProducerVersion = typeof(OnnxExport).Assembly.GetName().Version!.ToString(3),
            OpsetImport = { new OperatorSetIdProto { Version = OperatorSet } },
            Graph = graph.Graph,
            MetadataProps = { metadata.Select(pair => new StringStringEntryProto { Key = pair.Key, Value = pair.Value }) },
        }, layers.Notes);
    }

    /// <summary>Throws when so many weights do not fit a protobuf message.</summary>
    internal static void RequireRoom(string network, long weights)
    {
        if (4 * weights > int.MaxValue - RoomForGraph)
            throw new MlNetXaiException($"Network '{network}' has {weights} weights, {4 * weights} bytes; an ONNX file holds less than 2 GB. Save it as safetensors.");
    }

    private static ValueInfoProto Declaration(string name, params ReadOnlySpan<int> sizes)
    {
        TensorShapeProto shape = new() { Dim = { new TensorShapeProto.Types.Dimension { DimParam = BatchName } } };
        foreach (int size in sizes)
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new()
        {
            Name = name,
            Type = new() { TensorType = new() { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape } },
        };
    }
}
