using MlNetXai.Signals.Filters.Kernels;

namespace MlNetXai.Signals.Filters;

/// <summary>Recursive filters forward and backward over an odd extension: no shift in time (SciPy's <c>filtfilt</c>, order 4).</summary>
internal static class ZeroPhase
{
    /// <summary>Samples of extension at each end: three times the number of coefficients.</summary>
    public const int ExtensionSamples = 15;

    /// <summary>Filters <see cref="SignalKernels.Lanes"/> signals of one length side by side, in place.</summary>
    /// <param name="rows"><c>[row, lane]</c>: the signals, with <see cref="ExtensionSamples"/> rows of room before and after them.</param>
    /// <param name="section">The filter.</param>
    public static void Filter(Span<double> rows, in FourthOrderSection section)
    {
        OddExtension.Fill(rows, ExtensionSamples, SignalKernels.Lanes);
        SignalKernels.Recurse(rows, section, backward: false);
        SignalKernels.Recurse(rows, section, backward: true);
    }

    /// <summary>The reference twin: one signal, plain loops, SciPy's order of operations.</summary>
    /// <param name="samples">The signal, with <see cref="ExtensionSamples"/> samples of room before and after it; filtered in place.</param>
    /// <param name="section">The filter.</param>
    public static void FilterPlainly(Span<double> samples, in FourthOrderSection section)
    {
        OddExtension.Fill(samples, ExtensionSamples, lanes: 1);
        for (int pass = 0; pass < 2; pass++)
        {
            double first = samples[0];
            (double z0, double z1, double z2, double z3) = (section.Z0 * first, section.Z1 * first, section.Z2 * first, section.Z3 * first);
            for (int i = 0; i < samples.Length; i++)
            {
                double x = samples[i], y = z0 + (section.B0 * x);
                z0 = z1 + (x * section.B1) - (y * section.A1);
                z1 = z2 + (x * section.B2) - (y * section.A2);
                z2 = z3 + (x * section.B3) - (y * section.A3);
                z3 = (x * section.B4) - (y * section.A4);
                samples[i] = y;
            }

            samples.Reverse();
        }
    }
}
