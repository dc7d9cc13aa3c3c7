using System.Text.Json.Nodes;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Comparing;

/// <summary>What is compared, and with which settings; the content of <c>comparison.json</c>.</summary>
public sealed record ComparisonFile
{
    /// <summary>Version of this file's layout.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Version of the layout the file was written in.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Programs that computed cells, in the order in which they came.</summary>
    public required IReadOnlyList<SoftwareVersions> Versions { get; init; }

    /// <summary>Settings; their methods are all that were ever asked for.</summary>
    public required EcgComparisonOptions Options { get; init; }

    /// <summary>The networks, in the order given.</summary>
    public required IReadOnlyList<ComparedModel> Networks { get; init; }

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Beats of <see cref="EcgComparisonOptions.Rows"/>, as record:sample.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>Of these, beats of each class.</summary>
    public required IReadOnlyList<int> RowsPerClass { get; init; }

    /// <summary>Questions that the papers leave open, and the answers here.</summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>What an earlier start with the same settings left, joined with this one; this one itself where there was none.</summary>
    /// <exception cref="RunException">The earlier one had other settings, networks or beats.</exception>
    internal ComparisonFile Joined(string path)
    {
        if (!File.Exists(path))
            return this;
        ComparisonFile earlier;
        try
        {
            earlier = RunJson.Read<ComparisonFile>(path);
        }
        catch (RunException error)
        {
            throw new RunException($"{path}: damaged, or written by another version of mlnetxai. Use that version, or choose another folder with --out.", path, inner: error);
        }

        if ((Difference(Identity(earlier), Identity(this), "") ?? DifferentNetwork(earlier)) is { } difference)
            throw new RunException($"{path}: the comparison here was begun with other settings: {difference}. Start it with those, or choose another folder with --out.", path);
        return this with
        {
            Versions = [.. earlier.Versions.Union(Versions)],
            Options = Options with { Methods = [.. earlier.Options.Methods.Union(Options.Methods, StringComparer.Ordinal)] },
        };
    }

    // Further networks may come later; those there were must be the same.
    private string? DifferentNetwork(ComparisonFile earlier) => earlier.Networks
        .Where(before => !Networks.Any(now => now.Name == before.Name && now.Sha256 == before.Sha256))
        .Select(before => $"network {before.Name} was {before.Folder} with a model of SHA-256 {before.Sha256[..12]}…")
        .FirstOrDefault();

    // Everything that a cell depends on besides its network. Further methods may come later.
    private static JsonNode? Identity(ComparisonFile file) => JsonNode.Parse(RunJson.Write(file with { Versions = [], Choices = [], Networks = [], Options = file.Options with { Methods = [], ChoiceRows = 0 } }));

    private static string? Difference(JsonNode? before, JsonNode? now, string name)
    {
        if (JsonNode.DeepEquals(before, now))
            return null;
        if (before is JsonObject first && now is JsonObject second)
        {
            return first.Select(pair => pair.Key).Union(second.Select(pair => pair.Key))
                .Select(key => Difference(first[key], second[key], name.Length == 0 ? key : $"{name}.{key}"))
                .FirstOrDefault(found => found is not null);
        }

        return $"{name} was {Shortened(before)}, not {Shortened(now)}";
    }

    private static string Shortened(JsonNode? node)
    {
        string text = node?.ToJsonString() ?? "nothing";
        return text.Length <= 60 ? text : text[..59] + "…";
    }
}

/// <summary>A network that is compared.</summary>
/// <param name="Name">Name in tables and files: that of its run folder.</param>
/// <param name="Folder">Its run folder.</param>
/// <param name="Task">Task of the run, e.g. "ecg-lstm".</param>
/// <param name="Parameters">Weights.</param>
/// <param name="Sha256">SHA-256 of its model file.</param>
public sealed record ComparedModel(string Name, string Folder, string Task, int Parameters, string Sha256);
