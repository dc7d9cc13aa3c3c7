using MlNetXai.Signals.Filters.Kernels;

namespace MlNetXai.Signals.Filters;

/// <summary>Settings of <see cref="FirBandPass"/>.</summary>
public sealed record FirBandPassOptions
{
    /// <summary>Lower corner in Hz, above 0 and below <see cref="HighHz"/>. Default 3.</summary>
    public double LowHz { get; init => field = Require.Above(value, 0.0); } = 3;

    /// <summary>Upper corner in Hz, below half the sampling rate. Default 45.</summary>
    public double HighHz { get; init => field = Require.Above(Require.Finite(value), 0.0); } = 45;
}

/// <summary>Band-pass by a windowed-sinc FIR filter, forward and backward: no shift in time.</summary>
/// <remarks>As <c>biosppy.signals.ecg.ecg</c> 0.5.1 filters: Hamming window, int(0.3 fs) taps made odd, gain 1 at the middle of the band, SciPy's
/// <c>filtfilt</c> with an odd extension. Forward and backward over that extension is one symmetric filter g = h ∗ h of 2n − 1 taps, since the extension
/// (3n samples) outlasts the start-up of both passes; so it is computed. Its gain at 0 Hz is 0.042 (360 Hz), not 0.</remarks>
public sealed class FirBandPass
{
    private readonly double[] _taps;
    private readonly double[] _squared;

    /// <param name="samplingRateHz">Samples per second, finite, more than twice the upper corner.</param>
    /// <param name="options">Default: 3–45 Hz.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is too low for the band, or the corners are in the wrong order.</exception>
    public FirBandPass(double samplingRateHz, FirBandPassOptions? options = null)
    {
        options ??= new();
        Require.Above(Require.Finite(samplingRateHz, nameof(samplingRateHz)), 2 * options.HighHz, nameof(samplingRateHz));
        Require.Above(options.HighHz, options.LowHz, nameof(options.HighHz));

        _taps = Design(samplingRateHz, options);
        _squared = Square(_taps);
    }

    /// <summary>Filter coefficients h, <c>[tap]</c>; an odd number n, symmetric.</summary>
    public ReadOnlySpan<double> Taps => _taps;

    /// <summary>Fewest samples that can be filtered, 3n + 1: the odd extension reflects 3n of them.</summary>
    public int MinimumSamples => (3 * _taps.Length) + 1;

    /// <summary>Filters a signal.</summary>
    /// <param name="x">At least <see cref="MinimumSamples"/> finite samples.</param>
    /// <returns>As many samples, in the same unit.</returns>
    /// <exception cref="ArgumentException">The signal is too short.</exception>
    public double[] Filter(ReadOnlySpan<double> x)
    {
        double[] y = new double[x.Length];
        Filter(x, y, new double[x.Length + PaddingSamples]);
        return y;
    }

    /// <summary>Samples that <see cref="Filter(ReadOnlySpan{double}, Span{double}, Span{double})"/> needs beyond the signal's in its scratch memory.</summary>
    internal int PaddingSamples => 2 * (_taps.Length - 1);

    /// <inheritdoc cref="Filter(ReadOnlySpan{double})"/>
    /// <param name="x">At least <see cref="MinimumSamples"/> finite samples.</param>
    /// <param name="y">Receives the result, as long as <paramref name="x"/>.</param>
    /// <param name="scratch">At least x.Length + <see cref="PaddingSamples"/> samples.</param>
    internal void Filter(ReadOnlySpan<double> x, Span<double> y, Span<double> scratch)
    {
        RequireLongEnough(x.Length);
        int side = _taps.Length - 1;
        Span<double> extended = scratch[..(x.Length + (2 * side))];
        x.CopyTo(extended[side..]);
        OddExtension.Fill(extended, side, lanes: 1);
        SignalKernels.Correlate(extended, _squared, y);
    }

    /// <summary>The reference twin: two passes of h over the extension of 3n samples, plain loops.</summary>
    internal double[] FilterPlainly(ReadOnlySpan<double> x)
    {
        RequireLongEnough(x.Length);
        int side = 3 * _taps.Length;
        double[] extended = new double[x.Length + (2 * side)];
        x.CopyTo(extended.AsSpan(side));
        OddExtension.Fill(extended, side, lanes: 1);
        for (int pass = 0; pass < 2; pass++)
        {
            double[] filtered = new double[extended.Length];
            for (int i = 0; i < extended.Length; i++)
            {
                // SciPy starts from the steady state of the first sample: as if it had always been there.
                for (int k = 0; k < _taps.Length; k++)
                    filtered[i] += _taps[k] * extended[Math.Max(i - k, 0)];
            }

            Array.Reverse(filtered);
            extended = filtered;
        }

        return extended.AsSpan(side, x.Length).ToArray();
    }

    private void RequireLongEnough(int samples)
    {
        if (samples < MinimumSamples)
        {
            throw new ArgumentException(
                $"The signal has {samples} samples; the filter of {_taps.Length} taps must have more than {MinimumSamples - 1}. Give a longer recording.");
        }
    }

    private static double[] Design(double samplingRateHz, FirBandPassOptions options)
    {
        int n = (int)(0.3 * samplingRateHz);
        if (n % 2 == 0)
            n++;

        // Corners in units of half the sampling rate, as SciPy's firwin; m is the distance from the middle tap.
        double low = 2 * options.LowHz / samplingRateHz, high = 2 * options.HighHz / samplingRateHz, scale = 0;
        double[] taps = new double[n];
        for (int i = 0; i < n; i++)
        {
            double m = i - (0.5 * (n - 1));
            double window = 0.54 - (0.46 * Math.Cos(2 * Math.PI * i / (n - 1)));
            taps[i] = ((high * Sinc(high * m)) - (low * Sinc(low * m))) * window;
            scale += taps[i] * Math.Cos(Math.PI * m * 0.5 * (low + high));
        }

        for (int i = 0; i < n; i++)
            taps[i] /= scale;
        return taps;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double[] Square(double[] taps)
    {
        double[] squared = new double[(2 * taps.Length) - 1];
        for (int i = 0; i < taps.Length; i++)
        {
            for (int k = 0; k < taps.Length; k++)
                squared[i + k] += taps[i] * taps[k];
        }

        return squared;
    }
}
