namespace MlNetXai.Networks.Kernels;

/// <summary>Convolution as a matrix product over a view of overlapping windows, and the weights' gradient as the transposed product over the same view.</summary>
/// <remarks>
/// Forward (and the input's gradient, which is a convolution of the output's gradient): C[window, output] = Σ A[window, tap·channel]·B. Windows are taken in chunks whose
/// sums stay in L2, B in panels of up to 4 vectors and the depth in blocks so that a panel's block stays in L1 while all tiles of the chunk use it. Sums pass from block to
/// block through C, unrounded, so each is one sum in ascending order of the depth: it depends neither on chunk nor on tile nor on the other rows.
/// Weights' gradient: G[tap·channel, output] += Σ over rows and steps A[·, tap·channel]·dy[·, output], in ascending order; dy is copied into panels, some hundred steps at a time.
/// </remarks>
internal static unsafe class ConvolutionKernel
{
    // A block of a panel, 64 columns of 512 bits wide: 32 KB of 48 KB of L1.
    private const int BlockFloats = 8192;

    // Windows whose sums are in work at once: at 64 columns 128 KB.
    private const int ChunkSteps = 512;

    // Rows, or parts of them, in a chunk of the weights' gradient.
    private const int MostPieces = 128;

    public static void Forward<TSimd, TVector>(in ConvolutionView x, ConvolutionMatrix weights, Span<float> target, ConvolutionTarget at, Epilogue? epilogue)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int rowsAtOnce = Math.Max(1, ChunkSteps / x.Steps), parts = (x.Steps + ChunkSteps - 1) / ChunkSteps;
        fixed (float* from = x.Values, to = target)
        {
            for (int row = 0; row < x.Rows; row += rowsAtOnce)
            {
                for (int part = 0; part < parts; part++)
                {
                    int start = (int)((long)x.Steps * part / parts), end = (int)((long)x.Steps * (part + 1) / parts);
                    Chunk<TSimd, TVector>(x, from, row, Math.Min(rowsAtOnce, x.Rows - row), start, end - start, weights, to, at, epilogue);
                }
            }
        }
    }

    /// <summary>Floats that <see cref="AddWeightGradient"/> works in.</summary>
    public static int ScratchLength => BlockFloats;

    public static void AddWeightGradient<TSimd, TVector>(
        in ConvolutionView x, ReadOnlySpan<float> dy, ConvolutionTarget at, ConvolutionMatrix layout, Span<float> gradient, Span<float> scratch)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Piece* pieces = stackalloc Piece[MostPieces];
        Term* terms = stackalloc Term[MostPieces];
        fixed (float* from = x.Values, back = dy, to = gradient, packed = scratch)
        {
            for (int panel = 0; panel < layout.Panels; panel++)
            {
                (int firstVector, int vectors) = layout.Vectors(panel);
                int width = vectors * TSimd.Count, column = firstVector * TSimd.Count, used = Math.Min(width, layout.Columns - column);
                (int row, int step) = (0, 0);
                while (row < x.Rows)
                {
                    // As many steps as fit, of as many rows as that takes.
                    int free = BlockFloats / width, count = 0;
                    float* target = packed;
                    while (free > 0 && row < x.Rows && count < MostPieces)
                    {
                        int steps = Math.Min(free, x.Steps - step);
                        pieces[count] = new(from + ((nint)row * x.RowStride) + ((nint)step * x.StepStride), target, steps);
                        Pack(back + ((nint)row * at.RowStride) + ((nint)step * at.StepStride) + column, at.StepStride, target, width, steps, used);
                        count++;
                        free -= steps;
                        target += steps * width;
                        step += steps;
                        if (step == x.Steps)
                            (row, step) = (row + 1, 0);
                    }

                    int taps = x.IsContiguous ? 1 : x.Taps, depth = x.IsContiguous ? x.Depth : x.Channels, tiles = (depth + TSimd.TileRows - 1) / TSimd.TileRows;
                    for (int tap = 0; tap < taps; tap++)
                    {
                        for (int tile = 0; tile < tiles; tile++)
                        {
                            int first = (int)((long)depth * tile / tiles), height = (int)((long)depth * (tile + 1) / tiles) - first;
                            for (int i = 0; i < count; i++)
                                terms[i] = new((nint)(pieces[i].Windows + ((nint)tap * x.TapStride) + first), 1, x.StepStride, (nint)pieces[i].Packed, pieces[i].Steps);
                            float* c = to + (((nint)(tap * depth) + first) * layout.PaddedColumns) + column;
                            Tile.Multiply<TSimd, TVector>(height, vectors, terms, count, c, layout.PaddedColumns, accumulate: true);
                        }
                    }
                }
            }
        }
    }

    private static void Chunk<TSimd, TVector>(
        in ConvolutionView x, float* from, int firstRow, int rows, int firstStep, int steps, ConvolutionMatrix weights, float* to, ConvolutionTarget at, Epilogue? epilogue)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int lanes = TSimd.Count, tiles = (steps + TSimd.TileRows - 1) / TSimd.TileRows;
        float* edge = stackalloc float[(TSimd.TileRows * 4 * lanes) + 16];
        edge = (float*)(((nint)edge + 63) & ~63);
        for (int panel = 0; panel < weights.Panels; panel++)
        {
            (int firstVector, int vectors) = weights.Vectors(panel);
            int width = vectors * lanes, column = firstVector * lanes, used = Math.Min(width, weights.Columns - column);
            float* b = weights.Buffer.Pointer + ((nint)column * weights.Depth);

            // A contiguous window is one tap; its depth is cut anywhere, otherwise between taps.
            int taps = x.IsContiguous ? 1 : x.Taps, depth = x.IsContiguous ? x.Depth : x.Channels, whole = BlockFloats / width;
            int blocks = ((taps * depth) + whole - 1) / whole;
            if (taps > 1)
                blocks = Math.Min(blocks, taps);
            for (int block = 0; block < blocks; block++)
            {
                int units = taps > 1 ? taps : depth, first = (int)((long)units * block / blocks), count = (int)((long)units * (block + 1) / blocks) - first;
                for (int row = firstRow; row < firstRow + rows; row++)
                {
                    for (int tile = 0; tile < tiles; tile++)
                    {
                        int start = (int)((long)steps * tile / tiles), height = (int)((long)steps * (tile + 1) / tiles) - start;
                        float* window = from + ((nint)row * x.RowStride) + ((nint)(firstStep + start) * x.StepStride);
                        float* c = to + ((nint)row * at.RowStride) + ((nint)(firstStep + start) * at.StepStride) + column;
                        nint stride = at.StepStride;
                        if (used < width)
                        {
                            if (block > 0)
                                Copy(c, stride, edge, width, height, used);
                            c = edge;
                            stride = width;
                        }

                        if (taps == 1)
                        {
                            Term term = new((nint)(window + first), x.StepStride, 1, (nint)(b + ((nint)first * width)), count);
                            Tile.Multiply<TSimd, TVector>(height, vectors, &term, 1, c, stride, block > 0);
                        }
                        else
                        {
                            for (int tap = first; tap < first + count; tap++)
                            {
                                Term term = new((nint)(window + ((nint)tap * x.TapStride)), x.StepStride, 1, (nint)(b + ((nint)tap * depth * width)), depth);
                                Tile.Multiply<TSimd, TVector>(height, vectors, &term, 1, c, stride, tap > 0);
                            }
                        }

                        if (epilogue is not null && block == blocks - 1)
                            Finish<TSimd, TVector>(c, stride, height, vectors, epilogue.Scale.Pointer + column, epilogue.Shift.Pointer + column, epilogue.Rectifies);
                        if (used < width)
                            Copy(edge, width, to + ((nint)row * at.RowStride) + ((nint)(firstStep + start) * at.StepStride) + column, at.StepStride, height, used);
                    }
                }
            }
        }
    }

    private static void Finish<TSimd, TVector>(float* c, nint stride, int rows, int vectors, float* scale, float* shift, bool rectifies)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector zero = TSimd.Splat(0f);
        for (int v = 0; v < vectors; v++)
        {
            TVector factor = TSimd.Load(scale + (v * TSimd.Count)), summand = TSimd.Load(shift + (v * TSimd.Count));
            float* at = c + (v * TSimd.Count);
            for (int row = 0; row < rows; row++)
            {
                TVector y = TSimd.MultiplyAdd(TSimd.Load(at), factor, summand);
                TSimd.Store(rectifies ? TSimd.AtLeast(zero, y) : y, at);
                at += stride;
            }
        }
    }

    private static void Pack(float* from, nint fromStride, float* to, int width, int rows, int used)
    {
        Copy(from, fromStride, to, width, rows, used);
        for (int row = 0; row < rows && used < width; row++)
            new Span<float>(to + (row * width) + used, width - used).Clear();
    }

    private static void Copy(float* from, nint fromStride, float* to, nint toStride, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<float>(from + (row * fromStride), columns).CopyTo(new(to + (row * toStride), columns));
    }

    // Neighbouring steps of a row: where their windows begin, where their gradients lie packed.
    private readonly struct Piece(float* windows, float* packed, int steps)
    {
        public float* Windows => windows;

        public float* Packed => packed;

        public int Steps => steps;
    }
}
