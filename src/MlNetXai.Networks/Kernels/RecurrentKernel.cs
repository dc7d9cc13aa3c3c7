using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>What a recurrent kernel reads and writes for one block of rows in one direction; one core carries the block through all its steps.</summary>
/// <remarks>
/// n rows, T steps, D channels, H units (Hp with padding), P panels of w = 4·lanes gate columns. Steps are counted in the order in which they are read: backwards, step s is
/// at time T − 1 − s.
/// <code>
/// x       [row, time, channel]
/// h, c    [slot][row][Hp]         slot 0 = initial state; T + 1 slots, or 2 used in turns; a GRU's c is its h
/// gates   [step][panel][row][w]   gates after their nonlinearity; one step's, or absent, when nothing will be differentiated
/// dz      [panel][step in chunk, row][w]   gradients of the gates' inputs, for as many steps as make about 200 rows
/// dh      [row][Hp rounded up to w]        gradient of h by way of the products
/// carry   [row][Hp]                        gradient that goes past the products: of c, or of a GRU's h
/// reset   [row][Hp rounded up to w]        r⊙h′, and its gradient on the way back, where a GRU resets before the product; resetChunk [step in chunk, row][Hp]
/// held    [row][dh's stride + Hp]          dh and carry of rows that leave the step out
/// </code>
/// </remarks>
internal unsafe ref struct RecurrentBlock
{
    public int Rows;
    public int Steps;
    public ReadOnlySpan<float> X;
    public Span<float> H;
    public Span<float> C;
    public bool KeepsH;
    public bool KeepsC;
    public bool IsReversed;
    public StepMask? Mask;
    public Span<float> Gates;
    public bool KeepsGates;
    public Span<float> Reset;
    public Span<float> ResetChunk;

    /// <summary>For the way back: gradient of the output, [row, channels] of the last step or [row, time, channels]; this direction's are H channels from an offset.</summary>
    public ReadOnlySpan<float> OutputGradient;
    public bool OutputIsSequence;
    public int OutputChannels;
    public int OutputOffset;
    public Span<float> Dh;
    public Span<float> Carry;
    public Span<float> Held;
    public Span<float> Dz;
    public int ChunkSteps;

    /// <summary>Inputs with a 1 behind each, for a chunk: [step in chunk, row][D + 1]; empty when weights get no gradient.</summary>
    public Span<float> XChunk;

    /// <summary>Gradient of the input, [row, time, channel]; empty when not wanted.</summary>
    public Span<float> Dx;

    /// <summary>Whether it is added to: the other direction has written it.</summary>
    public bool AddsDx;

    /// <summary>Gradient of the weights in the layout of <see cref="RecurrentPanels.Forward"/>, added to; empty when not wanted.</summary>
    public Span<float> Gradient;

    /// <summary>Total derivative with respect to every hidden state, through later steps too, [row, time, channels] as the output of a sequence; empty when not wanted.</summary>
    public Span<float> HiddenGradient;

    public readonly int Time(int step) => IsReversed ? Steps - 1 - step : step;

    public readonly int HSlot(int step) => KeepsH ? step : step & 1;

    public readonly nint GatesSlot(int step) => KeepsGates ? step : 0;

    public readonly int CSlot(int step) => KeepsC ? step : step & 1;
}

/// <summary>The fused recurrent kernel: product, gates and state of a block of rows, step after step, forwards and back.</summary>
/// <remarks>
/// z = W_hh h + W_ih x + b, four columns per unit; what becomes of them is the cell's. A panel's weights stay in L1 for all tiles of the block; its gates are computed while the
/// tile is still there. The weights' gradient is one product per chunk of steps, not one per step.
/// A row that leaves a step out is computed like the others, and then keeps its state; on the way back its gates' gradients become 0 and its state's pass.
/// </remarks>
internal static unsafe class RecurrentKernel
{
    public static void Forward<TSimd, TVector, TCell>(RecurrentPanels weights, ref RecurrentBlock block)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TCell : struct, ICell
    {
        int rows = block.Rows, steps = block.Steps, width = weights.PanelColumns, padded = weights.PaddedHidden, depth = weights.Depth;
        int tiles = (rows + TSimd.TileRows - 1) / TSimd.TileRows;
        float* z = stackalloc float[(TSimd.TileRows * width) + 16];
        z = (float*)(((nint)z + 63) & ~63);
        Term* terms = stackalloc Term[2];
        float* forward = weights.Forward.Pointer;
        nint xStride = steps * weights.Inputs;
        fixed (float* x = block.X, h = block.H, c = block.C, gates = block.Gates, reset = block.Reset)
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
                        terms[1] = new((nint)(x + (first * xStride) + (block.Time(t) * weights.Inputs)), xStride, 1, (nint)(panel + (weights.Hidden * width)), weights.Inputs);
                        Tile.Multiply<TSimd, TVector>(count, terms, 2, z, width, accumulate: false);
                        float* bias = panel + (weights.BiasRow * width);
                        int at = (first * padded) + unit;
                        float* kept = gates is null ? null : gates + (((((block.GatesSlot(t) * weights.Panels) + p) * rows) + first) * width);
                        TCell.Forward(count, z, bias, cBefore + at, cAfter + at, (TCell.ResetsBefore ? reset : hAfter) + at, padded, kept);
                    }
                }

                if (TCell.ResetsBefore)
                    Finish<TSimd, TVector, TCell>(weights, rows, z, reset, cBefore, cAfter, hAfter, gates + (block.GatesSlot(t) * weights.Panels * rows * width));
                if (block.Mask is { } mask && mask.HasGaps[block.Time(t)])
                    KeepState(mask, block.Time(t), padded, hBefore, hAfter, cBefore, cAfter);
            }
        }
    }

    public static void Backward<TSimd, TVector, TCell>(RecurrentPanels weights, ref RecurrentBlock block)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TCell : struct, ICell
    {
        int rows = block.Rows, steps = block.Steps, hidden = weights.Hidden, width = weights.PanelColumns, padded = weights.PaddedHidden;
        int dhStride = weights.HiddenBack.Panels * width;
        bool wantsWeights = !block.Gradient.IsEmpty;
        block.Dh.Clear();
        block.Carry.Clear();
        nint chunkRows = (nint)block.ChunkSteps * rows;
        fixed (float* h = block.H, c = block.C, gates = block.Gates, dh = block.Dh, carry = block.Carry, dz = block.Dz, reset = block.Reset, resetChunk = block.ResetChunk)
        {
            for (int t = steps - 1; t >= 0; t--)
            {
                AddOutputGradient(ref block, t, hidden, dhStride);
                if (!block.HiddenGradient.IsEmpty)
                    TakeHiddenGradient(ref block, t, hidden, dhStride, padded, TCell.CarriesHidden);
                int chunkStart = t / block.ChunkSteps * block.ChunkSteps;
                nint inChunk = (nint)(t - chunkStart) * rows;
                float* cBefore = c + ((nint)t * rows * padded), cAfter = cBefore + (rows * padded);
                StepMask? gaps = block.Mask is { } mask && mask.HasGaps[block.Time(t)] ? mask : null;
                if (gaps is not null)
                    Hold(ref block, gaps, t, dhStride, padded);
                for (int p = 0; p < weights.Panels; p++)
                {
                    int unit = p * weights.Lanes;
                    TCell.Backward(
                        rows, gates + ((((nint)t * weights.Panels) + p) * rows * width), cBefore + unit, cAfter + unit, padded, dh + unit, dhStride, carry + unit,
                        dz + (((p * chunkRows) + inChunk) * width));
                }

                if (gaps is not null)
                    ClearGates(gaps, block.Time(t), weights.Panels, width, dz + (inChunk * width), chunkRows * width);
                if (TCell.ResetsBefore)
                {
                    TimesTransposed<TSimd, TVector>(rows, weights.Panels, dz + (inChunk * width), chunkRows * width, weights.ResetBack!, reset, dhStride);
                    for (int p = 0; p < weights.Panels; p++)
                    {
                        int unit = p * weights.Lanes;
                        TCell.BackwardReset(
                            rows, gates + ((((nint)t * weights.Panels) + p) * rows * width), cBefore + unit, padded, reset + unit, dhStride, carry + unit,
                            dz + (((p * chunkRows) + inChunk) * width), resetChunk is null ? null : resetChunk + (inChunk * padded) + unit);
                    }
                }

                if (t > 0)
                    TimesTransposed<TSimd, TVector>(rows, weights.Panels, dz + (inChunk * width), chunkRows * width, weights.HiddenBack, dh, dhStride);
                if (gaps is not null)
                    Release(ref block, gaps, t, dhStride, padded);
                if (!block.Dx.IsEmpty)
                    InputGradient<TSimd, TVector>(weights, ref block, t, dz + (inChunk * width), chunkRows * width);
                if (wantsWeights && t == chunkStart)
                    WeightGradient<TSimd, TVector>(weights, ref block, chunkStart, Math.Min(block.ChunkSteps, steps - chunkStart), h, dz, chunkRows);
            }
        }
    }

    // The second product of a cell that resets before it: what is left of h meets its weights, of which column 2 alone has any.
    private static void Finish<TSimd, TVector, TCell>(
        RecurrentPanels weights, int rows, float* z, float* reset, float* cBefore, float* cAfter, float* hAfter, float* gates)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TCell : struct, ICell
    {
        int width = weights.PanelColumns, padded = weights.PaddedHidden, tiles = (rows + TSimd.TileRows - 1) / TSimd.TileRows;
        for (int p = 0; p < weights.Panels; p++)
        {
            float* panel = weights.Forward.Pointer + (((p * weights.Depth) + weights.BiasRow + 1) * width);
            for (int tile = 0; tile < tiles; tile++)
            {
                int first = (int)((long)rows * tile / tiles), count = (int)((long)rows * (tile + 1) / tiles) - first, at = (first * padded) + (p * weights.Lanes);
                Term term = new((nint)(reset + (first * padded)), padded, 1, (nint)panel, weights.Hidden);
                Tile.Multiply<TSimd, TVector>(count, &term, 1, z, width, accumulate: false);
                TCell.Finish(count, z, cBefore + at, cAfter + at, hAfter + at, padded, gates + (((p * rows) + first) * width));
            }
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

    private static void KeepState(StepMask mask, int time, int padded, float* hBefore, float* hAfter, float* cBefore, float* cAfter)
    {
        for (int row = 0; row < mask.Rows; row++)
        {
            if (mask[row, time])
                continue;
            int at = row * padded;
            new ReadOnlySpan<float>(hBefore + at, padded).CopyTo(new(hAfter + at, padded));
            new ReadOnlySpan<float>(cBefore + at, padded).CopyTo(new(cAfter + at, padded));
        }
    }

    private static void Hold(ref RecurrentBlock block, StepMask mask, int step, int dhStride, int padded)
    {
        for (int row = 0; row < mask.Rows; row++)
        {
            if (mask[row, block.Time(step)])
                continue;
            Span<float> held = block.Held.Slice(row * (dhStride + padded), dhStride + padded);
            block.Dh.Slice(row * dhStride, dhStride).CopyTo(held);
            block.Carry.Slice(row * padded, padded).CopyTo(held[dhStride..]);
        }
    }

    private static void Release(ref RecurrentBlock block, StepMask mask, int step, int dhStride, int padded)
    {
        for (int row = 0; row < mask.Rows; row++)
        {
            if (mask[row, block.Time(step)])
                continue;
            ReadOnlySpan<float> held = block.Held.Slice(row * (dhStride + padded), dhStride + padded);
            held[..dhStride].CopyTo(block.Dh[(row * dhStride)..]);
            held[dhStride..].CopyTo(block.Carry[(row * padded)..]);
        }
    }

    private static void ClearGates(StepMask mask, int time, int panels, int width, float* dz, nint panelStride)
    {
        for (int row = 0; row < mask.Rows; row++)
        {
            for (int p = 0; p < panels && !mask[row, time]; p++)
                new Span<float>(dz + (p * panelStride) + (row * width), width).Clear();
        }
    }

    private static void AddOutputGradient(ref RecurrentBlock block, int step, int hidden, int dhStride)
    {
        if (!block.OutputIsSequence && step < block.Steps - 1)
            return;
        int channels = block.OutputChannels, rowStride = block.OutputIsSequence ? block.Steps * channels : channels;
        int offset = block.OutputOffset + (block.OutputIsSequence ? block.Time(step) * channels : 0);
        for (int row = 0; row < block.Rows; row++)
        {
            Span<float> dh = block.Dh.Slice(row * dhStride, hidden);
            TensorPrimitives.Add(dh, block.OutputGradient.Slice((row * rowStride) + offset, hidden), dh);
        }
    }

    private static void TakeHiddenGradient(ref RecurrentBlock block, int step, int hidden, int dhStride, int padded, bool carriesHidden)
    {
        for (int row = 0; row < block.Rows; row++)
        {
            Span<float> own = block.HiddenGradient.Slice((((row * block.Steps) + block.Time(step)) * block.OutputChannels) + block.OutputOffset, hidden);
            block.Dh.Slice(row * dhStride, hidden).CopyTo(own);
            if (carriesHidden)
                TensorPrimitives.Add(own, block.Carry.Slice(row * padded, hidden), own);
        }
    }

    private static void InputGradient<TSimd, TVector>(RecurrentPanels weights, ref RecurrentBlock block, int step, float* dz, nint panelStride)
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
                {
                    ReadOnlySpan<float> own = new(target + (row * stride), inputs);
                    Span<float> dx = block.Dx.Slice((((first + row) * block.Steps) + block.Time(step)) * inputs, inputs);
                    if (block.AddsDx)
                        TensorPrimitives.Add(dx, own, dx);
                    else
                        own.CopyTo(dx);
                }
            }

            return;
        }

        float* forward = weights.Forward.Pointer + (weights.Hidden * width);
        for (int row = 0; row < rows; row++)
        {
            Span<float> dx = block.Dx.Slice(((row * block.Steps) + block.Time(step)) * inputs, inputs);
            for (int d = 0; d < inputs; d++)
            {
                float own = Dot<TSimd, TVector>(weights.Panels, dz + (row * width), panelStride, forward + (d * width), weights.Depth * width);
                dx[d] = block.AddsDx ? dx[d] + own : own;
            }
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
    private static void WeightGradient<TSimd, TVector>(RecurrentPanels weights, ref RecurrentBlock block, int start, int steps, float* h, float* dz, nint chunkRows)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int rows = block.Rows, inputs = weights.Inputs, width = weights.PanelColumns, padded = weights.PaddedHidden;
        Span<float> gathered = block.XChunk;
        for (int step = 0, at = 0; step < steps; step++)
        {
            for (int row = 0; row < rows; row++, at += inputs + 1)
            {
                block.X.Slice(((row * block.Steps) + block.Time(start + step)) * inputs, inputs).CopyTo(gathered[at..]);
                gathered[at + inputs] = 1;
            }
        }

        fixed (float* gradient = block.Gradient, x = gathered, resetChunk = block.ResetChunk)
        {
            for (int p = 0; p < weights.Panels; p++)
            {
                float* target = gradient + ((nint)p * weights.Depth * width), right = dz + (p * chunkRows * width);
                Product<TSimd, TVector>(weights.Hidden, h + ((nint)start * rows * padded), padded, right, (nint)steps * rows, target, width);
                if (!block.ResetChunk.IsEmpty)
                    Product<TSimd, TVector>(weights.Hidden, resetChunk, padded, right, (nint)steps * rows, target + ((weights.BiasRow + 1) * width), width);
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
