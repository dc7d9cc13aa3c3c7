using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>Work on <c>[step, channel]</c> with one value per channel.</summary>
/// <remarks>
/// Maps run over the whole block in vectors that do not stop at steps: a vector may begin at any channel, so each value per channel comes from a <see cref="ChannelRow"/>.
/// Sums take the block as <c>[step group, period]</c>. For 64 groups at a time they stay in registers, in float and about a centre near the values, and then go
/// to double: what a float sum of 64 small numbers loses is of the size of the values' spread, not of their mean. A value's bits do not depend on its place; a sum's order depends on
/// the shape alone.
/// </remarks>
internal static unsafe class ChannelKernel
{
    private const int Chunk = 64;

    /// <summary>y = (x − centre)·scale + shift; y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalise<TSimd, TVector>(float* x, float* y, nint length, float* centre, float* scale, float* shift, nint period)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        nint w = TSimd.Count, at = 0, i = 0;
        for (; i + w <= length; i += w)
        {
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x + i), TSimd.Load(centre + at)), TSimd.Load(scale + at), TSimd.Load(shift + at)), y + i);
            at += w;
            at = at >= period ? at - period : at;
        }

        if (i == length)
            return;
        float* rest = stackalloc float[TSimd.Count];
        int count = (int)(length - i);
        new Span<float>(x + i, count).CopyTo(new(rest, count));
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(rest), TSimd.Load(centre + at)), TSimd.Load(scale + at), TSimd.Load(shift + at)), rest);
        new Span<float>(rest, count).CopyTo(new(y + i, count));
    }

    /// <summary>dx = dy·a + (x − centre)·b + c; dx may be dy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NormaliseBack<TSimd, TVector>(float* x, float* dy, float* dx, nint length, float* centre, float* a, float* b, float* c, nint period)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        nint w = TSimd.Count, at = 0, i = 0;
        for (; i + w <= length; i += w)
        {
            TSimd.Store(Back<TSimd, TVector>(x + i, dy + i, centre + at, a + at, b + at, c + at), dx + i);
            at += w;
            at = at >= period ? at - period : at;
        }

        if (i == length)
            return;
        float* rest = stackalloc float[2 * TSimd.Count];
        int count = (int)(length - i);
        new Span<float>(x + i, count).CopyTo(new(rest, count));
        new Span<float>(dy + i, count).CopyTo(new(rest + w, count));
        TSimd.Store(Back<TSimd, TVector>(rest, rest + w, centre + at, a + at, b + at, c + at), rest);
        new Span<float>(rest, count).CopyTo(new(dx + i, count));
    }

    /// <summary>Adds Σx and Σx² of each channel.</summary>
    public static void Sums<TSimd, TVector>(float* x, nint length, int channels, Span<double> sums, Span<double> squares, Span<float> scratch)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int period = ChannelRow.Period(channels, TSimd.Count), groups = (int)(length / period);
        fixed (float* buffer = scratch)
        {
            float* spread = buffer + period;
            for (int first = 0; first < groups; first += Chunk)
            {
                // The centre is the chunk's first group; Σx = Σ(x − k) + nk, Σx² = Σ(x − k)² + 2kΣ(x − k) + nk².
                int count = Math.Min(Chunk, groups - first);
                float* centre = x + ((nint)first * period);
                ChunkSums<TSimd, TVector, OfValues>(centre, centre, count, period, centre, buffer, spread);
                for (int i = 0, c = 0; i < period; i++, c = c + 1 == channels ? 0 : c + 1)
                {
                    double k = centre[i], sum = buffer[i];
                    sums[c] += sum + (count * k);
                    squares[c] += spread[i] + (2 * k * sum) + (count * k * k);
                }
            }
        }

        for (nint i = (nint)groups * period; i < length; i++)
        {
            int c = (int)(i % channels);
            sums[c] += x[i];
            squares[c] += (double)x[i] * x[i];
        }
    }

    /// <summary>Adds Σdy and Σdy·(x − centre) of each channel.</summary>
    public static void BackSums<TSimd, TVector>(float* x, float* dy, nint length, int channels, float* centre, Span<double> sums, Span<double> products, Span<float> scratch)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int period = ChannelRow.Period(channels, TSimd.Count), groups = (int)(length / period);
        fixed (float* buffer = scratch)
        {
            float* mixed = buffer + period;
            for (int first = 0; first < groups; first += Chunk)
            {
                nint start = (nint)first * period;
                ChunkSums<TSimd, TVector, OfGradients>(x + start, dy + start, Math.Min(Chunk, groups - first), period, centre, buffer, mixed);
                for (int i = 0, c = 0; i < period; i++, c = c + 1 == channels ? 0 : c + 1)
                {
                    sums[c] += buffer[i];
                    products[c] += mixed[i];
                }
            }
        }

        for (nint i = (nint)groups * period; i < length; i++)
        {
            int c = (int)(i % channels);
            sums[c] += dy[i];
            products[c] += (double)dy[i] * (x[i] - centre[c]);
        }
    }

    // Both sums of each of period columns over count groups. The last vector of columns may overlap the one before: it finds the same sums.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ChunkSums<TSimd, TVector, TTerms>(float* x, float* dy, int count, nint period, float* centre, float* first, float* second)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TTerms : struct, ITerms
    {
        nint w = TSimd.Count, column = 0;
        for (; column + (4 * w) <= period; column += 4 * w)
        {
            TVector c0 = TSimd.Load(centre + column), c1 = TSimd.Load(centre + column + w);
            TVector c2 = TSimd.Load(centre + column + (2 * w)), c3 = TSimd.Load(centre + column + (3 * w));
            TVector s0 = TSimd.Splat(0f), s1 = s0, s2 = s0, s3 = s0, q0 = s0, q1 = s0, q2 = s0, q3 = s0;
            float* a = x + column, b = dy + column;
            for (int i = 0; i < count; i++)
            {
                TTerms.Add<TSimd, TVector>(a, b, c0, ref s0, ref q0);
                TTerms.Add<TSimd, TVector>(a + w, b + w, c1, ref s1, ref q1);
                TTerms.Add<TSimd, TVector>(a + (2 * w), b + (2 * w), c2, ref s2, ref q2);
                TTerms.Add<TSimd, TVector>(a + (3 * w), b + (3 * w), c3, ref s3, ref q3);
                a += period;
                b += period;
            }

            TSimd.Store(s0, first + column);
            TSimd.Store(s1, first + column + w);
            TSimd.Store(s2, first + column + (2 * w));
            TSimd.Store(s3, first + column + (3 * w));
            TSimd.Store(q0, second + column);
            TSimd.Store(q1, second + column + w);
            TSimd.Store(q2, second + column + (2 * w));
            TSimd.Store(q3, second + column + (3 * w));
        }

        for (; column < period; column += w)
        {
            nint own = Math.Min(column, period - w);
            TVector c = TSimd.Load(centre + own), s = TSimd.Splat(0f), q = s;
            for (int i = 0; i < count; i++)
                TTerms.Add<TSimd, TVector>(x + own + (i * period), dy + own + (i * period), c, ref s, ref q);
            TSimd.Store(s, first + own);
            TSimd.Store(q, second + own);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Back<TSimd, TVector>(float* x, float* dy, float* centre, float* a, float* b, float* c)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.MultiplyAdd(TSimd.Load(dy), TSimd.Load(a), TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x), TSimd.Load(centre)), TSimd.Load(b), TSimd.Load(c)));

    // What a vector of values adds to the two sums.
    private interface ITerms
    {
        static abstract void Add<TSimd, TVector>(float* x, float* dy, TVector centre, ref TVector first, ref TVector second)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct;
    }

    private readonly struct OfValues : ITerms
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Add<TSimd, TVector>(float* x, float* dy, TVector centre, ref TVector first, ref TVector second)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            TVector d = TSimd.Subtract(TSimd.Load(x), centre);
            first = TSimd.Add(first, d);
            second = TSimd.MultiplyAdd(d, d, second);
        }
    }

    private readonly struct OfGradients : ITerms
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Add<TSimd, TVector>(float* x, float* dy, TVector centre, ref TVector first, ref TVector second)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            TVector d = TSimd.Load(dy);
            first = TSimd.Add(first, d);
            second = TSimd.MultiplyAdd(d, TSimd.Subtract(TSimd.Load(x), centre), second);
        }
    }
}
