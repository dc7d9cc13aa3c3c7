using System.Text.Encodings.Web;
using System.Text.Json;
using MlNetXai.Cli.Terminals;
using MlNetXai.Explanations;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Cli.Texts;

/// <summary>What is said of model files.</summary>
internal static class ModelTexts
{
    /// <summary>What a file holds, for people.</summary>
    public static void Write(Terminal terminal, ModelInspection inspection)
    {
        terminal.Wrapped($"{inspection.Path}: {Numbers.Count(inspection.Bytes)} bytes, {Format(inspection.Format)}");
        if (inspection.Network is not { } network)
        {
            terminal.Wrapped($"Weights alone: {Numbers.Count(inspection.Parameters)} parameters in {Numbers.Count(inspection.Tensors.Count)} arrays");
            terminal.Table(
                ["Array", "Shape", "Parameters"],
                inspection.Tensors.Select(tensor => (IReadOnlyList<string>)
                    [tensor.Key, string.Join(" × ", tensor.Value), Numbers.Count(tensor.Value.Aggregate(1L, (product, size) => product * size))]));
            WriteNotes(terminal, inspection);
            terminal.Wrapped("Explanations: none, since no layers stand in the file. 'mlnetxai convert --network' brings weights into a network.");
            return;
        }

        terminal.Wrapped($"Network {network.Name}: {Numbers.Count(inspection.Parameters)} parameters, {Numbers.Count(inspection.TrainedParameters)} of them trained; rows of {network.InputShape}");
        terminal.Wrapped($"Classes: {string.Join(", ", network.Classes)}; logits, probabilities by {Output(network)}");
        terminal.Table(
            ["Layer", "Kind", "Reads", "Steps × channels", "Parameters"],
            network.Layers.Select(layer => (IReadOnlyList<string>)
            [
                layer.Name,
                layer.Layer.Kind,
                layer.Inputs.Count <= 3 ? string.Join(", ", layer.Inputs) : $"{layer.Inputs.Count} layers",
                $"{layer.Output.Steps} × {layer.Output.Channels}",
                Numbers.Count(layer.WeightLength),
            ]));
        WriteNotes(terminal, inspection);
        terminal.Wrapped($"Explanations: {string.Join(", ", MethodCatalog.All.Where(method => method.Fits(network)).Select(method => method.Name))}");
        foreach (MethodDescription method in MethodCatalog.All.Where(method => !method.Fits(network)))
            terminal.Wrapped($"Not {method.Name}, which needs {method.NeedsText}.");
    }

    /// <summary>What was written.</summary>
    public static void WriteFile(Terminal terminal, string path, Network network) =>
        terminal.Wrapped($"{path}: {Numbers.Count(new FileInfo(path).Length)} bytes; network {network.Name}, {Numbers.Count(network.WeightLength)} parameters, rows of {network.InputShape}, {network.Classes.Count} classes");

    /// <summary>What a file holds, as JSON.</summary>
    public static void WriteJson(Stream stream, ModelInspection inspection)
    {
        using Utf8JsonWriter json = new(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("file", inspection.Path);
        json.WriteString("format", inspection.Format switch { ModelFormat.MlNetXai => "mlnetxai", ModelFormat.Onnx => "onnx", _ => "safetensors" });
        json.WriteNumber("bytes", inspection.Bytes);
        json.WriteNumber("parameters", inspection.Parameters);
        json.WriteNumber("trainedParameters", inspection.TrainedParameters);
        if (inspection.Network is { } network)
            WriteNetwork(json, network);
        else
            WriteTensors(json, inspection);
        WriteTexts(json, "notes", inspection.Notes);
        json.WriteStartObject("metadata");
        foreach ((string key, string text) in inspection.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(key, text);
        json.WriteEndObject();
        json.WriteStartArray("explanations");
        foreach (MethodDescription method in MethodCatalog.All)
        {
            json.WriteStartObject();
            json.WriteString("method", method.Name);
            json.WriteString("needs", method.NeedsText);
            json.WriteBoolean("possible", inspection.Network is { } model && method.Fits(model));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNotes(Terminal terminal, ModelInspection inspection)
    {
        foreach (string note in inspection.Notes)
            terminal.Wrapped($"Note: {note}");
    }

    private static void WriteNetwork(Utf8JsonWriter json, Network network)
    {
        json.WriteString("network", network.Name);
        WriteShape(json, "input", network.InputShape);
        WriteTexts(json, "classes", network.Classes);
        json.WriteString("output", Output(network));
        json.WriteStartArray("layers");
        foreach (NetworkLayer layer in network.Layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteString("kind", layer.Layer.Kind);
            WriteTexts(json, "inputs", layer.Inputs);
            json.WriteStartObject("settings");
            foreach ((string key, double value) in layer.Layer.Settings)
                json.WriteNumber(key, value);
            json.WriteEndObject();
            WriteShape(json, "output", layer.Output);
            json.WriteNumber("parameters", layer.WeightLength);
            json.WriteStartObject("weights");
            foreach (WeightShape weight in layer.Layer.Weights)
                WriteSizes(json, weight.Name, weight.Dimensions);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTensors(Utf8JsonWriter json, ModelInspection inspection)
    {
        json.WriteStartObject("weights");
        foreach ((string name, IReadOnlyList<int> shape) in inspection.Tensors)
            WriteSizes(json, name, shape);
        json.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter json, string name, RowShape shape)
    {
        json.WriteStartObject(name);
        json.WriteNumber("steps", shape.Steps);
        json.WriteNumber("channels", shape.Channels);
        json.WriteEndObject();
    }

    private static void WriteSizes(Utf8JsonWriter json, string name, IReadOnlyList<int> sizes)
    {
        json.WriteStartArray(name);
        foreach (int size in sizes)
            json.WriteNumberValue(size);
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string Format(ModelFormat format) => format switch { ModelFormat.MlNetXai => "safetensors with layers", ModelFormat.Onnx => "ONNX", _ => "safetensors" };

    private static string Output(Network network) => network.Output == OutputActivation.Sigmoid ? "sigmoid" : "softmax";
}
