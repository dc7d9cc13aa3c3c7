namespace MlNetXai.Explanations.Methods;

/// <summary>What stands in the place of a segment that is taken away.</summary>
public enum SegmentFill
{
    /// <summary>The values of a <see cref="Baseline"/>. Default.</summary>
    Baseline,

    /// <summary>A straight line, per channel, from the segment's first value to its last: no jumps, and no wave within.</summary>
    StraightLine,
}

/// <summary>Rows with everything replaced that a segment may lose.</summary>
internal static class SegmentReplacement
{
    /// <summary>A row without some of its segments.</summary>
    /// <param name="row"><c>[step, channel]</c>.</param>
    /// <param name="replaced">The whole replaced row.</param>
    /// <param name="segments">The segments.</param>
    /// <param name="channels">Channels per step.</param>
    /// <param name="stays">Whether each segment keeps its values, <c>[segment]</c>.</param>
    /// <param name="changed">Overwritten.</param>
    public static void Apply(ReadOnlySpan<float> row, ReadOnlySpan<float> replaced, IReadOnlyList<Segment> segments, int channels, ReadOnlySpan<bool> stays, Span<float> changed)
    {
        row.CopyTo(changed);
        for (int i = 0; i < segments.Count; i++)
        {
            (int start, int count) = (segments[i].Start * channels, segments[i].Count * channels);
            if (!stays[i])
                replaced.Slice(start, count).CopyTo(changed[start..]);
        }
    }

    /// <summary>The whole replaced row; steps in no segment keep their values.</summary>
    /// <param name="fill">What stands there.</param>
    /// <param name="baseline">Baseline of the row, <c>[step, channel]</c>.</param>
    /// <param name="segments">Segments of the row.</param>
    /// <param name="channels">Channels per step.</param>
    /// <param name="row">The row, <c>[step, channel]</c>.</param>
    /// <param name="replaced">Overwritten, <c>[step, channel]</c>.</param>
    public static void Fill(
        SegmentFill fill, ReadOnlySpan<float> baseline, IReadOnlyList<Segment> segments, int channels, ReadOnlySpan<float> row, Span<float> replaced)
    {
        row.CopyTo(replaced);
        foreach (Segment segment in segments)
        {
            (int first, int count) = (segment.Start * channels, segment.Count * channels);
            if (fill == SegmentFill.Baseline)
                baseline.Slice(first, count).CopyTo(replaced[first..]);
            else
                Line(row.Slice(first, count), channels, replaced.Slice(first, count));
        }
    }

    private static void Line(ReadOnlySpan<float> segment, int channels, Span<float> line)
    {
        int last = segment.Length - channels;
        for (int i = 0; i < segment.Length; i++)
        {
            int channel = i % channels;
            double place = last == 0 ? 0 : (i - channel) / (double)last;
            line[i] = (float)((segment[channel] * (1 - place)) + (segment[last + channel] * place));
        }
    }
}
