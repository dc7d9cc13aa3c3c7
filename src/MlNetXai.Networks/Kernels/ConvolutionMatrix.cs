namespace MlNetXai.Networks.Kernels;

/// <summary>Weights as the right-hand side of a convolution's product: a row per tap and channel read, a column per channel written.</summary>
/// <remarks>
/// Layout <c>[panel][row][width]</c>. A panel is 1 … 4 vectors wide, zero beyond the last column; the vectors that the columns need are shared out evenly, since
/// 196 columns would leave 60 of the last 64 unused.
/// </remarks>
internal sealed class ConvolutionMatrix
{
    private const int VectorsPerPanel = 4;
    private const int TapsAtOnce = 16;

    private readonly int _lanes;
    private readonly int _vectors;

    /// <param name="depth">Rows: taps · channels.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="lanes">Floats of a vector.</param>
    public ConvolutionMatrix(int depth, int columns, int lanes)
    {
        (Depth, Columns, _lanes) = (depth, columns, lanes);
        _vectors = (columns + lanes - 1) / lanes;
        Panels = (_vectors + VectorsPerPanel - 1) / VectorsPerPanel;
        Buffer = new(checked(depth * _vectors * lanes));
    }

    public int Depth { get; }

    public int Columns { get; }

    public int Panels { get; }

    /// <summary>Columns with those of the last vector that are not used.</summary>
    public int PaddedColumns => _vectors * _lanes;

    public AlignedBuffer Buffer { get; }

    /// <summary>First vector and number of vectors of a panel.</summary>
    public (int First, int Count) Vectors(int panel)
    {
        int first = _vectors * panel / Panels;
        return (first, (_vectors * (panel + 1) / Panels) - first);
    }

    /// <summary>Reads element (u·channels + c, n) from <c>source[taps[u] + c·channelStride + n·columnStride]</c>.</summary>
    public void Fill(ReadOnlySpan<float> source, ReadOnlySpan<int> taps, int channels, int channelStride, int columnStride)
    {
        // By way of a few taps of one channel: taps are neighbours in the source and far apart here, columns the other way round.
        Span<float> target = Buffer.Span, few = stackalloc float[TapsAtOnce * VectorsPerPanel * _lanes];
        for (int panel = 0; panel < Panels; panel++)
        {
            (int first, int count) = Vectors(panel);
            int width = count * _lanes, start = first * _lanes * Depth, column = first * _lanes, used = Math.Min(width, Columns - column);
            for (int c = 0; c < channels; c++)
            {
                for (int u = 0; u < taps.Length; u += TapsAtOnce)
                {
                    ReadOnlySpan<int> own = taps.Slice(u, Math.Min(TapsAtOnce, taps.Length - u));
                    for (int n = 0; n < used; n++)
                    {
                        int from = (c * channelStride) + ((column + n) * columnStride);
                        for (int i = 0; i < own.Length; i++)
                            few[(i * width) + n] = source[from + own[i]];
                    }

                    for (int i = 0; i < own.Length; i++)
                        few.Slice(i * width, used).CopyTo(target[(start + ((((u + i) * channels) + c) * width))..]);
                }
            }
        }
    }
}
