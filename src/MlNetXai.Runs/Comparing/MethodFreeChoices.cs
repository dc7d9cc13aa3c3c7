using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Comparing;

/// <summary>What a method's free choices do to its maps; the content of <c>measures/choices-METHOD.json</c>.</summary>
public sealed record MethodFreeChoices
{
    /// <summary>Name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Beats explained.</summary>
    public required int Rows { get; init; }

    /// <summary>Their patients.</summary>
    public required int Patients { get; init; }

    /// <summary>Time that it took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>SHA-256 of model, rows, settings and answers.</summary>
    public required string MadeFrom { get; init; }

    /// <summary>The choices, as <see cref="Explanations.MethodDescription.Choices"/> has them.</summary>
    public required IReadOnlyList<FreeChoice> Choices { get; init; }

    /// <summary>Every method's file in a folder, by name; none where there is no folder.</summary>
    /// <exception cref="RunException">A file is damaged.</exception>
    internal static IReadOnlyList<MethodFreeChoices> ReadAll(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "choices-*.json").Order(StringComparer.Ordinal).Select(RunJson.Read<MethodFreeChoices>)]
        : [];

    /// <summary>The file's content, where it was made from the same; else null.</summary>
    /// <exception cref="RunException">The file is damaged.</exception>
    internal static MethodFreeChoices? Find(string file, string madeFrom) =>
        File.Exists(file) && RunJson.Read<MethodFreeChoices>(file) is var found && found.MadeFrom == madeFrom ? found : null;
}

/// <summary>A choice with its answers.</summary>
/// <param name="Name">Name of the choice, e.g. "baseline".</param>
/// <param name="Given">The answer that the settings of the run have.</param>
/// <param name="Answers">All answers compared.</param>
/// <param name="Pairs">Agreement of every two: (0, 1), (0, 2), … (1, 2), ….</param>
public sealed record FreeChoice(string Name, string Given, IReadOnlyList<string> Answers, IReadOnlyList<ChoicePair> Pairs)
{
    /// <summary>Pairs with the answer given, which is the first of each.</summary>
    internal IEnumerable<ChoicePair> AgainstGiven => Pairs.Where(pair => pair.First == Given || pair.Second == Given)
        .Select(pair => pair.First == Given ? pair : pair with { First = pair.Second, Second = pair.First });
}

/// <summary>Agreement of the maps of two answers, mean over beats with intervals over patients.</summary>
/// <param name="First">One answer.</param>
/// <param name="Second">The other.</param>
/// <param name="Spearman">Rank correlation of the signed values.</param>
/// <param name="SpearmanMagnitude">Rank correlation of the magnitudes.</param>
/// <param name="Pearson">Correlation of the signed values.</param>
/// <param name="TopOverlap">Share of the 10 % largest magnitudes that both have.</param>
/// <param name="UndefinedRows">Beats left out because a map is constant.</param>
public sealed record ChoicePair(string First, string Second, Estimate Spearman, Estimate SpearmanMagnitude, Estimate Pearson, Estimate TopOverlap, int UndefinedRows)
{
    internal static ChoicePair Of(PairAgreement pair, PatientBootstrap bootstrap)
    {
        ClassAgreement all = Agreement.Overall(pair, "all", bootstrap);
        return new(
            pair.First, pair.Second, all.Spearman.ToEstimate(), all.SpearmanMagnitude.ToEstimate(), all.Pearson.ToEstimate(), all.TopOverlap.ToEstimate(), all.UndefinedRows);
    }
}
