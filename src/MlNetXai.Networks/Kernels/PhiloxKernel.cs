using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>Random masks: blocks of <see cref="Philox"/>, a vector of them at once; the same numbers on every path.</summary>
internal static unsafe class PhiloxKernel
{
    private const int Rounds = 10;

    /// <summary>Value i is 0 where number i mod 4 of block (a, b, i div 4) is below the threshold, else the scale.</summary>
    /// <remarks>The words x₀ … x₃ of as many blocks as a vector has lanes stand in four vectors; rounds as in <see cref="Philox"/>. Constants come from memory as bits: as floats some would be
    /// NaN.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mask<TSimd, TVector>(Philox random, uint a, uint b, uint threshold, float scale, Span<float> mask)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int w = TSimd.Count;
        uint* keys = stackalloc uint[2 * Rounds * w], counters = stackalloc uint[w], single = stackalloc uint[w];
        float* words = stackalloc float[4 * w];
        (uint key0, uint key1, uint purpose) = random.Key;
        for (int round = 0; round < Rounds; round++, key0 += 0x9E3779B9, key1 += 0xBB67AE85)
        {
            new Span<uint>(keys + (2 * round * w), w).Fill(key0);
            new Span<uint>(keys + (((2 * round) + 1) * w), w).Fill(key1);
        }

        TVector first = Repeat<TSimd, TVector>(a, single), second = Repeat<TSimd, TVector>(b, single), last = Repeat<TSimd, TVector>(purpose, single);
        TVector factor0 = Repeat<TSimd, TVector>(0xD2511F53, single), factor1 = Repeat<TSimd, TVector>(0xCD9E8D57, single);
        TVector bound = Repeat<TSimd, TVector>(threshold, single), value = TSimd.Splat(scale);
        for (int i = 0; i < mask.Length; i += 4 * w)
        {
            for (int lane = 0; lane < w; lane++)
                counters[lane] = (uint)((i / 4) + lane);
            TVector x0 = first, x1 = second, x2 = TSimd.Load((float*)counters), x3 = last;
            for (int round = 0; round < Rounds; round++)
            {
                float* key = (float*)(keys + (2 * round * w));
                TVector high0 = TSimd.MultiplyBits(factor0, x0, out TVector low0), high1 = TSimd.MultiplyBits(factor1, x2, out TVector low1);
                x0 = TSimd.Xor(TSimd.Xor(high1, x1), TSimd.Load(key));
                x2 = TSimd.Xor(TSimd.Xor(high0, x3), TSimd.Load(key + w));
                (x1, x3) = (low1, low0);
            }

            TSimd.Store(TSimd.ZeroBelowBits(bound, x0, value), words);
            TSimd.Store(TSimd.ZeroBelowBits(bound, x1, value), words + w);
            TSimd.Store(TSimd.ZeroBelowBits(bound, x2, value), words + (2 * w));
            TSimd.Store(TSimd.ZeroBelowBits(bound, x3, value), words + (3 * w));
            Span<float> target = mask.Slice(i, Math.Min(4 * w, mask.Length - i));
            for (int j = 0; j < target.Length; j++)
                target[j] = words[((j & 3) * w) + (j >> 2)];
        }
    }

    private static TVector Repeat<TSimd, TVector>(uint bits, uint* memory)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        new Span<uint>(memory, TSimd.Count).Fill(bits);
        return TSimd.Load((float*)memory);
    }
}
