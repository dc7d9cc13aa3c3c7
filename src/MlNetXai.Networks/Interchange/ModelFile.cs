using System.Text.Json;
using System.Text.Json.Nodes;
using MlNetXai.Networks.Interchange.Onnx;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange;

/// <summary>A network with what belongs to it: sampling rate, preprocessing, source.</summary>
/// <param name="Network">The network.</param>
/// <param name="Metadata">Texts by key beside those of the format itself, e.g. "mlnetxai.samplingRateHz", "mlnetxai.preprocessing".</param>
public sealed record Model(Network Network, IReadOnlyDictionary<string, string> Metadata);

/// <summary>Networks as safetensors files.</summary>
/// <remarks>
/// Tensors are named "layer.weight". Metadata: <c>mlnetxai.version</c> = version of this layout, <c>mlnetxai.graph</c> = JSON
/// <c>{"name", "steps", "channels", "classes": [...], "output", "layers": [{"name", "kind", "inputs": [...], "settings": {...}}]}</c>, and what the caller adds. Inputs are names of layers, "input"
/// the batch. "output" is "sigmoid", or left out for softmax. Settings are numbers: a flag is 0 or 1, an enumeration its number. Layout 1, which is read too, has no "inputs": each layer reads the one before.
/// </remarks>
public static class ModelFile
{
    /// <summary>Version of the layout this code writes. It reads 1, too.</summary>
    public const string Version = "2";

    private const string ChainVersion = "1";
    private const string VersionKey = "mlnetxai.version";
    private const string GraphKey = "mlnetxai.graph";
    private const string SigmoidOutput = "sigmoid";
    private const int MostProblems = 20;
    private const int LargestSize = 1 << 24;

    /// <summary>Writes a model, whole or not at all; the same model gives the same bytes.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Save(Model model, string path) => AtomicFile.Write(path, stream => Save(model, stream));

    /// <summary>Writes a model's bytes to a stream, which stays open.</summary>
    public static void Save(Model model, Stream stream)
    {
        Dictionary<string, Tensor> tensors = [];
        foreach (NetworkLayer layer in model.Network.Layers)
        {
            int start = layer.WeightStart;
            foreach (WeightShape shape in layer.Layer.Weights)
            {
                tensors[$"{layer.Name}.{shape.Name}"] = new(shape.Dimensions, model.Network.Weights.Slice(start, shape.Length).ToArray());
                start += shape.Length;
            }
        }

        SortedDictionary<string, string> metadata = new(model.Metadata.ToDictionary(), StringComparer.Ordinal)
        {
            [VersionKey] = Version,
            [GraphKey] = Graph(model.Network),
        };
        new SafetensorsFile(tensors, metadata).Save(stream);
    }

    /// <summary>Reads a model: one of this library, or, from a name that ends in .onnx, one of ONNX by <see cref="OnnxImport"/> with its defaults.</summary>
    /// <exception cref="ModelFileException">The file is missing, cut, damaged, of another version, or its weights do not fit its graph.</exception>
    public static Model Load(string path) => OnnxFile.IsNamedSo(path) ? OnnxImport.Load(path).ToModel() : Read(SafetensorsFile.Load(path), path);

    /// <summary>A network with weights from a plain safetensors file, whose tensors are named "layer.weight".</summary>
    /// <param name="network">Its layers say which tensors there must be.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">The file cannot be read, or tensors are missing, of another shape, or none of the network's; each is named.</exception>
    public static Network LoadWeights(Network network, string path) =>
        network.With(Weights(SafetensorsFile.Load(path), path, [.. network.Layers.Select(layer => (layer.Name, layer.Layer))]));

    /// <summary>Whether a file is of this library: it holds layers, not weights alone.</summary>
    internal static bool HasGraph(SafetensorsFile file) => file.Metadata.ContainsKey(VersionKey);

    /// <summary>Reads a model from the bytes of its file.</summary>
    /// <param name="bytes">The bytes, whole.</param>
    /// <param name="place">Where they come from, for messages.</param>
    /// <exception cref="ModelFileException">They are cut, damaged, of another version, or the weights do not fit the graph.</exception>
    public static Model Parse(ReadOnlySpan<byte> bytes, string place) => Read(SafetensorsFile.Parse(place, bytes), place);

    internal static ModelFileException WeightsAlone(string path) => new(
        path, "holds weights alone, no layers", remedy: "Give a model file of this library, or bring these weights into a network of one (mlnetxai convert --network, ModelFile.LoadWeights).");

    internal static Model Read(SafetensorsFile file, string path)
    {
        if (!HasGraph(file))
            throw WeightsAlone(path);
        if (!file.Metadata.TryGetValue(VersionKey, out string? version) || version is not (Version or ChainVersion))
            throw new ModelFileException(path, $"is of layout version {version ?? "(none)"}; this program reads versions {ChainVersion} and {Version}");
        try
        {
            if (!file.Metadata.TryGetValue(GraphKey, out string? text))
                throw new FormatException($"the metadata lack '{GraphKey}'");
            using var json = JsonDocument.Parse(text);
            JsonFields graph = new(json.RootElement, $"'{GraphKey}'");
            List<GraphNode> nodes = [];
            foreach (JsonFields node in graph.Objects("layers"))
            {
                string name = node.Text("name");
                Layer layer = LayerKinds.Create(node.Text("kind"), name, node.Numbers("settings"));
                IReadOnlyList<string> inputs = version == ChainVersion ? [nodes.Count == 0 ? Network.InputName : nodes[^1].Name] : node.Texts("inputs");
                nodes.Add(new(name, layer, [.. inputs]));
            }

            RowShape shapeOfRow = new((int)graph.Whole("steps", 1, LargestSize), (int)graph.Whole("channels", 1, LargestSize));
            float[] weights = Weights(file, path, [.. nodes.Select(node => (node.Name, node.Layer))]);
            Network network = new(graph.Text("name"), shapeOfRow, graph.Texts("classes"), nodes, weights, OutputOf(graph.Has("output") ? graph.Text("output") : null));
            return new(network, file.Metadata.Where(pair => pair.Key is not (VersionKey or GraphKey)).ToDictionary());
        }
        catch (JsonException error)
        {
            throw new ModelFileException(path, $"holds a graph ('{GraphKey}') that is no JSON (byte {error.BytePositionInLine} of line {error.LineNumber})", error);
        }
        catch (Exception error) when (ContentFault.IsIn(error))
        {
            throw new ModelFileException(path, $"holds a graph that cannot be built ({ContentFault.Words(error, "its texts, numbers or layers do not fit each other")})", error);
        }
    }

    /// <summary>Tensors that hold NaN or infinity, each in words.</summary>
    internal static IEnumerable<string> NotFinite(SafetensorsFile file)
    {
        foreach ((string name, Tensor tensor) in file.Tensors)
        {
            if (((ReadOnlySpan<float>)tensor.Values).IndexOfAnyNonFinite() is int bad and >= 0)
                yield return $"tensor '{name}' holds {tensor.Values[bad]} at place {bad}";
        }
    }

    // Tensors that do not fit are named together, not the first alone.
    private static float[] Weights(SafetensorsFile file, string path, IReadOnlyList<(string Name, Layer Layer)> layers)
    {
        List<float> weights = [];
        List<string> problems = [];
        HashSet<string> known = [];
        foreach ((string name, Layer layer) in layers)
        {
            foreach (WeightShape shape in layer.Weights)
            {
                string full = $"{name}.{shape.Name}";
                known.Add(full);
                if (!file.Tensors.TryGetValue(full, out Tensor? tensor))
                    problems.Add($"tensor '{full}' [{string.Join(", ", shape.Dimensions)}] is missing");
                else if (!tensor.Shape.SequenceEqual(shape.Dimensions))
                    problems.Add($"tensor '{full}' must have the shape [{string.Join(", ", shape.Dimensions)}] and has [{string.Join(", ", tensor.Shape)}]");
                else
                    weights.AddRange(tensor.Values);
            }
        }

        if (problems.Count == 0 && NotFinite(file).FirstOrDefault() is { } problem)
            throw new ModelFileException(path, problem, remedy: "Take the model file of an earlier epoch, or train again with a lower learning rate.");
        problems.AddRange(file.Tensors.Keys.Where(name => !known.Contains(name)).Select(name => $"tensor '{name}' belongs to no layer"));
        return problems.Count == 0
            ? [.. weights]
            : throw new ModelFileException(path, string.Join("; ", problems.Take(MostProblems)) + (problems.Count > MostProblems ? $"; and {problems.Count - MostProblems} more of the kind" : ""));
    }

    /// <summary>The network's layers and shapes as JSON, without weights.</summary>
    internal static string Graph(Network network)
    {
        JsonObject graph = new()
        {
            ["name"] = network.Name,
            ["steps"] = network.InputShape.Steps,
            ["channels"] = network.InputShape.Channels,
            ["classes"] = new JsonArray([.. network.Classes.Select(name => JsonValue.Create(name))]),
            ["layers"] = new JsonArray([.. network.Layers.Select(layer => new JsonObject
            {
                ["name"] = layer.Name,
                ["kind"] = layer.Layer.Kind,
                ["inputs"] = new JsonArray([.. layer.Inputs.Select(input => JsonValue.Create(input))]),
                ["settings"] = new JsonObject(layer.Layer.Settings.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))),
            })]),
        };
        if (network.Output == OutputActivation.Sigmoid)
            graph.Insert(graph.IndexOf("layers"), "output", SigmoidOutput);
        return graph.ToJsonString();
    }

    private static OutputActivation OutputOf(string? text) => text switch
    {
        null => OutputActivation.Softmax,
        SigmoidOutput => OutputActivation.Sigmoid,
        _ => throw new FormatException($"its output is '{text}', which must be '{SigmoidOutput}' or left out"),
    };
}
