using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Signals.Beats;

/// <summary>What <see cref="BeatLabels.Match"/> found.</summary>
/// <param name="Labels">Mnemonic of the annotation matched to each beat ("N", "V", …), or null, <c>[beat]</c>.</param>
/// <param name="Missed">Beat annotations without a beat, in order of time.</param>
public sealed record BeatMatch(IReadOnlyList<string?> Labels, IReadOnlyList<Annotation> Missed);

/// <summary>Gives detected beats the labels of the annotations near them.</summary>
public static class BeatLabels
{
    // Later than any sample, and small enough that differences do not overflow.
    private const long Never = long.MaxValue / 4;

    /// <summary>Matches beats and beat annotations one to one, in order of time, within a tolerance.</summary>
    /// <remarks>The rule of the WFDB program <c>bxb</c> (bxb(1), WFDB 10.7.0), whose 150 ms follow ANSI/AAMI EC57: a pair is made unless the next beat or
    /// the next annotation fits better. Annotations that mark no beat are ignored.</remarks>
    /// <param name="beats">R of each beat, ascending, in samples.</param>
    /// <param name="annotations">The record's annotations, any order; samples in the same count.</param>
    /// <param name="toleranceSamples">Largest distance of a pair, at least 0; 54 at 360 Hz.</param>
    public static BeatMatch Match(IReadOnlyList<int> beats, IReadOnlyList<Annotation> annotations, int toleranceSamples)
    {
        Require.AtLeast(toleranceSamples, 0, nameof(toleranceSamples));
        List<Annotation> references = BeatsInOrder(annotations);
        string?[] labels = new string?[beats.Count];
        List<Annotation> missed = [];
        int r = 0, b = 0;
        while (r < references.Count || b < beats.Count)
        {
            long reference = Reference(r), nextReference = Reference(r + 1), beat = Beat(b), nextBeat = Beat(b + 1);
            long distance = Math.Abs(reference - beat), nextDistance = Math.Abs(nextReference - nextBeat);
            long other = beat < reference ? Math.Abs(reference - nextBeat) : Math.Abs(beat - nextReference);
            if (distance <= toleranceSamples && (distance < other || nextDistance < other))
                labels[b++] = AnnotationCodes.Symbol(references[r++].Code);
            else if (beat < reference)
                b++;
            else
                missed.Add(references[r++]);
        }

        return new(labels, missed);

        long Reference(int i) => i < references.Count ? references[i].Sample : Never;

        long Beat(int i) => i < beats.Count ? beats[i] : Never;
    }

    private static List<Annotation> BeatsInOrder(IReadOnlyList<Annotation> annotations)
    {
        List<Annotation> references = new(annotations.Count);
        bool ordered = true;
        for (int i = 0; i < annotations.Count; i++)
        {
            if (!AnnotationCodes.IsBeat(annotations[i].Code))
                continue;
            ordered &= references.Count == 0 || references[^1].Sample <= annotations[i].Sample;
            references.Add(annotations[i]);
        }

        return ordered ? references : [.. references.OrderBy(annotation => annotation.Sample)];
    }
}
