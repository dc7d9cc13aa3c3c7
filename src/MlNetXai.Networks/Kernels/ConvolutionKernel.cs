namespace MlNetXai.Networks.Kernels;

/// <summary>Convolution as a matrix product over a view of overlapping windows, and the weights' gradient as the transposed product over the same view.</summary>
/// <remarks>
/// Forward (and the input's gradient, which is a convolution of the output's gradient): C[window, output] = Σ A[window, tap·channel]·B, with B in panels of up to 4 vectors and
/// the depth in blocks so that a panel's block stays in L1 while all tiles use it; the caller hands over as many windows at once as stay in L2. Sums pass from block to
/// block through C, unrounded, so each is one sum in ascending order of the depth: it depends neither on the tile nor on the other windows.
/// Weights' gradient: G[tap·channel, output] += Σ over rows and steps A[·, tap·channel]·dy[·, output], in ascending order; dy is copied into panels, some hundred steps at a time.
/// </remarks>
internal static unsafe class ConvolutionKernel
{
    // A block of a panel: 32 KB, 128 rows of 64 columns.
    private const int BlockFloats = 8192;

    // Depth of the weights' gradient between two visits of its memory.
    private const int GradientWindows = 128;

    // Fewer uses of a value do not pay for transposing it.
    private const int FewestUses = 3;

    public static void Forward<TSimd, TVector>(in ConvolutionView x, ConvolutionMatrix weights, Span<float> target, ConvolutionTarget at, Epilogue? epilogue)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int lanes = TSimd.Count, tiles = (x.Steps + TSimd.TileRows - 1) / TSimd.TileRows;
        float* edge = stackalloc float[(TSimd.TileRows * 4 * lanes) + 16];
        edge = (float*)(((nint)edge + 63) & ~63);
        fixed (float* from = x.Values, to = target)
        {
            for (int panel = 0; panel < weights.Panels; panel++)
            {
                (int firstVector, int vectors) = weights.Vectors(panel);
                int width = vectors * lanes, column = firstVector * lanes, used = Math.Min(width, weights.Columns - column);
                float* b = weights.Buffer.Pointer + ((nint)column * weights.Depth);

                // A contiguous window is one tap; its depth is cut anywhere, otherwise between taps.
                int taps = x.IsContiguous ? 1 : x.Taps, depth = x.IsContiguous ? x.Depth : x.Channels, whole = BlockFloats / width;
                int units = taps > 1 ? taps : depth, blocks = Math.Min(((taps * depth) + whole - 1) / whole, units);
                for (int block = 0; block < blocks; block++)
                {
                    int first = (int)((long)units * block / blocks), end = (int)((long)units * (block + 1) / blocks);
                    for (int i = 0; i < x.Rows * tiles; i++)
                    {
                        (int row, int tile) = Math.DivRem(i, tiles);
                        int start = (int)((long)x.Steps * tile / tiles), height = (int)((long)x.Steps * (tile + 1) / tiles) - start;
                        float* window = from + ((nint)row * x.RowStride) + ((nint)start * x.StepStride);
                        float* result = to + ((nint)row * at.RowStride) + ((nint)start * at.StepStride) + column;
                        float* c = used < width ? edge : result;
                        nint stride = used < width ? width : at.StepStride;
                        if (used < width && block > 0)
                            Copy(result, at.StepStride, edge, width, height, used);
                        for (int tap = taps > 1 ? first : 0; tap < (taps > 1 ? end : 1); tap++)
                        {
                            nint skipped = taps > 1 ? 0 : first, row0 = ((nint)tap * depth) + skipped;
                            Term term = new(
                                (nint)(window + ((nint)tap * x.TapStride) + skipped), x.StepStride, 1, (nint)(b + (row0 * width)), taps > 1 ? depth : end - first);
                            Tile.Multiply<TSimd, TVector>(height, vectors, &term, 1, c, stride, row0 > 0);
                        }

                        if (epilogue is not null && block == blocks - 1)
                            Finish<TSimd, TVector>(c, stride, height, vectors, epilogue.Scale.Pointer + column, epilogue.Shift.Pointer + column, epilogue.Rectifies);
                        if (used < width)
                            Copy(edge, width, result, at.StepStride, height, used);
                    }
                }
            }
        }
    }

    public static void AddWeightGradient<TSimd, TVector>(
        in ConvolutionView x, ReadOnlySpan<float> dy, ConvolutionTarget at, ConvolutionMatrix layout, Span<float> gradient, Scratch scratch)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int stride = Math.Max(1, x.StepStride / x.Channels), steps = ((x.Steps - 1) * stride) + x.Taps;
        bool transposes = x.IsContiguous && x.Taps >= FewestUses * stride;
        Span<float> panels = scratch.Panels(BlockFloats + (transposes ? x.Rows * steps * x.Channels : 0));
        Piece* pieces = stackalloc Piece[GradientWindows];
        Term* terms = stackalloc Term[GradientWindows];
        fixed (float* from = x.Values, back = dy, to = gradient, dyPanel = panels)
        {
            float* transposed = dyPanel + BlockFloats;
            for (int row = 0; transposes && row < x.Rows; row++)
                Transpose(from + ((nint)row * x.RowStride), steps, x.Channels, TSimd.TileRows, transposed + ((nint)row * steps * x.Channels));
            int taps = transposes || !x.IsContiguous ? x.Taps : 1, depth = x.Depth / taps, tiles = (depth + TSimd.TileRows - 1) / TSimd.TileRows;
            for (int panel = 0; panel < layout.Panels; panel++)
            {
                (int firstVector, int vectors) = layout.Vectors(panel);
                int width = vectors * TSimd.Count, column = firstVector * TSimd.Count, used = Math.Min(width, layout.Columns - column);
                (int row, int step) = (0, 0);
                while (row < x.Rows)
                {
                    // As many windows as fit, of as many rows as that takes.
                    int free = Math.Min(GradientWindows, BlockFloats / width), count = 0;
                    float* target = dyPanel;
                    while (free > 0 && row < x.Rows)
                    {
                        int windows = Math.Min(free, x.Steps - step);
                        Pack(back + ((nint)row * at.RowStride) + ((nint)step * at.StepStride) + column, at.StepStride, target, width, windows, used);
                        pieces[count] = new(row, step, windows, target);
                        count++;
                        free -= windows;
                        target += windows * width;
                        step += windows;
                        if (step == x.Steps)
                            (row, step) = (row + 1, 0);
                    }

                    for (int tap = 0; tap < taps; tap++)
                    {
                        for (int tile = 0; tile < tiles; tile++)
                        {
                            int first = (int)((long)depth * tile / tiles), height = (int)((long)depth * (tile + 1) / tiles) - first;
                            for (int i = 0; i < count; i++)
                            {
                                ref Piece piece = ref pieces[i];
                                float* a = transposes
                                    ? transposed + ((nint)piece.Row * steps * x.Channels) + ((nint)first * steps) + (((piece.Step * stride) + tap) * height)
                                    : from + ((nint)piece.Row * x.RowStride) + ((nint)piece.Step * x.StepStride) + ((nint)tap * x.TapStride) + first;
                                terms[i] = new((nint)a, 1, transposes ? stride * height : x.StepStride, (nint)piece.Packed, piece.Windows);
                            }

                            float* c = to + (((nint)(tap * depth) + first) * layout.PaddedColumns) + column;
                            Tile.Multiply<TSimd, TVector>(height, vectors, terms, count, c, layout.PaddedColumns, accumulate: true);
                        }
                    }
                }
            }
        }
    }

    // Steps of all channels into [tile of channels][step][channel]: a tile of the weights' gradient then reads neighbouring values step by step, not a cache line and a page for each.
    private static void Transpose(float* from, int steps, int channels, int tileRows, float* to)
    {
        int tiles = (channels + tileRows - 1) / tileRows;
        for (int tile = 0; tile < tiles; tile++)
        {
            int first = (int)((long)channels * tile / tiles), height = (int)((long)channels * (tile + 1) / tiles) - first;
            float* source = from + first, target = to + ((nint)first * steps);
            switch (height)
            {
                case 6:
                    for (int step = 0; step < steps; step++, source += channels, target += 6)
                    {
                        *(Four*)target = *(Four*)source;
                        *(Two*)(target + 4) = *(Two*)(source + 4);
                    }

                    break;
                case 5:
                    for (int step = 0; step < steps; step++, source += channels, target += 5)
                    {
                        *(Four*)target = *(Four*)source;
                        target[4] = source[4];
                    }

                    break;
                default:
                    for (int step = 0; step < steps; step++, source += channels, target += height)
                    {
                        for (int c = 0; c < height; c++)
                            target[c] = source[c];
                    }

                    break;
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

    // Neighbouring windows of a row, and where their gradients lie packed.
    private readonly struct Piece(int row, int step, int windows, float* packed)
    {
        public int Row => row;

        public int Step => step;

        public int Windows => windows;

        public float* Packed => packed;
    }

    private readonly record struct Two(float A, float B);

    private readonly record struct Four(float A, float B, float C, float D);
}
