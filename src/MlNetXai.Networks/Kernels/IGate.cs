using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>The nonlinearity of a recurrent layer's gates.</summary>
internal interface IGate<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    static abstract TVector Apply(TVector z);

    /// <summary>Gradient of the gate's input.</summary>
    /// <param name="dy">Gradient of the gate.</param>
    /// <param name="dyTimesGate">dy·gate, in the order of operations that the caller has it in.</param>
    /// <param name="gate">The gate.</param>
    static abstract TVector Back(TVector dy, TVector dyTimesGate, TVector gate);
}

/// <summary>σ(z) = 1/(1 + e⁻ᶻ).</summary>
internal readonly struct LogisticGate<TSimd, TVector> : IGate<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector z) => SimdMath.Sigmoid<TSimd, TVector>(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Back(TVector dy, TVector dyTimesGate, TVector gate) => TSimd.Multiply(dyTimesGate, TSimd.Subtract(TSimd.Splat(1f), gate));
}

/// <summary>clip(0.2 z + 0.5, 0, 1): its derivative is 0.2 where the gate lies in (0, 1), else 0.</summary>
internal readonly struct HardGate<TSimd, TVector> : IGate<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector z) =>
        TSimd.AtMost(TSimd.Splat(1f), TSimd.AtLeast(TSimd.Splat(0f), TSimd.MultiplyAdd(TSimd.Splat(0.2f), z, TSimd.Splat(0.5f))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Back(TVector dy, TVector dyTimesGate, TVector gate)
    {
        // 0 − g(1 − g) has a sign bit just where 0 < g < 1.
        TVector zero = TSimd.Splat(0f), inside = TSimd.Subtract(zero, TSimd.Multiply(gate, TSimd.Subtract(TSimd.Splat(1f), gate)));
        return TSimd.Multiply(dy, TSimd.BySign(inside, zero, TSimd.Splat(0.2f)));
    }
}
