using System.Text.Json;
using System.Text.Json.Nodes;
using MlNetXai.Networks.Interchange.Onnx.Import;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>A network read from an ONNX file.</summary>
/// <param name="Network">The network: it reads <c>[row, step, channel]</c>, whatever the file's own order of axes, and gives logits.</param>
/// <param name="Metadata">Texts by key that the file carries, beside those of the format itself.</param>
/// <param name="Notes">What was understood or changed on the way, one sentence each: order of axes, a softmax cut off, random steps that are left out.</param>
public sealed record ImportedNetwork(Network Network, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> Notes)
{
    /// <summary>The network with the file's texts, but for those that it holds itself (classes, output).</summary>
    public Model ToModel() => new(Network, Metadata.Where(pair => pair.Key is not (OnnxMetadata.Classes or OnnxMetadata.Output)).ToDictionary());
}

/// <summary>Networks from ONNX files, as layers of this engine: every explanation works on them, gradients included.</summary>
/// <remarks>
/// Opsets 9 to 21. Each tensor of the file is a layer's output seen through the file's order of axes, so that transposing and reshaping leave no layer behind; arithmetic of shapes
/// is carried out with the rows of the batch left open. What no layer stands for is refused by name of node and operator.
/// </remarks>
public static class OnnxImport
{
    /// <summary>Reads a network, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <exception cref="ModelFileException">The file is missing, damaged, or holds something that no layer stands for; node, operator and remedy are named.</exception>
    public static ImportedNetwork Load(string path, OnnxImportOptions? options = null) => Read(OnnxFile.Load(path), path, options ?? new());

    /// <summary>Reads a network from the bytes of its file; all data must be inside.</summary>
    /// <param name="bytes">The bytes, whole.</param>
    /// <param name="place">Where they come from, for messages.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <exception cref="ModelFileException">They are damaged or hold something that no layer stands for; node, operator and remedy are named.</exception>
    public static ImportedNetwork Parse(ReadOnlySpan<byte> bytes, string place, OnnxImportOptions? options = null) => Read(OnnxFile.Parse(bytes, place), place, options ?? new());

    private static ImportedNetwork Read(ModelProto model, string path, OnnxImportOptions options)
    {
        Dictionary<string, string> metadata = model.MetadataProps.GroupBy(entry => entry.Key).ToDictionary(own => own.Key, own => own.Last().Value);
        Graph graph = new(model, path);
        graph.OneBias.UnionWith(Texts(graph, metadata, OnnxMetadata.OneBias) ?? []);
        // Files of ours read [batch, step, channel].
        if (options.Layout == OnnxLayout.Auto && metadata.ContainsKey(OnnxMetadata.Classes))
            options = options with { Layout = OnnxLayout.TimeChannel };
        (Run run, Activation output) = Layouts.Read(graph, options);
        if (options.Steps is int steps && steps != run.Input.Shape.Steps)
            throw graph.Fault($"has rows of {run.Input.Shape.Steps} steps, and {steps} are asked for", "Leave out --steps (OnnxImportOptions.Steps), or export the model for as many steps.");
        Logits logits = Logits.Of(graph, run, output, metadata);
        string[] notes = [Layouts.Describe(graph, run.Input), .. run.Notes, logits.Note, .. Texts(graph, metadata, OnnxMetadata.Notes) ?? []];
        (IReadOnlyList<GraphNode> nodes, float[] weights) = run.Layers.Needed(logits.Source);
        string[] classes = [.. options.Classes ?? Texts(graph, metadata, OnnxMetadata.Classes) ?? [.. Enumerable.Range(0, logits.Count).Select(i => $"class {i}")]];
        if (classes.Length != logits.Count)
            throw graph.Fault($"gives {logits.Count} scores and {classes.Length} classes are named", "Name as many classes (OnnxImportOptions.Classes), or none.");
        string name = options.Name ?? (model.Graph.Name is { Length: > 0 } own ? own : Path.GetFileNameWithoutExtension(path));
        try
        {
            Network network = new(name, run.Input.Shape, classes, nodes, weights, logits.Activation);
            return new(network, metadata.Where(pair => pair.Key is not (OnnxMetadata.Classes or OnnxMetadata.Output or OnnxMetadata.Notes or OnnxMetadata.OneBias)).ToDictionary(), notes);
        }
        catch (Exception error) when (ContentFault.IsIn(error))
        {
            throw graph.Fault($"makes no network ({ContentFault.Words(error, "its layers do not fit each other")})", ImportException.WriteAgain, error);
        }
    }

    private static string[]? Texts(Graph graph, Dictionary<string, string> metadata, string key)
    {
        if (!metadata.TryGetValue(key, out string? text))
            return null;
        try
        {
            return [.. JsonNode.Parse(text)!.AsArray().Select(entry => entry!.GetValue<string>())];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw graph.Fault($"has metadata '{key}' that is no list of texts", ImportException.WriteAgain, error);
        }
    }
}
