namespace MlNetXai.Networks.Layers;

/// <summary>Some neighbouring steps of some rows, with zeros for steps outside the row.</summary>
/// <param name="x">The rows, <c>[row, step, channel]</c>.</param>
/// <param name="steps">Steps of a row.</param>
/// <param name="channels">Channels of a step.</param>
internal readonly ref struct PaddedRows(ReadOnlySpan<float> x, int steps, int channels)
{
    private readonly ReadOnlySpan<float> _x = x;

    /// <summary>Steps <paramref name="first"/> … <paramref name="first"/> + <paramref name="count"/> − 1 of rows <paramref name="row"/> …, in scratch memory or where they lie.</summary>
    /// <param name="row">First row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="first">First step, negative for zeros in front.</param>
    /// <param name="count">Steps, with those behind the row's end.</param>
    /// <param name="scratch">Used where zeros are needed.</param>
    /// <param name="rowStride">Floats from a row of the result to the next.</param>
    public ReadOnlySpan<float> Take(int row, int rows, int first, int count, Scratch scratch, out int rowStride)
    {
        if (first >= 0 && first + count <= steps)
        {
            rowStride = steps * channels;
            return _x[((row * rowStride) + (first * channels))..];
        }

        rowStride = count * channels;
        Span<float> padded = scratch.Rows(rows * rowStride);
        int start = Math.Clamp(first, 0, steps), end = Math.Clamp(first + count, start, steps), before = Math.Min(start - first, count) * channels, length = (end - start) * channels;
        for (int r = 0; r < rows; r++)
        {
            Span<float> own = padded.Slice(r * rowStride, rowStride);
            own[..before].Clear();
            _x.Slice((((row + r) * steps) + start) * channels, length).CopyTo(own[before..]);
            own[(before + length)..].Clear();
        }

        return padded;
    }
}
