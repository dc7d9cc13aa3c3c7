using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlNetXai.Signals.Filters.Kernels;

/// <summary>What a kernel needs of a vector of doubles; offsets count doubles.</summary>
/// <remarks>Accuracy: MultiplyAdd rounds once where the machine has fused multiply-add, twice elsewhere.</remarks>
internal interface ISimd<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    static abstract TVector Load(ref double source, nint offset);

    static abstract void Store(TVector value, ref double target, nint offset);

    static abstract TVector Splat(double value);

    /// <summary>a · b + c.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Absolute(TVector a);

    /// <summary>Bit i is set where a is strictly greater than b in lane i.</summary>
    static abstract uint Above(TVector a, TVector b);
}

internal readonly struct Simd512 : ISimd<Vector512<double>>
{
    public static int Count => Vector512<double>.Count;

    public static Vector512<double> Load(ref double source, nint offset) => Vector512.LoadUnsafe(ref Unsafe.Add(ref source, offset));

    public static void Store(Vector512<double> value, ref double target, nint offset) => value.StoreUnsafe(ref Unsafe.Add(ref target, offset));

    public static Vector512<double> Splat(double value) => Vector512.Create(value);

    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.MultiplyAddEstimate(a, b, c);

    public static Vector512<double> Subtract(Vector512<double> a, Vector512<double> b) => a - b;

    public static Vector512<double> Absolute(Vector512<double> a) => Vector512.Abs(a);

    public static uint Above(Vector512<double> a, Vector512<double> b) => (uint)Vector512.GreaterThan(a, b).ExtractMostSignificantBits();
}

internal readonly struct Simd256 : ISimd<Vector256<double>>
{
    public static int Count => Vector256<double>.Count;

    public static Vector256<double> Load(ref double source, nint offset) => Vector256.LoadUnsafe(ref Unsafe.Add(ref source, offset));

    public static void Store(Vector256<double> value, ref double target, nint offset) => value.StoreUnsafe(ref Unsafe.Add(ref target, offset));

    public static Vector256<double> Splat(double value) => Vector256.Create(value);

    public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Vector256.MultiplyAddEstimate(a, b, c);

    public static Vector256<double> Subtract(Vector256<double> a, Vector256<double> b) => a - b;

    public static Vector256<double> Absolute(Vector256<double> a) => Vector256.Abs(a);

    public static uint Above(Vector256<double> a, Vector256<double> b) => Vector256.GreaterThan(a, b).ExtractMostSignificantBits();
}

internal readonly struct Simd128 : ISimd<Vector128<double>>
{
    public static int Count => Vector128<double>.Count;

    public static Vector128<double> Load(ref double source, nint offset) => Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset));

    public static void Store(Vector128<double> value, ref double target, nint offset) => value.StoreUnsafe(ref Unsafe.Add(ref target, offset));

    public static Vector128<double> Splat(double value) => Vector128.Create(value);

    public static Vector128<double> MultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c) => Vector128.MultiplyAddEstimate(a, b, c);

    public static Vector128<double> Subtract(Vector128<double> a, Vector128<double> b) => a - b;

    public static Vector128<double> Absolute(Vector128<double> a) => Vector128.Abs(a);

    public static uint Above(Vector128<double> a, Vector128<double> b) => Vector128.GreaterThan(a, b).ExtractMostSignificantBits();
}

/// <summary>One double: where the machine has no vectors, their emulation is several times slower than this.</summary>
internal readonly struct Simd64 : ISimd<double>
{
    public static int Count => 1;

    public static double Load(ref double source, nint offset) => Unsafe.Add(ref source, offset);

    public static void Store(double value, ref double target, nint offset) => Unsafe.Add(ref target, offset) = value;

    public static double Splat(double value) => value;

    public static double MultiplyAdd(double a, double b, double c) => double.MultiplyAddEstimate(a, b, c);

    public static double Subtract(double a, double b) => a - b;

    public static double Absolute(double a) => Math.Abs(a);

    public static uint Above(double a, double b) => a > b ? 1u : 0;
}
