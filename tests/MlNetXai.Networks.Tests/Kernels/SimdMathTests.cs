using System.Runtime.Intrinsics;
using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests.Kernels;

public sealed unsafe class SimdMathTests
{
    private delegate void Apply(float* x, float* y);

    [Fact]
    public void Exp_WholeRange_Within2Ulp() => ForEveryPath(0, 2, Math.Exp);

    [Fact]
    public void Sigmoid_WholeRange_Within4Ulp() => ForEveryPath(1, 4, x => 1 / (1 + Math.Exp(-x)));

    [Fact]
    public void Tanh_WholeRange_Within4Ulp() => ForEveryPath(2, 4, Math.Tanh);

    [Fact]
    public void ExpLess1_NegativeRange_Within4Ulp() => ForEveryPath(3, 4, x => x > 0 ? 0 : Math.Abs(x) < 1e-3 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1);

    [Fact]
    public void NormalDistribution_WholeRange_Within8Ulp() => ForEveryPath(4, 8, x => new Gelu().Value(x) / x);

    [Fact]
    public void NormalDensity_WholeRange_Within8Ulp() => ForEveryPath(5, 8, x => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void All_NotANumber_StaysSo(int function)
    {
        foreach (Apply apply in Paths(function))
            Assert.True(float.IsNaN(At(apply, float.NaN)));
    }

    [Fact]
    public void All_Infinities_GiveTheLimits()
    {
        foreach ((int function, float low, float high) in new[] { (0, 0f, float.PositiveInfinity), (1, 0f, 1f), (2, -1f, 1f), (3, -1f, 0f), (4, 0f, 1f), (5, 0f, 0f) })
        {
            foreach (Apply apply in Paths(function))
            {
                Assert.Equal(low, At(apply, float.NegativeInfinity));
                Assert.Equal(high, At(apply, float.PositiveInfinity));
            }
        }
    }

    private static void ForEveryPath(int function, double ulps, Func<double, double> exact)
    {
        Philox random = new(3, "simd math");
        foreach (Apply apply in Paths(function))
        {
            for (uint i = 0; i < 60_000; i++)
            {
                // Sizes from 1e-6 to 110, both signs: near 0, the usual, subnormal and overflowing results.
                float x = (float)((random.Uniform(i) < 0.5 ? -1 : 1) * Math.Pow(10, (random.Uniform(i, 1) * 8.05) - 6));
                double expected = exact(x);
                float nearest = (float)expected, actual = At(apply, x);
                if (float.IsInfinity(nearest))
                    Assert.True(actual >= float.MaxValue * 0.999f, $"f({x:R}) = {actual:R}");
                else
                    Assert.True(Math.Abs(actual - expected) <= ulps * (MathF.BitIncrement(MathF.Abs(nearest)) - (double)MathF.Abs(nearest)), $"f({x:R}) = {actual:R}, not {nearest:R}");
            }
        }
    }

    private static float At(Apply apply, float value)
    {
        float* x = stackalloc float[16], y = stackalloc float[16];
        new Span<float>(x, 16).Fill(value);
        apply(x, y);
        return y[0];
    }

    private static IEnumerable<Apply> Paths(int function)
    {
        if (Simd512.IsSupported)
            yield return Of<Simd512, Vector512<float>>(function);
        if (Simd256.IsSupported)
            yield return Of<Simd256, Vector256<float>>(function);
        yield return Of<Simd128, Vector128<float>>(function);
    }

    private static Apply Of<TSimd, TVector>(int function)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => function switch
        {
            0 => (x, y) => TSimd.Store(SimdMath.Exp<TSimd, TVector>(TSimd.Load(x)), y),
            1 => (x, y) => TSimd.Store(SimdMath.Sigmoid<TSimd, TVector>(TSimd.Load(x)), y),
            2 => (x, y) => TSimd.Store(SimdMath.Tanh<TSimd, TVector>(TSimd.Load(x)), y),
            3 => (x, y) => TSimd.Store(SimdMath.ExpLess1<TSimd, TVector>(TSimd.AtMost(TSimd.Splat(0f), TSimd.Load(x))), y),
            4 => (x, y) => TSimd.Store(SimdMath.Normal<TSimd, TVector>(TSimd.Load(x), out _), y),
            _ => (x, y) => TSimd.Store(Density<TSimd, TVector>(TSimd.Load(x)), y),
        };

    private static TVector Density<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        SimdMath.Normal<TSimd, TVector>(x, out TVector density);
        return density;
    }
}
