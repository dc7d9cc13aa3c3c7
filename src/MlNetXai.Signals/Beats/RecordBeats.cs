namespace MlNetXai.Signals.Beats;

/// <summary>The whole beats of one record with their labels: which of them become rows.</summary>
public sealed class RecordBeats
{
    private readonly IReadOnlyList<string> _classes;

    private RecordBeats(IReadOnlyList<int> kept, BeatMatch match, IReadOnlyList<string> classes) => (Kept, Match, _classes) = (kept, match, classes);

    /// <summary>R of the beats whose whole window lies in the record, ascending.</summary>
    public IReadOnlyList<int> Kept { get; }

    /// <summary>Their labels, and annotations without a beat.</summary>
    public BeatMatch Match { get; }

    /// <summary>R and label of every beat with one of the classes' labels, ascending.</summary>
    public IEnumerable<(int R, string Label)> Rows
    {
        get
        {
            for (int i = 0; i < Kept.Count; i++)
            {
                if (Match.Labels[i] is { } label && _classes.Contains(label))
                    yield return (Kept[i], label);
            }
        }
    }

    /// <summary>Labels the whole beats of a record.</summary>
    /// <param name="peaks">R of its beats, ascending.</param>
    /// <param name="samples">Samples of its leads.</param>
    /// <param name="annotations">Its annotations, in samples of its leads.</param>
    /// <param name="options">Windows, tolerance, classes.</param>
    public static RecordBeats Label(IReadOnlyList<int> peaks, int samples, IReadOnlyList<Annotation> annotations, BeatSetOptions options)
    {
        List<int> kept = new BeatSegmenter(options.Segmentation).WithWholeWindow(peaks, samples, options.SamplingRateHz);
        return new(kept, BeatLabels.Match(kept, annotations, (int)(options.LabelToleranceMs * options.SamplingRateHz / 1000)), options.Classes);
    }
}
