namespace MlNetXai.Signals.Beats;

/// <summary>How the beats of one record, or of several, were found and labelled; the numbers of a data card.</summary>
/// <param name="Detections">R found by the detector.</param>
/// <param name="Kept">Beats with a whole window.</param>
/// <param name="Labels">Kept beats by the mnemonic of their annotation, every one that occurs, also those outside the classes.</param>
/// <param name="Unlabelled">Kept beats without an annotation within the tolerance.</param>
/// <param name="Missed">Beat annotations without a kept beat, by mnemonic.</param>
public sealed record LabelCounts(
    int Detections, int Kept, IReadOnlyDictionary<string, int> Labels, int Unlabelled, IReadOnlyDictionary<string, int> Missed)
{
    /// <summary>Kept beats with this label.</summary>
    public int Of(string label) => Labels.GetValueOrDefault(label);

    /// <summary>Annotations of this label without a kept beat.</summary>
    public int MissedOf(string label) => Missed.GetValueOrDefault(label);

    /// <summary>Counts of several records together.</summary>
    public static LabelCounts Sum(IEnumerable<LabelCounts> parts)
    {
        int detections = 0, kept = 0, unlabelled = 0;
        SortedDictionary<string, int> labels = new(StringComparer.Ordinal), missed = new(StringComparer.Ordinal);
        foreach (LabelCounts part in parts)
        {
            detections += part.Detections;
            kept += part.Kept;
            unlabelled += part.Unlabelled;
            Add(labels, part.Labels);
            Add(missed, part.Missed);
        }

        return new(detections, kept, labels, unlabelled, missed);
    }

    internal static LabelCounts From(int detections, RecordBeats beats)
    {
        SortedDictionary<string, int> labels = new(StringComparer.Ordinal), missed = new(StringComparer.Ordinal);
        int unlabelled = 0;
        foreach (string? label in beats.Match.Labels)
        {
            if (label is null)
                unlabelled++;
            else
                labels[label] = labels.GetValueOrDefault(label) + 1;
        }

        foreach (Annotation annotation in beats.Match.Missed)
        {
            string label = Wfdb.AnnotationCodes.Symbol(annotation.Code);
            missed[label] = missed.GetValueOrDefault(label) + 1;
        }

        return new(detections, beats.Kept.Count, labels, unlabelled, missed);
    }

    private static void Add(SortedDictionary<string, int> sum, IReadOnlyDictionary<string, int> part)
    {
        foreach ((string label, int count) in part)
            sum[label] = sum.GetValueOrDefault(label) + count;
    }
}
