using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlNetXai.Signals.Filters.Kernels;

/// <summary>The kernels at the widest vectors the machine has; chosen here and nowhere else.</summary>
internal static class SignalKernels
{
    /// <summary>Doubles per vector: 8, 4, 2, or 1 on a machine without vectors.</summary>
    public static int Lanes =>
        Vector512.IsHardwareAccelerated ? Simd512.Count
        : Vector256.IsHardwareAccelerated ? Simd256.Count
        : Vector128.IsHardwareAccelerated ? Simd128.Count
        : Simd64.Count;

    /// <inheritdoc cref="SignalKernels{TSimd, TVector}.Correlate"/>
    public static void Correlate(ReadOnlySpan<double> x, ReadOnlySpan<double> taps, Span<double> y)
    {
        if (Vector512.IsHardwareAccelerated)
            SignalKernels<Simd512, Vector512<double>>.Correlate(x, taps, y);
        else if (Vector256.IsHardwareAccelerated)
            SignalKernels<Simd256, Vector256<double>>.Correlate(x, taps, y);
        else if (Vector128.IsHardwareAccelerated)
            SignalKernels<Simd128, Vector128<double>>.Correlate(x, taps, y);
        else
            SignalKernels<Simd64, double>.Correlate(x, taps, y);
    }

    /// <inheritdoc cref="SignalKernels{TSimd, TVector}.Recurse"/>
    public static void Recurse(Span<double> rows, in FourthOrderSection section, bool backward)
    {
        if (Vector512.IsHardwareAccelerated)
            SignalKernels<Simd512, Vector512<double>>.Recurse(rows, section, backward);
        else if (Vector256.IsHardwareAccelerated)
            SignalKernels<Simd256, Vector256<double>>.Recurse(rows, section, backward);
        else if (Vector128.IsHardwareAccelerated)
            SignalKernels<Simd128, Vector128<double>>.Recurse(rows, section, backward);
        else
            SignalKernels<Simd64, double>.Recurse(rows, section, backward);
    }

    /// <inheritdoc cref="SignalKernels{TSimd, TVector}.Slope"/>
    public static void Slope(Span<double> rows, double factor)
    {
        if (Vector512.IsHardwareAccelerated)
            SignalKernels<Simd512, Vector512<double>>.Slope(rows, factor);
        else if (Vector256.IsHardwareAccelerated)
            SignalKernels<Simd256, Vector256<double>>.Slope(rows, factor);
        else if (Vector128.IsHardwareAccelerated)
            SignalKernels<Simd128, Vector128<double>>.Slope(rows, factor);
        else
            SignalKernels<Simd64, double>.Slope(rows, factor);
    }

    /// <inheritdoc cref="SignalKernels{TSimd, TVector}.LocalMaxima"/>
    public static int LocalMaxima(ReadOnlySpan<double> s, Span<int> positions)
    {
        if (Vector512.IsHardwareAccelerated)
            return SignalKernels<Simd512, Vector512<double>>.LocalMaxima(s, positions);
        if (Vector256.IsHardwareAccelerated)
            return SignalKernels<Simd256, Vector256<double>>.LocalMaxima(s, positions);
        return Vector128.IsHardwareAccelerated
            ? SignalKernels<Simd128, Vector128<double>>.LocalMaxima(s, positions)
            : SignalKernels<Simd64, double>.LocalMaxima(s, positions);
    }
}

/// <summary>Four passes over one signal, each written once for every vector width.</summary>
/// <remarks>
/// Two layouts. <i>Plain</i>: x[i], consecutive samples in one vector. <i>Lanes</i>: rows <c>[row, lane]</c>, lane l of row r is sample r of the l-th of
/// Count pieces, so that a recursion in time, which waits 8 cycles for its own result, serves Count pieces in that wait.
/// Correlate keeps 7 vectors of outputs and 7 of inputs in registers (16 are enough for these and a tap). Taps that lie a vector apart see the same inputs
/// moved on by one register, so it takes every Count-th tap in turn: one load of inputs and one tap per 7 multiply-adds. Equal taps are not folded:
/// add and multiply-add share ports, so folding saves nothing. What does not fill a block is done by plain loops. Accuracy: one rounding per tap (fused) or two.
/// </remarks>
internal static class SignalKernels<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Tile = 7;

    /// <summary>y[i] = Σ taps[k] · x[i + k] for every i of y.</summary>
    /// <param name="x">At least y.Length + taps.Length − 1 samples.</param>
    /// <param name="taps">Weights, first sample first.</param>
    /// <param name="y">Results; must not overlap <paramref name="x"/>.</param>
    public static void Correlate(ReadOnlySpan<double> x, ReadOnlySpan<double> taps, Span<double> y)
    {
        if (x.Length < y.Length + taps.Length - 1)
            throw new ArgumentException($"x has {x.Length} samples and must have {y.Length + taps.Length - 1}.");

        int width = TSimd.Count, block = Tile * width, i = 0;
        ref double source = ref MemoryMarshal.GetReference(x);
        ref double target = ref MemoryMarshal.GetReference(y);
        for (; i <= y.Length - block; i += block)
        {
            TVector y0 = TSimd.Splat(0), y1 = y0, y2 = y0, y3 = y0, y4 = y0, y5 = y0, y6 = y0;
            for (int first = 0; first < width; first++)
            {
                nint at = i + first;
                TVector x0 = TSimd.Load(ref source, at), x1 = TSimd.Load(ref source, at + width), x2 = TSimd.Load(ref source, at + (2 * width));
                TVector x3 = TSimd.Load(ref source, at + (3 * width)), x4 = TSimd.Load(ref source, at + (4 * width));
                TVector x5 = TSimd.Load(ref source, at + (5 * width));
                for (int k = first; k < taps.Length; k += width, at += width)
                {
                    TVector tap = TSimd.Splat(taps[k]), x6 = TSimd.Load(ref source, at + (6 * width));
                    y0 = TSimd.MultiplyAdd(tap, x0, y0);
                    y1 = TSimd.MultiplyAdd(tap, x1, y1);
                    y2 = TSimd.MultiplyAdd(tap, x2, y2);
                    y3 = TSimd.MultiplyAdd(tap, x3, y3);
                    y4 = TSimd.MultiplyAdd(tap, x4, y4);
                    y5 = TSimd.MultiplyAdd(tap, x5, y5);
                    y6 = TSimd.MultiplyAdd(tap, x6, y6);
                    (x0, x1, x2, x3, x4, x5) = (x1, x2, x3, x4, x5, x6);
                }
            }

            TSimd.Store(y0, ref target, i);
            TSimd.Store(y1, ref target, i + width);
            TSimd.Store(y2, ref target, i + (2 * width));
            TSimd.Store(y3, ref target, i + (3 * width));
            TSimd.Store(y4, ref target, i + (4 * width));
            TSimd.Store(y5, ref target, i + (5 * width));
            TSimd.Store(y6, ref target, i + (6 * width));
        }

        for (; i < y.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < taps.Length; k++)
                sum = double.MultiplyAddEstimate(taps[k], x[i + k], sum);
            y[i] = sum;
        }
    }

    /// <summary>One pass of a recursive filter over every lane, in place, direct form II transposed.</summary>
    /// <param name="rows"><c>[row, lane]</c>, at least one row.</param>
    /// <param name="section">The filter; its steady state times the first sample met is the initial state.</param>
    /// <param name="backward">From the last row to the first.</param>
    public static void Recurse(Span<double> rows, in FourthOrderSection section, bool backward)
    {
        Debug.Assert(rows.Length % TSimd.Count == 0, "Rows are whole vectors.");
        if (rows.IsEmpty)
            return;

        TVector zero = TSimd.Splat(0);
        TVector b0 = TSimd.Splat(section.B0), b1 = TSimd.Splat(section.B1), b2 = TSimd.Splat(section.B2);
        TVector b3 = TSimd.Splat(section.B3), b4 = TSimd.Splat(section.B4);
        TVector a1 = TSimd.Splat(-section.A1), a2 = TSimd.Splat(-section.A2), a3 = TSimd.Splat(-section.A3), a4 = TSimd.Splat(-section.A4);
        ref double data = ref MemoryMarshal.GetReference(rows);
        nint step = backward ? -TSimd.Count : TSimd.Count;
        nint at = backward ? rows.Length - TSimd.Count : 0;

        TVector first = TSimd.Load(ref data, at);
        TVector z0 = TSimd.MultiplyAdd(TSimd.Splat(section.Z0), first, zero), z1 = TSimd.MultiplyAdd(TSimd.Splat(section.Z1), first, zero);
        TVector z2 = TSimd.MultiplyAdd(TSimd.Splat(section.Z2), first, zero), z3 = TSimd.MultiplyAdd(TSimd.Splat(section.Z3), first, zero);
        for (int row = rows.Length / TSimd.Count; row > 0; row--)
        {
            TVector x = TSimd.Load(ref data, at);
            TVector y = TSimd.MultiplyAdd(b0, x, z0);
            z0 = TSimd.MultiplyAdd(a1, y, TSimd.MultiplyAdd(b1, x, z1));
            z1 = TSimd.MultiplyAdd(a2, y, TSimd.MultiplyAdd(b2, x, z2));
            z2 = TSimd.MultiplyAdd(a3, y, TSimd.MultiplyAdd(b3, x, z3));
            z3 = TSimd.MultiplyAdd(a4, y, TSimd.MultiplyAdd(b4, x, zero));
            TSimd.Store(y, ref data, at);
            at += step;
        }
    }

    /// <summary>rows[r] = factor · |rows[r + 1] − rows[r]|, in place; the last row stays.</summary>
    public static void Slope(Span<double> rows, double factor)
    {
        TVector scale = TSimd.Splat(factor), zero = TSimd.Splat(0);
        ref double data = ref MemoryMarshal.GetReference(rows);
        for (int at = 0; at <= rows.Length - (2 * TSimd.Count); at += TSimd.Count)
        {
            TVector difference = TSimd.Subtract(TSimd.Load(ref data, at + TSimd.Count), TSimd.Load(ref data, at));
            TSimd.Store(TSimd.MultiplyAdd(scale, TSimd.Absolute(difference), zero), ref data, at);
        }
    }

    /// <summary>Positions i, 0 &lt; i &lt; length − 1, where sign(s[i] − s[i−1]) &gt; sign(s[i+1] − s[i]); both ends of a plateau count.</summary>
    /// <param name="s">Finite values.</param>
    /// <param name="positions">Receives the positions, ascending; as long as <paramref name="s"/> is always enough.</param>
    /// <returns>Number of positions.</returns>
    public static int LocalMaxima(ReadOnlySpan<double> s, Span<int> positions)
    {
        int count = 0, i = 1, width = TSimd.Count;
        ref double data = ref MemoryMarshal.GetReference(s);
        for (; i <= s.Length - 1 - width; i += width)
        {
            TVector before = TSimd.Load(ref data, i - 1), here = TSimd.Load(ref data, i), after = TSimd.Load(ref data, i + 1);
            uint rises = TSimd.Above(here, before), falls = TSimd.Above(here, after);
            uint sinks = TSimd.Above(before, here), climbs = TSimd.Above(after, here);

            // Up then not up, or not down then down.
            uint maxima = (rises & ~climbs) | (~sinks & falls);
            for (; maxima != 0; maxima &= maxima - 1)
                positions[count++] = i + BitOperations.TrailingZeroCount(maxima);
        }

        for (; i < s.Length - 1; i++)
        {
            if ((s[i] > s[i - 1] && s[i] >= s[i + 1]) || (s[i] >= s[i - 1] && s[i] > s[i + 1]))
                positions[count++] = i;
        }

        return count;
    }
}
