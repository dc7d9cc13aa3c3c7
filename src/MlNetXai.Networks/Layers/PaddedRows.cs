namespace MlNetXai.Networks.Layers;

/// <summary>Rows with zeros in front and behind.</summary>
/// <param name="Steps">Steps of a row.</param>
/// <param name="Channels">Channels of a step.</param>
/// <param name="Left">Steps of zeros in front.</param>
/// <param name="PaddedSteps">Steps of a padded row; a row that is longer is cut.</param>
internal readonly record struct PaddedRows(int Steps, int Channels, int Left, int PaddedSteps)
{
    /// <summary>Floats from a padded row to the next.</summary>
    public int RowStride => (IsWhole ? Steps : PaddedSteps) * Channels;

    // A row that needs no zeros is read where it lies.
    private bool IsWhole => Left == 0 && PaddedSteps <= Steps;

    /// <summary>The padded rows, in scratch memory, or <paramref name="x"/> itself where nothing is added.</summary>
    public ReadOnlySpan<float> Pad(ReadOnlySpan<float> x, int rows, Scratch scratch)
    {
        if (IsWhole)
            return x;
        Span<float> padded = scratch.Rows(rows * RowStride);
        int before = Math.Min(Left, PaddedSteps) * Channels, copied = Math.Clamp(PaddedSteps - Left, 0, Steps) * Channels;
        for (int row = 0; row < rows; row++)
        {
            Span<float> own = padded.Slice(row * RowStride, RowStride);
            own[..before].Clear();
            x.Slice(row * Steps * Channels, copied).CopyTo(own[before..]);
            own[(before + copied)..].Clear();
        }

        return padded;
    }
}
