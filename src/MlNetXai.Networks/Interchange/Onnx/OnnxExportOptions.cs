namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>Settings of <see cref="OnnxExport"/>.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Name of the input, not empty: the column of rows where ML.NET applies the file. Default "Features".</summary>
    public string InputName { get; init => field = Named(value, nameof(InputName)); } = "Features";

    /// <summary>Name of the output, not empty: the score column where ML.NET applies the file. Default "Score".</summary>
    public string OutputName { get; init => field = Named(value, nameof(OutputName)); } = "Score";

    /// <summary>Whether the output is logits; otherwise probabilities, by the network's softmax or sigmoid. Default false.</summary>
    public bool Logits { get; init; }

    /// <summary>Texts by key that the file carries, as <see cref="Model.Metadata"/>. Default none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    private static string Named(string value, string name) => !string.IsNullOrWhiteSpace(value)
        ? value
        : throw new ArgumentException($"{name} is empty; give the name of a column.", name);
}
