namespace MlNetXai.Networks.Kernels;

/// <summary>The gradient of a window's largest values, a vector of channels at a time: each goes to the first of the window's elements that has the largest value.</summary>
internal static unsafe class PoolingKernel
{
    /// <param name="x">First element of the window, <c>[channel]</c>; the next is <paramref name="distance"/> floats further.</param>
    /// <param name="dy">Gradient of the largest values, <c>[channel]</c>.</param>
    /// <param name="dx">Gradient of the elements, laid out as <paramref name="x"/>, added to.</param>
    /// <param name="count">Elements of the window.</param>
    /// <param name="distance">Floats from an element to the next.</param>
    /// <param name="channels">Channels.</param>
    public static void MaximumBack<TSimd, TVector>(float* x, float* dy, float* dx, int count, nint distance, int channels)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector zero = TSimd.Splat(0f), half = TSimd.Splat(0.5f);
        int c = 0;
        for (; c + TSimd.Count <= channels; c += TSimd.Count)
        {
            // 0 − (value − largest) has its sign bit set where element j is larger than all before, and not where it is equal, 0 and −0 included.
            TVector largest = TSimd.Load(x + c), place = zero;
            for (int j = 1; j < count; j++)
            {
                TVector value = TSimd.Load(x + c + (j * distance)), difference = TSimd.Subtract(zero, TSimd.Subtract(value, largest));
                place = TSimd.BySign(difference, place, TSimd.Splat(j));
                largest = TSimd.BySign(difference, largest, value);
            }

            TVector gradient = TSimd.Load(dy + c);
            for (int j = 0; j < count; j++)
            {
                float* to = dx + c + (j * distance);
                TVector share = TSimd.BySign(TSimd.Subtract(TSimd.Absolute(TSimd.Subtract(place, TSimd.Splat(j))), half), zero, gradient);
                TSimd.Store(TSimd.Add(TSimd.Load(to), share), to);
            }
        }

        for (; c < channels; c++)
        {
            nint first = c;
            for (int j = 1; j < count; j++)
                first = x[c + (j * distance)] > x[first] ? c + (j * distance) : first;
            dx[first] += dy[c];
        }
    }
}
