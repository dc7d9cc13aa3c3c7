using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>exp, exp − 1, sigmoid, tanh and the normal distribution on vectors; NaN stays NaN.</summary>
/// <remarks>
/// At most 2 ulp for exp, 4 ulp for exp − 1, sigmoid and tanh, 8 ulp for the normal distribution's density and either tail, each on the whole range.
/// eˣ = 2ⁿ·eʳ with n = round(x/ln 2) and |r| ≤ ln 2/2; eʳ − 1 − r is a polynomial of degree 6 (coefficients of Cephes' expf, Moshier 1989).
/// </remarks>
internal static class SimdMath
{
    /// <summary>eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // Beyond these bounds the result is 0 or infinity all the same.
        x = TSimd.AtMost(TSimd.Splat(89f), TSimd.AtLeast(TSimd.Splat(-104f), x));
        TVector n = Reduce<TSimd, TVector>(x, out TVector less1);
        return TSimd.Scale(TSimd.Add(less1, TSimd.Splat(1f)), n);
    }

    /// <summary>1/(1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // With e = exp(−|x|) ≤ 1 neither sign loses digits: 1/(1 + e) for x ≥ 0, e/(1 + e) for x < 0.
        TVector one = TSimd.Splat(1f);
        TVector e = TSimd.AtLeast(TSimd.Splat(-104f), TSimd.CopySign(x, TSimd.Splat(-0f)));
        TVector n = Reduce<TSimd, TVector>(e, out TVector less1);
        e = TSimd.Scale(TSimd.Add(less1, one), n);
        return TSimd.Divide(TSimd.BySign(x, one, e), TSimd.Add(one, e));
    }

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // With q = e^(−2|x|) − 1, tanh|x| = −q/(2 + q); q = 2ⁿ(eʳ − 1) + (2ⁿ − 1) keeps its digits near 0.
        TVector one = TSimd.Splat(1f);
        TVector a = TSimd.AtLeast(TSimd.Splat(-40f), TSimd.Multiply(TSimd.Splat(-2f), TSimd.Absolute(x)));
        TVector n = Reduce<TSimd, TVector>(a, out TVector less1);
        TVector power = TSimd.Scale(one, n);
        TVector q = TSimd.MultiplyAdd(power, less1, TSimd.Subtract(power, one));
        return TSimd.CopySign(TSimd.Divide(q, TSimd.Add(TSimd.Splat(2f), q)), x);
    }

    /// <summary>eˣ − 1 for x ≤ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpLess1<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // eˣ − 1 = 2ⁿ(eʳ − 1) + (2ⁿ − 1) keeps its digits near 0.
        TVector n = Reduce<TSimd, TVector>(TSimd.AtLeast(TSimd.Splat(-104f), x), out TVector less1);
        TVector power = TSimd.Scale(TSimd.Splat(1f), n);
        return TSimd.MultiplyAdd(power, less1, TSimd.Subtract(power, TSimd.Splat(1f)));
    }

    /// <summary>Φ(x) = ½(1 + erf(x/√2)) and <paramref name="density"/> φ(x) = e^(−x²/2)/√(2π).</summary>
    /// <remarks>With a = |x| and t = 1/(1 + 0.32a), Φ(−a) = e^(−a²/2)·t·P(t): P of degree 9 interpolates at Chebyshev's points of 0 ≤ t ≤ 1, relative error 6.3·10⁻⁸.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Normal<TSimd, TVector>(TVector x, out TVector density)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // a in a part of 12 bits, whose square is exact, and the rest: −a²/2 = −high²/2 − (a − high)(a + high)/2. Beyond 14.4 all is 0.
        TVector one = TSimd.Splat(1f), minusHalf = TSimd.Splat(-0.5f);
        TVector a = TSimd.AtMost(TSimd.Splat(14.4f), TSimd.Absolute(x));
        TVector shifted = TSimd.Multiply(TSimd.Splat(4097f), a);
        TVector high = TSimd.Subtract(shifted, TSimd.Subtract(shifted, a));
        TVector rest = TSimd.Multiply(TSimd.Multiply(minusHalf, TSimd.Subtract(a, high)), TSimd.Add(a, high));
        TVector n = Reduce<TSimd, TVector>(TSimd.Multiply(TSimd.Multiply(minusHalf, high), high), rest, out TVector less1);
        TVector e = TSimd.Scale(TSimd.Add(less1, one), n);
        density = TSimd.Multiply(TSimd.Splat(0.398942280f), e);

        TVector t = TSimd.Divide(one, TSimd.MultiplyAdd(TSimd.Splat(0.32f), a, one));
        TVector p = TSimd.MultiplyAdd(TSimd.Splat(-0.0216231323637f), t, TSimd.Splat(0.0979352153099f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Splat(-0.15160769516f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Splat(0.0704682612987f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Splat(-0.0125339992458f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Splat(0.0597993262172f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Splat(0.0875935303696f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Splat(0.114647028203f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Splat(0.12765991009f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Splat(0.127661537689f));
        TVector tail = TSimd.Multiply(TSimd.Multiply(p, t), e);
        return TSimd.BySign(x, TSimd.Subtract(one, tail), tail);
    }

    // n = round(x/ln 2); less1 = e^(x − n·ln 2) − 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Reduce<TSimd, TVector>(TVector x, out TVector less1)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector n = TSimd.Round(TSimd.Multiply(x, TSimd.Splat(1.44269504f)));

        // ln 2 in two parts: the first has so few digits that n·part is exact.
        TVector r = TSimd.MultiplyAdd(n, TSimd.Splat(-0.693359375f), x);
        less1 = Less1<TSimd, TVector>(TSimd.MultiplyAdd(n, TSimd.Splat(2.12194440e-4f), r));
        return n;
    }

    // The same for x + rest, rest being small.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Reduce<TSimd, TVector>(TVector x, TVector rest, out TVector less1)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector n = TSimd.Round(TSimd.Multiply(TSimd.Add(x, rest), TSimd.Splat(1.44269504f)));
        TVector r = TSimd.MultiplyAdd(n, TSimd.Splat(-0.693359375f), x);
        less1 = Less1<TSimd, TVector>(TSimd.Add(TSimd.MultiplyAdd(n, TSimd.Splat(2.12194440e-4f), r), rest));
        return n;
    }

    // eʳ − 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Less1<TSimd, TVector>(TVector r)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector p = TSimd.MultiplyAdd(TSimd.Splat(1.9875691500e-4f), r, TSimd.Splat(1.3981999507e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Splat(8.3334519073e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Splat(4.1665795894e-2f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Splat(1.6666665459e-1f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Splat(5.0000001201e-1f));
        return TSimd.MultiplyAdd(TSimd.Multiply(r, r), p, r);
    }
}
