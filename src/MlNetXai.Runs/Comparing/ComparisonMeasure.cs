using System.Text.Json;

namespace MlNetXai.Runs.Comparing;

/// <summary>A column group of the comparison: what is computed together, and kept in one file.</summary>
public enum ComparisonMeasure
{
    /// <summary>The explanation itself, and its time.</summary>
    Attributions,

    /// <summary>Score reduction (study A §4.2) of the signed values and of their magnitudes, beside random choices of the same size.</summary>
    ScoreReduction,

    /// <summary>Deletion and insertion curves, AOPC.</summary>
    DeletionInsertion,

    /// <summary>Comprehensiveness and sufficiency.</summary>
    Erasure,

    /// <summary>Agreement with the known truth, and the share of the magnitude within the QRS.</summary>
    Localisation,

    /// <summary>Infidelity, scaled.</summary>
    Infidelity,

    /// <summary>Max-sensitivity.</summary>
    MaxSensitivity,

    /// <summary>Similarity to the maps of networks with random layers.</summary>
    ParameterRandomisation,
}

/// <summary>Names of the measures in files.</summary>
internal static class ComparisonMeasures
{
    public static IReadOnlyList<ComparisonMeasure> All { get; } = Enum.GetValues<ComparisonMeasure>();

    /// <summary>E.g. "score-reduction".</summary>
    public static string Text(this ComparisonMeasure measure) => JsonNamingPolicy.KebabCaseLower.ConvertName(measure.ToString());
}
