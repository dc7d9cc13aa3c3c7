using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>What an LSTM kernel reads and writes for one block of rows; one core carries the block through all its steps.</summary>
/// <remarks>
/// n rows, T steps, D channels, H units (Hp with padding), P panels of w = 4·lanes gate columns.
/// <code>
/// x       [row, step, channel]
/// h, c    [slot][row][Hp]         slot 0 = initial state; T + 1 slots, or 2 used in turns
/// gates   [step][panel][row][w]   i, f, g, o after their nonlinearity; absent when nothing will be differentiated
/// dz      [panel][step in chunk, row][w]   gradients of the gates' inputs, for as many steps as make about 200 rows
/// dh      [row][Hp rounded up to w], dc [row][Hp]
/// </code>
/// </remarks>
internal unsafe ref struct LstmBlock
{
    public int Rows;
    public int Steps;
    public ReadOnlySpan<float> X;
    public Span<float> H;
    public Span<float> C;
    public bool KeepsH;
    public bool KeepsC;
    public Span<float> Gates;

    /// <summary>For the way back: gradient of the output, [row, H] of the last step or [row, step, H].</summary>
    public ReadOnlySpan<float> OutputGradient;
    public bool OutputIsSequence;
    public Span<float> Dh;
    public Span<float> Dc;
    public Span<float> Dz;
    public int ChunkSteps;

    /// <summary>Inputs with a 1 behind each, for a chunk: [step in chunk, row][D + 1]; empty when weights get no gradient.</summary>
    public Span<float> XChunk;

    /// <summary>Gradient of the input, [row, step, channel]; empty when not wanted.</summary>
    public Span<float> Dx;

    /// <summary>Gradient of the weights in the layout of <see cref="LstmPanels.Forward"/>, added to; empty when not wanted.</summary>
    public Span<float> Gradient;

    public readonly int HSlot(int step) => KeepsH ? step : step & 1;

    public readonly int CSlot(int step) => KeepsC ? step : step & 1;
}

/// <summary>The fused recurrent kernel: product, gates and state of a block of rows, step after step, forwards and back.</summary>
/// <remarks>
/// z = W_hh h + W_ih x + b; i, f, o = σ(z), g = tanh(z); c = f·c′ + i·g; h = o·tanh c (Hochreiter and Schmidhuber 1997, with forget gates, without peepholes).
/// A panel's weights stay in L1 for all tiles of the block; its gates are computed while the tile is still there. The weights' gradient is one product
/// per chunk of steps, not one per step. tanh c is computed again on the way back: cheaper than the memory it would cross.
/// </remarks>
internal static unsafe class LstmKernel
{
    /// <summary>Smaller gradients of a step become 0 (2⁻¹⁰⁰): going back through 200 steps they would end as subnormal numbers, which cost x64 a hundred
    /// cycles each (measured on a busy machine: a training step of 200 rows took 1,590 ms with them, 260 ms without).</summary>
    private const float LeastGradient = 7.888609e-31f;

    public static void Forward<TSimd, TVector>(LstmPanels weights, ref LstmBlock block)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int rows = block.Rows, steps = block.Steps, width = weights.PanelColumns, padded = weights.PaddedHidden, depth = weights.Depth;
        int tiles = (rows + TSimd.TileRows - 1) / TSimd.TileRows;
        float* z = stackalloc float[(TSimd.TileRows * width) + 16];
        z = (float*)(((nint)z + 63) & ~63);
        Term* terms = stackalloc Term[2];
        float* forward = weights.Forward.Pointer;
        nint xStride = steps * weights.Inputs;
        fixed (float* x = block.X, h = block.H, c = block.C, gates = block.Gates)
        {
            for (int t = 0; t < steps; t++)
            {
                float* hBefore = h + (block.HSlot(t) * rows * padded), hAfter = h + (block.HSlot(t + 1) * rows * padded);
                float* cBefore = c + (block.CSlot(t) * rows * padded), cAfter = c + (block.CSlot(t + 1) * rows * padded);
                for (int p = 0; p < weights.Panels; p++)
                {
                    float* panel = forward + (p * depth * width);
                    int unit = p * weights.Lanes;
                    for (int tile = 0; tile < tiles; tile++)
                    {
                        int first = (int)((long)rows * tile / tiles), count = (int)((long)rows * (tile + 1) / tiles) - first;
                        terms[0] = new((nint)(hBefore + (first * padded)), padded, 1, (nint)panel, weights.Hidden);
                        terms[1] = new((nint)(x + (first * xStride) + (t * weights.Inputs)), xStride, 1, (nint)(panel + (weights.Hidden * width)), weights.Inputs);
                        Tile.Multiply<TSimd, TVector>(count, terms, 2, z, width, accumulate: false);
                        float* bias = panel + ((depth - 1) * width);
                        int at = (first * padded) + unit;
                        float* kept = gates is null ? null : gates + ((((((nint)t * weights.Panels) + p) * rows) + first) * width);
                        Gates<TSimd, TVector>(count, z, bias, cBefore + at, cAfter + at, hAfter + at, padded, kept);
                    }
                }
            }
        }
    }

    public static void Backward<TSimd, TVector>(LstmPanels weights, ref LstmBlock block)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int rows = block.Rows, steps = block.Steps, hidden = weights.Hidden, width = weights.PanelColumns, padded = weights.PaddedHidden;
        int dhStride = weights.HiddenBack.Panels * width;
        bool wantsWeights = !block.Gradient.IsEmpty;
        block.Dh.Clear();
        block.Dc.Clear();
        nint chunkRows = (nint)block.ChunkSteps * rows;
        fixed (float* h = block.H, c = block.C, gates = block.Gates, dh = block.Dh, dc = block.Dc, dz = block.Dz)
        {
            for (int t = steps - 1; t >= 0; t--)
            {
                AddOutputGradient(ref block, t, hidden, dhStride);
                int chunkStart = t / block.ChunkSteps * block.ChunkSteps;
                nint inChunk = (nint)(t - chunkStart) * rows;
                float* cBefore = c + ((nint)t * rows * padded), cAfter = cBefore + (rows * padded);
                for (int p = 0; p < weights.Panels; p++)
                {
                    int unit = p * weights.Lanes;
                    GatesBack<TSimd, TVector>(
                        rows, gates + ((((nint)t * weights.Panels) + p) * rows * width), cBefore + unit, cAfter + unit, padded, dh + unit, dhStride, dc + unit,
                        dz + (((p * chunkRows) + inChunk) * width));
                }

                if (t > 0)
                    TimesTransposed<TSimd, TVector>(rows, weights.Panels, dz + (inChunk * width), chunkRows * width, weights.HiddenBack, dh, dhStride);
                if (!block.Dx.IsEmpty)
                    InputGradient<TSimd, TVector>(weights, ref block, t, dz + (inChunk * width), chunkRows * width);
                if (wantsWeights && t == chunkStart)
                    WeightGradient<TSimd, TVector>(weights, ref block, chunkStart, Math.Min(block.ChunkSteps, steps - chunkStart), h, dz, chunkRows);
            }
        }
    }

    // Gates and state of a tile; the gates are kept for the way back unless there is no room for them (null).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gates<TSimd, TVector>(int rows, float* z, float* bias, float* cBefore, float* cAfter, float* h, nint stride, float* gates)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int w = TSimd.Count;
        TVector bi = TSimd.Load(bias), bf = TSimd.Load(bias + w), bg = TSimd.Load(bias + (2 * w)), bo = TSimd.Load(bias + (3 * w));
        for (int row = 0; row < rows; row++, z += 4 * w, cBefore += stride, cAfter += stride, h += stride)
        {
            TVector i = SimdMath.Sigmoid<TSimd, TVector>(TSimd.Add(TSimd.Load(z), bi));
            TVector f = SimdMath.Sigmoid<TSimd, TVector>(TSimd.Add(TSimd.Load(z + w), bf));
            TVector g = SimdMath.Tanh<TSimd, TVector>(TSimd.Add(TSimd.Load(z + (2 * w)), bg));
            TVector o = SimdMath.Sigmoid<TSimd, TVector>(TSimd.Add(TSimd.Load(z + (3 * w)), bo));
            TVector c = TSimd.MultiplyAdd(f, TSimd.Load(cBefore), TSimd.Multiply(i, g));
            TSimd.Store(c, cAfter);
            if (gates is not null)
            {
                TSimd.Store(i, gates);
                TSimd.Store(f, gates + w);
                TSimd.Store(g, gates + (2 * w));
                TSimd.Store(o, gates + (3 * w));
                gates += 4 * w;
            }

            TSimd.Store(TSimd.Multiply(o, SimdMath.Tanh<TSimd, TVector>(c)), h);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatesBack<TSimd, TVector>(
        int rows, float* gates, float* cBefore, float* cAfter, nint stride, float* dh, nint dhStride, float* dc, float* dz)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int w = TSimd.Count;
        TVector one = TSimd.Splat(1f), least = TSimd.Splat(LeastGradient);
        for (int row = 0; row < rows; row++, gates += 4 * w, dz += 4 * w, cBefore += stride, cAfter += stride, dh += dhStride, dc += stride)
        {
            TVector i = TSimd.Load(gates), f = TSimd.Load(gates + w), g = TSimd.Load(gates + (2 * w)), o = TSimd.Load(gates + (3 * w));
            TVector u = SimdMath.Tanh<TSimd, TVector>(TSimd.Load(cAfter)), dhRow = TSimd.Load(dh);

            // dc = dc″ + dh·o·(1 − tanh²c)
            TVector dhu = TSimd.Multiply(dhRow, u);
            TVector dcRow = TSimd.MultiplyAdd(o, TSimd.Subtract(dhRow, TSimd.Multiply(dhu, u)), TSimd.Load(dc));
            TVector dci = TSimd.Multiply(dcRow, i), dcf = TSimd.Multiply(dcRow, f);
            TSimd.Store(TSimd.ZeroBelow(least, TSimd.Multiply(TSimd.Multiply(dci, g), TSimd.Subtract(one, i))), dz);
            TSimd.Store(TSimd.ZeroBelow(least, TSimd.Multiply(TSimd.Multiply(dcf, TSimd.Load(cBefore)), TSimd.Subtract(one, f))), dz + w);
            TSimd.Store(TSimd.ZeroBelow(least, TSimd.Subtract(dci, TSimd.Multiply(TSimd.Multiply(dci, g), g))), dz + (2 * w));
            TSimd.Store(TSimd.ZeroBelow(least, TSimd.Multiply(TSimd.Multiply(dhu, o), TSimd.Subtract(one, o))), dz + (3 * w));
            TSimd.Store(TSimd.ZeroBelow(least, dcf), dc);
        }
    }

    // target[row] = Σ over panels dz[panel][row]·B: the gradient of what was multiplied by the weights.
    private static void TimesTransposed<TSimd, TVector>(int rows, int panels, float* dz, nint panelStride, PackedMatrix b, float* target, nint targetStride)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int width = b.PanelColumns, tiles = (rows + TSimd.TileRows - 1) / TSimd.TileRows;
        Term* terms = stackalloc Term[panels];
        for (int q = 0; q < b.Panels; q++)
        {
            float* right = b.Buffer.Pointer + ((nint)q * b.Depth * width);
            for (int tile = 0; tile < tiles; tile++)
            {
                int first = (int)((long)rows * tile / tiles), count = (int)((long)rows * (tile + 1) / tiles) - first;
                for (int p = 0; p < panels; p++)
                    terms[p] = new((nint)(dz + (p * panelStride) + (first * width)), width, 1, (nint)(right + (p * width * width)), width);
                Tile.Multiply<TSimd, TVector>(count, terms, panels, target + (first * targetStride) + (q * width), targetStride, accumulate: false);
            }
        }
    }

    private static void AddOutputGradient(ref LstmBlock block, int step, int hidden, int dhStride)
    {
        if (!block.OutputIsSequence && step < block.Steps - 1)
            return;
        int rowStride = block.OutputIsSequence ? block.Steps * hidden : hidden, offset = block.OutputIsSequence ? step * hidden : 0;
        for (int row = 0; row < block.Rows; row++)
        {
            Span<float> dh = block.Dh.Slice(row * dhStride, hidden);
            TensorPrimitives.Add(dh, block.OutputGradient.Slice((row * rowStride) + offset, hidden), dh);
        }
    }

    private static void InputGradient<TSimd, TVector>(LstmPanels weights, ref LstmBlock block, int step, float* dz, nint panelStride)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int inputs = weights.Inputs, width = weights.PanelColumns, rows = block.Rows;
        if (weights.InputBack is { } back)
        {
            int stride = back.Panels * width;
            float* target = stackalloc float[TSimd.TileRows * stride];
            for (int first = 0; first < rows; first += TSimd.TileRows)
            {
                int count = Math.Min(TSimd.TileRows, rows - first);
                TimesTransposed<TSimd, TVector>(count, weights.Panels, dz + (first * width), panelStride, back, target, stride);
                for (int row = 0; row < count; row++)
                    new ReadOnlySpan<float>(target + (row * stride), inputs).CopyTo(block.Dx[((((first + row) * block.Steps) + step) * inputs)..]);
            }

            return;
        }

        float* forward = weights.Forward.Pointer + (weights.Hidden * width);
        for (int row = 0; row < rows; row++)
        {
            for (int d = 0; d < inputs; d++)
                block.Dx[(((row * block.Steps) + step) * inputs) + d] =
                    Dot<TSimd, TVector>(weights.Panels, dz + (row * width), panelStride, forward + (d * width), weights.Depth * width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot<TSimd, TVector>(int panels, float* dz, nint dzStride, float* w, nint wStride)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int n = TSimd.Count;
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        for (int p = 0; p < panels; p++, dz += dzStride, w += wStride)
        {
            s0 = TSimd.MultiplyAdd(TSimd.Load(dz), TSimd.Load(w), s0);
            s1 = TSimd.MultiplyAdd(TSimd.Load(dz + n), TSimd.Load(w + n), s1);
            s2 = TSimd.MultiplyAdd(TSimd.Load(dz + (2 * n)), TSimd.Load(w + (2 * n)), s2);
            s3 = TSimd.MultiplyAdd(TSimd.Load(dz + (3 * n)), TSimd.Load(w + (3 * n)), s3);
        }

        return TSimd.Sum(TSimd.Add(TSimd.Add(s0, s1), TSimd.Add(s2, s3)));
    }

    // Gradient (+)= [h before, x, 1]ᵀ·dz over the rows and steps of a chunk.
    private static void WeightGradient<TSimd, TVector>(LstmPanels weights, ref LstmBlock block, int start, int steps, float* h, float* dz, nint chunkRows)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int rows = block.Rows, inputs = weights.Inputs, width = weights.PanelColumns, padded = weights.PaddedHidden;
        Span<float> gathered = block.XChunk;
        for (int step = 0, at = 0; step < steps; step++)
        {
            for (int row = 0; row < rows; row++, at += inputs + 1)
            {
                block.X.Slice(((row * block.Steps) + start + step) * inputs, inputs).CopyTo(gathered[at..]);
                gathered[at + inputs] = 1;
            }
        }

        fixed (float* gradient = block.Gradient, x = gathered)
        {
            for (int p = 0; p < weights.Panels; p++)
            {
                float* target = gradient + ((nint)p * weights.Depth * width), right = dz + (p * chunkRows * width);
                Product<TSimd, TVector>(weights.Hidden, h + ((nint)start * rows * padded), padded, right, (nint)steps * rows, target, width);
                Product<TSimd, TVector>(inputs + 1, x, inputs + 1, right, (nint)steps * rows, target + (weights.Hidden * width), width);
            }
        }
    }

    // target[m] += Σ_k a[k][m]·right[k] for m = 0 … count − 1.
    private static void Product<TSimd, TVector>(int count, float* a, nint stride, float* right, nint depth, float* target, int width)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int tiles = (count + TSimd.TileRows - 1) / TSimd.TileRows;
        for (int tile = 0; tile < tiles; tile++)
        {
            int first = count * tile / tiles;
            Term term = new((nint)(a + first), 1, stride, (nint)right, depth);
            Tile.Multiply<TSimd, TVector>((count * (tile + 1) / tiles) - first, &term, 1, target + (first * width), width, accumulate: true);
        }
    }
}
