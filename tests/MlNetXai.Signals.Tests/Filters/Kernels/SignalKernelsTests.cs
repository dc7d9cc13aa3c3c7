using System.Runtime.Intrinsics;
using FsCheck;
using MlNetXai.Signals.Filters;
using MlNetXai.Signals.Filters.Kernels;
using MlNetXai.Signals.Tests.Beats;
using Xunit;

namespace MlNetXai.Signals.Tests.Filters.Kernels;

/// <summary>Every width against plain loops; widths that the machine lacks run as software and must agree too.</summary>
public class SignalKernelsTests
{
    public static TheoryData<int> Widths => [1, 2, 4, 8];

    private delegate void Correlation(ReadOnlySpan<double> x, ReadOnlySpan<double> taps, Span<double> y);

    private delegate void Recursion(Span<double> rows, in FourthOrderSection section, bool backward);

    private delegate int Search(ReadOnlySpan<double> s, Span<int> positions);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Correlate_AnyLength_IsTheSumOfProducts(int width)
    {
        Correlation correlate = width switch
        {
            1 => SignalKernels<Simd64, double>.Correlate,
            2 => SignalKernels<Simd128, Vector128<double>>.Correlate,
            4 => SignalKernels<Simd256, Vector256<double>>.Correlate,
            _ => SignalKernels<Simd512, Vector512<double>>.Correlate,
        };
        foreach (int tapCount in (int[])[1, 3, 8, 20, 217])
        {
            double[] taps = [.. Enumerable.Range(0, tapCount).Select(k => Math.Cos(k * k))];
            foreach (int length in (int[])[0, 1, 55, 56, 57, 300])
            {
                double[] x = GoldenSignal.Millivolts(length + tapCount - 1), y = new double[length];

                correlate(x, taps, y);

                Assert.Equal(Enumerable.Range(0, length).Select(i => taps.Select((tap, k) => tap * x[i + k]).Sum()), y, (a, b) => Math.Abs(a - b) <= 1e-12);
            }
        }
    }

    [Fact]
    public void Correlate_InputTooShort_SaysHowManySamplesItNeeds()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => SignalKernels.Correlate(new double[10], new double[5], new double[7]));

        Assert.Equal("x has 10 samples and must have 11.", error.Message);
    }

    // Rounding differs between fused and separate multiply-add; the high-pass's poles, close to 1, make 1e-11 of it.
    [Theory]
    [MemberData(nameof(Widths))]
    public void Recurse_EveryLane_EqualsThePlainPass(int lanes)
    {
        Recursion recurse = lanes switch
        {
            1 => SignalKernels<Simd64, double>.Recurse,
            2 => SignalKernels<Simd128, Vector128<double>>.Recurse,
            4 => SignalKernels<Simd256, Vector256<double>>.Recurse,
            _ => SignalKernels<Simd512, Vector512<double>>.Recurse,
        };
        const int Side = ZeroPhase.ExtensionSamples, Length = 700;
        FourthOrderSection section = Butterworth.HighPass(3, 360);
        double[] x = GoldenSignal.Millivolts(lanes * Length), rows = new double[lanes * (Length + (2 * Side))];
        for (int i = 0; i < x.Length; i++)
            rows[((Side + (i % Length)) * lanes) + (i / Length)] = x[i];
        OddExtension.Fill(rows, Side, lanes);

        recurse(rows, section, backward: false);
        recurse(rows, section, backward: true);

        for (int lane = 0; lane < lanes; lane++)
        {
            double[] alone = [.. new double[Side], .. x.AsSpan(lane * Length, Length), .. new double[Side]];
            ZeroPhase.FilterPlainly(alone, section);
            Assert.Equal(alone, Enumerable.Range(0, alone.Length).Select(row => rows[(row * lanes) + lane]), (a, b) => Math.Abs(a - b) <= 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void LocalMaxima_ManyPlateaus_AreWhereTheSignOfTheSlopeFalls(int width)
    {
        Search search = width switch
        {
            1 => SignalKernels<Simd64, double>.LocalMaxima,
            2 => SignalKernels<Simd128, Vector128<double>>.LocalMaxima,
            4 => SignalKernels<Simd256, Vector256<double>>.LocalMaxima,
            _ => SignalKernels<Simd512, Vector512<double>>.LocalMaxima,
        };

        Prop.ForAll<byte[]>(values =>
        {
            double[] s = [.. values.Select(value => (double)(value % 4))];
            int[] positions = new int[s.Length];

            int count = search(s, positions);

            return Enumerable.Range(1, Math.Max(0, s.Length - 2))
                .Where(i => Math.Sign(s[i] - s[i - 1]) > Math.Sign(s[i + 1] - s[i]))
                .SequenceEqual(positions[..count]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Slope_Rows_AreScaledDifferencesToTheNextRow()
    {
        int lanes = SignalKernels.Lanes;
        double[] rows = GoldenSignal.Millivolts(50 * lanes), expected = (double[])rows.Clone();
        for (int i = 0; i < expected.Length - lanes; i++)
            expected[i] = 360 * Math.Abs(rows[i + lanes] - rows[i]);

        SignalKernels.Slope(rows, 360);

        Assert.Equal(expected, rows, (a, b) => Math.Abs(a - b) <= 1e-12);
    }
}
