using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>exp, sigmoid and tanh on vectors: at most 2 ulp for exp and 4 ulp for the others on the whole range; NaN stays NaN.</summary>
/// <remarks>eˣ = 2ⁿ·eʳ with n = round(x/ln 2) and |r| ≤ ln 2/2; eʳ − 1 − r is a polynomial of degree 6 (coefficients of Cephes' expf, Moshier 1989).</remarks>
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

    // n = round(x/ln 2); less1 = e^(x − n·ln 2) − 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Reduce<TSimd, TVector>(TVector x, out TVector less1)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector n = TSimd.Round(TSimd.Multiply(x, TSimd.Splat(1.44269504f)));

        // ln 2 in two parts: the first has so few digits that n·part is exact.
        TVector r = TSimd.MultiplyAdd(n, TSimd.Splat(-0.693359375f), x);
        r = TSimd.MultiplyAdd(n, TSimd.Splat(2.12194440e-4f), r);
        TVector p = TSimd.MultiplyAdd(TSimd.Splat(1.9875691500e-4f), r, TSimd.Splat(1.3981999507e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Splat(8.3334519073e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Splat(4.1665795894e-2f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Splat(1.6666665459e-1f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Splat(5.0000001201e-1f));
        less1 = TSimd.MultiplyAdd(TSimd.Multiply(r, r), p, r);
        return n;
    }
}
