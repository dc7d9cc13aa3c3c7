namespace MlNetXai.Networks.Kernels;

/// <summary>One value per channel, repeated so that a vector can be loaded from every channel on.</summary>
/// <remarks><c>[period + lanes]</c>; the period is the smallest multiple of the channels that holds a vector.</remarks>
internal static class ChannelRow
{
    public static int Period(int channels, int lanes) => (lanes + channels - 1) / channels * channels;

    public static int Length(int channels, int lanes) => Period(channels, lanes) + lanes;

    /// <summary>Fills a row from <c>values[channel]</c>.</summary>
    public static void Fill(ReadOnlySpan<float> values, Span<float> row)
    {
        while (row.Length > values.Length)
        {
            values.CopyTo(row);
            row = row[values.Length..];
        }

        values[..row.Length].CopyTo(row);
    }
}
