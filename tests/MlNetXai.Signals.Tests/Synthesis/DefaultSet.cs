using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Signals.Synthesis;

/// <summary>The default set, made once for all tests.</summary>
internal static class DefaultSet
{
    private static readonly Lazy<IReadOnlyList<SyntheticRecord>> Made = new(() => SyntheticEcg.Generate());

    public static IReadOnlyList<SyntheticRecord> Records => Made.Value;

    /// <summary>All beats of the set with their truth on their own row.</summary>
    public static IEnumerable<BeatTruth> Beats => Records.SelectMany(r => Enumerable.Range(0, r.Truth.BeatCount).Select(r.Truth.Beat));

    public static string Symbol(this Annotation annotation) => AnnotationCodes.Symbol(annotation.Code);

    /// <summary>Whether the beat's row lies wholly in the record.</summary>
    public static bool HasWholeRow(this SyntheticRecord record, long r) => r >= 72 && r + 144 <= record.Millivolts.Length;
}
