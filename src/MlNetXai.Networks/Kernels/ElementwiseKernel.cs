using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>The loops of functions of one value. The last, partly filled vector goes the same way through a buffer: a value's bits do not depend on its place.</summary>
internal static unsafe class ElementwiseKernel
{
    /// <summary>y = f(x); y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TFunction, TSimd, TVector>(float* x, float* y, nint length, float a, float b)
        where TFunction : struct, IElementwise
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector first = TSimd.Splat(a), second = TSimd.Splat(b);
        nint i = 0;
        for (; i + TSimd.Count <= length; i += TSimd.Count)
            TSimd.Store(TFunction.Value<TSimd, TVector>(TSimd.Load(x + i), first, second), y + i);
        if (i == length)
            return;

        float* rest = stackalloc float[TSimd.Count];
        int count = (int)(length - i);
        new Span<float>(x + i, count).CopyTo(new(rest, count));
        TSimd.Store(TFunction.Value<TSimd, TVector>(TSimd.Load(rest), first, second), rest);
        new Span<float>(rest, count).CopyTo(new(y + i, count));
    }

    /// <summary>dx = f′·dy; dx may be dy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TFunction, TSimd, TVector>(float* kept, float* dy, float* dx, nint length, float a, float b)
        where TFunction : struct, IElementwise
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector first = TSimd.Splat(a), second = TSimd.Splat(b);
        nint i = 0;
        for (; i + TSimd.Count <= length; i += TSimd.Count)
            TSimd.Store(TSimd.Multiply(TFunction.Slope<TSimd, TVector>(TSimd.Load(kept + i), first, second), TSimd.Load(dy + i)), dx + i);
        if (i == length)
            return;

        float* rest = stackalloc float[2 * TSimd.Count];
        int count = (int)(length - i);
        new Span<float>(kept + i, count).CopyTo(new(rest, count));
        new Span<float>(dy + i, count).CopyTo(new(rest + TSimd.Count, count));
        TSimd.Store(TSimd.Multiply(TFunction.Slope<TSimd, TVector>(TSimd.Load(rest), first, second), TSimd.Load(rest + TSimd.Count)), rest);
        new Span<float>(rest, count).CopyTo(new(dx + i, count));
    }
}
