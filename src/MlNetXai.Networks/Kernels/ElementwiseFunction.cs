using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>A function of one value, with up to two parameters.</summary>
/// <param name="Kind">Which.</param>
/// <param name="A">First parameter.</param>
/// <param name="B">Second parameter.</param>
internal readonly record struct ElementwiseFunction(ElementwiseKind Kind, float A = 0, float B = 0);

/// <summary>Functions of one value; formulas stand at the layers.</summary>
internal enum ElementwiseKind
{
    Relu,
    LeakyRelu,
    Elu,
    Gelu,
    GeluTanh,
    Sigmoid,
    HardSigmoid,
    Tanh,
}

/// <summary>A function of one value in vectors: its value, and its slope from what the layer keeps (y, or x for the forms of GELU).</summary>
internal interface IElementwise
{
    static abstract TVector Value<TSimd, TVector>(TVector x, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    static abstract TVector Slope<TSimd, TVector>(TVector kept, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>max(0, x).</summary>
internal readonly struct ReluFunction : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TSimd, TVector>(TVector x, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.AtLeast(TSimd.Splat(0f), x);

    // 0 − y has its sign bit set only where y is above 0, not where it is 0 or −0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TSimd, TVector>(TVector kept, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.BySign(TSimd.Subtract(TSimd.Splat(0f), kept), TSimd.Splat(0f), TSimd.Splat(1f));
}

/// <summary>x above 0, a·x below.</summary>
internal readonly struct LeakyReluFunction : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TSimd, TVector>(TVector x, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.BySign(x, x, TSimd.Multiply(a, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TSimd, TVector>(TVector kept, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.BySign(TSimd.Subtract(TSimd.Splat(0f), kept), a, TSimd.Splat(1f));
}

/// <summary>x above 0, a(eˣ − 1) below.</summary>
internal readonly struct EluFunction : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TSimd, TVector>(TVector x, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.MultiplyAdd(a, SimdMath.ExpLess1<TSimd, TVector>(TSimd.AtMost(TSimd.Splat(0f), x)), TSimd.AtLeast(TSimd.Splat(0f), x));

    // a·eˣ = y + a.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TSimd, TVector>(TVector kept, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.BySign(TSimd.Subtract(TSimd.Splat(0f), kept), TSimd.Add(kept, a), TSimd.Splat(1f));
}

/// <summary>x·Φ(x).</summary>
internal readonly struct GeluFunction : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TSimd, TVector>(TVector x, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Multiply(x, SimdMath.Normal<TSimd, TVector>(x, out _));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TSimd, TVector>(TVector kept, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector distribution = SimdMath.Normal<TSimd, TVector>(kept, out TVector density);
        return TSimd.MultiplyAdd(kept, density, distribution);
    }
}

/// <summary>x·σ(2u) with u = √(2/π)(x + 0.044715x³), which is ½x(1 + tanh u).</summary>
internal readonly struct GeluTanhFunction : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TSimd, TVector>(TVector x, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Multiply(x, Gate<TSimd, TVector>(x, TSimd.Multiply(x, x)));

    // σ + x·σ(1 − σ)·2u′.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TSimd, TVector>(TVector kept, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector square = TSimd.Multiply(kept, kept), gate = Gate<TSimd, TVector>(kept, square);
        TVector slope = TSimd.Multiply(TSimd.Splat(1.59576912f), TSimd.MultiplyAdd(TSimd.Splat(0.134145f), square, TSimd.Splat(1f)));
        return TSimd.MultiplyAdd(TSimd.Multiply(TSimd.Multiply(kept, slope), gate), TSimd.Subtract(TSimd.Splat(1f), gate), gate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Gate<TSimd, TVector>(TVector x, TVector square)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        SimdMath.Sigmoid<TSimd, TVector>(TSimd.Multiply(TSimd.Multiply(TSimd.Splat(1.59576912f), x), TSimd.MultiplyAdd(TSimd.Splat(0.044715f), square, TSimd.Splat(1f))));
}

/// <summary>1/(1 + e⁻ˣ).</summary>
internal readonly struct SigmoidFunction : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TSimd, TVector>(TVector x, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => SimdMath.Sigmoid<TSimd, TVector>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TSimd, TVector>(TVector kept, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Multiply(kept, TSimd.Subtract(TSimd.Splat(1f), kept));
}

/// <summary>a·x + b, held in 0 … 1.</summary>
internal readonly struct HardSigmoidFunction : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TSimd, TVector>(TVector x, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.AtLeast(TSimd.Splat(0f), TSimd.AtMost(TSimd.Splat(1f), TSimd.MultiplyAdd(a, x, b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TSimd, TVector>(TVector kept, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector zero = TSimd.Splat(0f);
        return TSimd.BySign(TSimd.Subtract(zero, kept), zero, TSimd.BySign(TSimd.Subtract(kept, TSimd.Splat(1f)), zero, a));
    }
}

/// <summary>tanh x.</summary>
internal readonly struct TanhFunction : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TSimd, TVector>(TVector x, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => SimdMath.Tanh<TSimd, TVector>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TSimd, TVector>(TVector kept, TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Subtract(TSimd.Splat(1f), TSimd.Multiply(kept, kept));
}
