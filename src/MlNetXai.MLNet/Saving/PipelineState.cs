using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks.Interchange;

namespace MlNetXai.MLNet.Saving;

/// <summary>What a saved transformer needs to be itself again, as one text in the pipeline's zip.</summary>
/// <remarks>
/// Three lines: <c>MlNetXai 1 SHA256</c> (of the other two lines with their separator, lower-case hex), a JSON object, and the network as the base64 of its model file.
/// The version is that of this layout.
/// </remarks>
internal sealed record PipelineState(PipelineStateHeader Header, ScoringModel Model)
{
    private const string Magic = "MlNetXai 1 ";

    /// <summary>The text.</summary>
    public string ToText()
    {
        string body = $"{JsonSerializer.Serialize(Header)}\n{Convert.ToBase64String(Model.ToBytes())}";
        return $"{Magic}{Hash(body)}\n{body}";
    }

    /// <summary>Reads the text.</summary>
    /// <exception cref="PipelineFileException">It is cut, edited or of another version.</exception>
    public static PipelineState Parse(ReadOnlyMemory<char> memory)
    {
        string text = memory.ToString();
        string[] lines = text.Split('\n');
        if (!text.StartsWith(Magic, StringComparison.Ordinal) || lines.Length != 3)
            throw new PipelineFileException($"The state of a step does not begin with '{Magic.TrimEnd()}'; it is damaged, or written by another version of this library. Save the pipeline again.");
        if (lines[0][Magic.Length..] != Hash($"{lines[1]}\n{lines[2]}"))
            throw new PipelineFileException("The state of a step does not have the SHA-256 that stands before it: it was cut or edited. Save the pipeline again.");
        try
        {
            PipelineStateHeader header = JsonSerializer.Deserialize<PipelineStateHeader>(lines[1])!;
            return new(header, ScoringModel.FromBytes(Convert.FromBase64String(lines[2]), $"network of step '{header.Kind}'"));
        }
        catch (Exception error) when (error is JsonException or FormatException or ModelFileException or NotSupportedException)
        {
            throw new PipelineFileException($"The state of a step cannot be read ({error.Message}). Save the pipeline again.", inner: error);
        }
    }

    private static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
}

/// <summary>The state without the network.</summary>
internal sealed record PipelineStateHeader
{
    /// <summary>"network", "explanation" or "counterfactual".</summary>
    public required string Kind { get; init; }

    /// <summary>Columns of a network.</summary>
    public NetworkColumns? Network { get; init; }

    /// <summary>Columns of an explainer.</summary>
    public ExplanationState? Explanation { get; init; }

    /// <summary>A counterfactual.</summary>
    public CounterfactualState? Counterfactual { get; init; }
}

/// <summary>What an explainer is, beside its network.</summary>
internal sealed record ExplanationState
{
    public required string Method { get; init; }

    /// <summary>The method's options as JSON.</summary>
    public required string Options { get; init; }

    public required string Output { get; init; }

    public required string Features { get; init; }

    /// <summary>"predicted", "label", "class" or "classes".</summary>
    public required string TargetKind { get; init; }

    /// <summary>Label column or class.</summary>
    public string? TargetName { get; init; }

    /// <summary>Classes that each have a column; null: all, where they do.</summary>
    public string[]? TargetClasses { get; init; }

    /// <summary>Last step read, from 0; null: all are.</summary>
    public int? TargetStep { get; init; }

    /// <summary>Score column of the network, or null.</summary>
    public string? Score { get; init; }

    /// <summary>Whether the label column is a key.</summary>
    public bool LabelIsKey { get; init; }
}
