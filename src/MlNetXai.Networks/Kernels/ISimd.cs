using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MlNetXai.Networks.Kernels;

/// <summary>The vector operations that kernels are written in, once for all widths.</summary>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Whether this machine runs the width in hardware.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Floats per vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of a product's register tile (4 vectors wide): 6 with 32 registers (24 sums), 3 with 16 (12 sums).</summary>
    static abstract int TileRows { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* target);

    static abstract TVector Splat(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a·b + c, rounded once where the machine has fused multiply-add.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>Smaller of a bound and x; NaN in x stays NaN.</summary>
    static abstract TVector AtMost(TVector bound, TVector x);

    /// <summary>Larger of a bound and x; NaN in x stays NaN.</summary>
    static abstract TVector AtLeast(TVector bound, TVector x);

    static abstract TVector Absolute(TVector x);

    /// <summary>|magnitude| with the sign of <paramref name="sign"/>.</summary>
    static abstract TVector CopySign(TVector magnitude, TVector sign);

    /// <summary>Nearest integer, ties to even.</summary>
    static abstract TVector Round(TVector x);

    /// <summary>x·2ⁿ for an integer n in −150 … 128, rounded once, also where the result is subnormal.</summary>
    static abstract TVector Scale(TVector x, TVector n);

    /// <summary><paramref name="positive"/> where the sign bit of x is clear, else <paramref name="negative"/>.</summary>
    static abstract TVector BySign(TVector x, TVector positive, TVector negative);

    /// <summary>x, or 0 where |x| is below the bound; NaN stays NaN.</summary>
    static abstract TVector ZeroBelow(TVector bound, TVector x);

    /// <summary>Sum of all elements, in a fixed order.</summary>
    static abstract float Sum(TVector x);

    /// <summary>Products of the elements' bits as unsigned integers: the upper halves, and the lower ones.</summary>
    static abstract TVector MultiplyBits(TVector a, TVector b, out TVector low);

    /// <summary>Exclusive or of the bits.</summary>
    static abstract TVector Xor(TVector a, TVector b);

    /// <summary>0 where the bits of x are below those of the bound as unsigned integers, else the value.</summary>
    static abstract TVector ZeroBelowBits(TVector bound, TVector x, TVector value);
}

/// <summary>512 bits: AVX-512.</summary>
internal readonly unsafe struct Simd512 : ISimd<Vector512<float>>
{
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    public static int Count => 16;

    public static int TileRows => 6;

    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    public static void Store(Vector512<float> value, float* target) => value.Store(target);

    public static Vector512<float> Splat(float value) => Vector512.Create(value);

    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => a / b;

    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);

    public static Vector512<float> AtMost(Vector512<float> bound, Vector512<float> x) => Vector512.MinNative(bound, x);

    public static Vector512<float> AtLeast(Vector512<float> bound, Vector512<float> x) => Vector512.MaxNative(bound, x);

    public static Vector512<float> Absolute(Vector512<float> x) => Vector512.Abs(x);

    public static Vector512<float> CopySign(Vector512<float> magnitude, Vector512<float> sign) =>
        Vector512.ConditionalSelect(Vector512.Create(-0f), sign, magnitude);

    public static Vector512<float> Round(Vector512<float> x) => Vector512.Round(x);

    // One instruction (vscalefps) in place of four; same result, since both round once.
    public static Vector512<float> Scale(Vector512<float> x, Vector512<float> n) => Avx512F.Scale(x, n);

    public static Vector512<float> BySign(Vector512<float> x, Vector512<float> positive, Vector512<float> negative) =>
        Vector512.ConditionalSelect(Vector512.ShiftRightArithmetic(x.AsInt32(), 31).AsSingle(), negative, positive);

    public static Vector512<float> ZeroBelow(Vector512<float> bound, Vector512<float> x) =>
        Vector512.AndNot(x, Vector512.LessThan(Vector512.Abs(x), bound));

    public static float Sum(Vector512<float> x) => Vector512.Sum(x);

    public static Vector512<float> MultiplyBits(Vector512<float> a, Vector512<float> b, out Vector512<float> low)
    {
        Vector512<ulong> even = Avx512F.Multiply(a.AsUInt32(), b.AsUInt32());
        Vector512<ulong> odd = Avx512F.Multiply((a.AsUInt64() >> 32).AsUInt32(), (b.AsUInt64() >> 32).AsUInt32());
        Vector512<ulong> upper = Vector512.Create(0xFFFFFFFF00000000UL);
        low = Vector512.ConditionalSelect(upper, odd << 32, even).AsSingle();
        return Vector512.ConditionalSelect(upper, odd, even >> 32).AsSingle();
    }

    public static Vector512<float> Xor(Vector512<float> a, Vector512<float> b) => a ^ b;

    public static Vector512<float> ZeroBelowBits(Vector512<float> bound, Vector512<float> x, Vector512<float> value) =>
        Vector512.AndNot(value, Vector512.LessThan(x.AsUInt32(), bound.AsUInt32()).AsSingle());
}

/// <summary>256 bits: AVX2 with fused multiply-add.</summary>
internal readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    // 256-bit code without AVX2 runs at a third of the speed of 128-bit code.
    public static bool IsSupported => Vector256.IsHardwareAccelerated && Avx2.IsSupported && Fma.IsSupported;

    public static int Count => 8;

    public static int TileRows => 3;

    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    public static void Store(Vector256<float> value, float* target) => value.Store(target);

    public static Vector256<float> Splat(float value) => Vector256.Create(value);

    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => a / b;

    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);

    public static Vector256<float> AtMost(Vector256<float> bound, Vector256<float> x) => Vector256.MinNative(bound, x);

    public static Vector256<float> AtLeast(Vector256<float> bound, Vector256<float> x) => Vector256.MaxNative(bound, x);

    public static Vector256<float> Absolute(Vector256<float> x) => Vector256.Abs(x);

    public static Vector256<float> CopySign(Vector256<float> magnitude, Vector256<float> sign) =>
        Vector256.ConditionalSelect(Vector256.Create(-0f), sign, magnitude);

    public static Vector256<float> Round(Vector256<float> x) => Vector256.Round(x);

    public static Vector256<float> Scale(Vector256<float> x, Vector256<float> n)
    {
        // 2ⁿ may not be a normal number: two factors, of which only the second product can round.
        Vector256<int> whole = Vector256.ConvertToInt32(n), half = Vector256.ShiftRightArithmetic(whole, 1);
        return x * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    public static Vector256<float> BySign(Vector256<float> x, Vector256<float> positive, Vector256<float> negative) =>
        Vector256.ConditionalSelect(Vector256.ShiftRightArithmetic(x.AsInt32(), 31).AsSingle(), negative, positive);

    public static Vector256<float> ZeroBelow(Vector256<float> bound, Vector256<float> x) =>
        Vector256.AndNot(x, Vector256.LessThan(Vector256.Abs(x), bound));

    public static float Sum(Vector256<float> x) => Vector256.Sum(x);

    public static Vector256<float> MultiplyBits(Vector256<float> a, Vector256<float> b, out Vector256<float> low)
    {
        Vector256<ulong> even = Avx2.Multiply(a.AsUInt32(), b.AsUInt32());
        Vector256<ulong> odd = Avx2.Multiply((a.AsUInt64() >> 32).AsUInt32(), (b.AsUInt64() >> 32).AsUInt32());
        Vector256<ulong> upper = Vector256.Create(0xFFFFFFFF00000000UL);
        low = Vector256.ConditionalSelect(upper, odd << 32, even).AsSingle();
        return Vector256.ConditionalSelect(upper, odd, even >> 32).AsSingle();
    }

    public static Vector256<float> Xor(Vector256<float> a, Vector256<float> b) => a ^ b;

    public static Vector256<float> ZeroBelowBits(Vector256<float> bound, Vector256<float> x, Vector256<float> value) =>
        Vector256.AndNot(value, Vector256.LessThan(x.AsUInt32(), bound.AsUInt32()).AsSingle());

    private static Vector256<float> PowerOfTwo(Vector256<int> n) => Vector256.ShiftLeft(n + Vector256.Create(127), 23).AsSingle();
}

/// <summary>128 bits: every x64 and Arm64 machine; in software where there are no vectors at all.</summary>
internal readonly unsafe struct Simd128 : ISimd<Vector128<float>>
{
    public static bool IsSupported => true;

    public static int Count => 4;

    public static int TileRows => AdvSimd.IsSupported ? 6 : 3;

    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    public static void Store(Vector128<float> value, float* target) => value.Store(target);

    public static Vector128<float> Splat(float value) => Vector128.Create(value);

    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    // Without the instruction, a fused product in software would be far slower than two roundings.
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Fma.IsSupported || AdvSimd.IsSupported ? Vector128.FusedMultiplyAdd(a, b, c) : (a * b) + c;

    public static Vector128<float> AtMost(Vector128<float> bound, Vector128<float> x) => Vector128.MinNative(bound, x);

    public static Vector128<float> AtLeast(Vector128<float> bound, Vector128<float> x) => Vector128.MaxNative(bound, x);

    public static Vector128<float> Absolute(Vector128<float> x) => Vector128.Abs(x);

    public static Vector128<float> CopySign(Vector128<float> magnitude, Vector128<float> sign) =>
        Vector128.ConditionalSelect(Vector128.Create(-0f), sign, magnitude);

    public static Vector128<float> Round(Vector128<float> x) => Vector128.Round(x);

    public static Vector128<float> Scale(Vector128<float> x, Vector128<float> n)
    {
        Vector128<int> whole = Vector128.ConvertToInt32(n), half = Vector128.ShiftRightArithmetic(whole, 1);
        return x * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    public static Vector128<float> BySign(Vector128<float> x, Vector128<float> positive, Vector128<float> negative) =>
        Vector128.ConditionalSelect(Vector128.ShiftRightArithmetic(x.AsInt32(), 31).AsSingle(), negative, positive);

    public static Vector128<float> ZeroBelow(Vector128<float> bound, Vector128<float> x) =>
        Vector128.AndNot(x, Vector128.LessThan(Vector128.Abs(x), bound));

    public static float Sum(Vector128<float> x) => Vector128.Sum(x);

    public static Vector128<float> MultiplyBits(Vector128<float> a, Vector128<float> b, out Vector128<float> low)
    {
        Vector128<ulong> even = Multiply(a.AsUInt64() & Vector128.Create(0xFFFFFFFFUL), b.AsUInt64() & Vector128.Create(0xFFFFFFFFUL));
        Vector128<ulong> odd = Multiply(a.AsUInt64() >> 32, b.AsUInt64() >> 32);
        Vector128<ulong> upper = Vector128.Create(0xFFFFFFFF00000000UL);
        low = Vector128.ConditionalSelect(upper, odd << 32, even).AsSingle();
        return Vector128.ConditionalSelect(upper, odd, even >> 32).AsSingle();
    }

    public static Vector128<float> Xor(Vector128<float> a, Vector128<float> b) => a ^ b;

    public static Vector128<float> ZeroBelowBits(Vector128<float> bound, Vector128<float> x, Vector128<float> value) =>
        Vector128.AndNot(value, Vector128.LessThan(x.AsUInt32(), bound.AsUInt32()).AsSingle());

    // The upper halves of a and b are 0.
    private static Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b) => Sse2.IsSupported ? Sse2.Multiply(a.AsUInt32(), b.AsUInt32()) : a * b;

    private static Vector128<float> PowerOfTwo(Vector128<int> n) => Vector128.ShiftLeft(n + Vector128.Create(127), 23).AsSingle();
}
