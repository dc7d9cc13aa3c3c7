using MlNetXai.Signals.Filters;
using MlNetXai.Signals.Filters.Kernels;

namespace MlNetXai.Signals.Beats;

/// <summary>The height on which the Hamilton detector decides: smoothed |slope| of the lead between 3 and 25 Hz.</summary>
/// <remarks>Butterworth low-pass 25 Hz, then high-pass 3 Hz (order 4, zero phase); fs · |difference|; Hamming window of int(0.08 fs) samples with the first
/// and last value continued. Source: Hamilton 2002, "Open source ECG analysis", as in <c>biosppy.signals.ecg.hamilton_segmenter</c> 0.5.1.</remarks>
internal sealed class HamiltonEnvelope
{
    private const int BlockRows = 256;

    private readonly double _samplingRateHz;
    private readonly FourthOrderSection _lowPass;
    private readonly FourthOrderSection _highPass;
    private readonly int _margin;
    private readonly double[] _window;

    public HamiltonEnvelope(double samplingRateHz)
    {
        _samplingRateHz = samplingRateHz;
        _lowPass = Butterworth.LowPass(25, samplingRateHz);
        _highPass = Butterworth.HighPass(3, samplingRateHz);
        _margin = Butterworth.Memory(25, samplingRateHz) + Butterworth.Memory(3, samplingRateHz) + (2 * ZeroPhase.ExtensionSamples);
        _window = Hamming((int)(0.08 * samplingRateHz));
    }

    /// <summary>Computes the envelope of a filtered lead of N samples: N − 1 values.</summary>
    public ReadOnlySpan<double> Compute(ReadOnlySpan<double> filtered, BeatScratch scratch)
    {
        int count = filtered.Length - 1, before = _window.Length / 2, after = _window.Length - 1 - before;
        Span<double> padded = scratch.Padded(before + count + after), slope = padded.Slice(before, count);
        if (SignalKernels.Lanes == 1 || filtered.Length < 8 * _margin || !TrySlopeInPieces(filtered, slope, scratch))
            SlopePlainly(filtered, slope);

        padded[..before].Fill(slope[0]);
        padded[(before + count)..].Fill(slope[^1]);
        Span<double> envelope = scratch.Envelope(count);
        SignalKernels.Correlate(padded, _window, envelope);
        return envelope;
    }

    /// <summary>The reference twin of the slope, fs · |y[i + 1] − y[i]|: one pass after the other over the whole signal.</summary>
    internal void SlopePlainly(ReadOnlySpan<double> filtered, Span<double> slope)
    {
        const int Side = ZeroPhase.ExtensionSamples;
        double[] samples = GC.AllocateUninitializedArray<double>(filtered.Length + (2 * Side));
        filtered.CopyTo(samples.AsSpan(Side));
        ZeroPhase.FilterPlainly(samples, _lowPass);
        ZeroPhase.FilterPlainly(samples, _highPass);
        for (int i = 0; i < slope.Length; i++)
            slope[i] = _samplingRateHz * Math.Abs(samples[Side + i + 1] - samples[Side + i]);
    }

    /// <summary>The same, the signal cut in one piece per lane of a vector. Pieces overlap by what the filters remember (2⁻⁶⁰), and meet in the
    /// middle of it.</summary>
    /// <returns>False where two pieces do not agree where they meet: in a flat stretch longer than the overlap the whole signal's decay of 10⁻¹⁶ and less is
    /// all there is, and its tiny maxima count; then only the passes over the whole signal are right.</returns>
    internal bool TrySlopeInPieces(ReadOnlySpan<double> filtered, Span<double> slope, BeatScratch scratch)
    {
        const int Side = ZeroPhase.ExtensionSamples;
        int lanes = SignalKernels.Lanes;
        int length = (filtered.Length + ((lanes - 1) * 2 * _margin) + lanes - 1) / lanes;
        Span<double> rows = scratch.Lanes((length + (2 * Side)) * lanes), signal = rows.Slice(Side * lanes, length * lanes);
        Span<int> starts = stackalloc int[lanes];
        for (int lane = 0; lane < lanes; lane++)
            starts[lane] = (int)((long)lane * (filtered.Length - length) / (lanes - 1));
        Interleave(filtered, starts, signal);

        ZeroPhase.Filter(rows, _lowPass);
        ZeroPhase.Filter(rows, _highPass);
        SignalKernels.Slope(signal, _samplingRateHz);

        Span<int> meetings = stackalloc int[lanes + 1];
        (meetings[0], meetings[lanes]) = (0, slope.Length);
        for (int lane = 1; lane < lanes; lane++)
        {
            meetings[lane] = (starts[lane - 1] + length + starts[lane]) / 2;
            if (!Agree(signal, starts, lane - 1, meetings[lane]))
                return false;
        }

        Join(signal, starts, meetings, slope);
        return true;
    }

    // In blocks of rows, so that a row is in the cache until all its lanes are there.
    private static void Interleave(ReadOnlySpan<double> filtered, ReadOnlySpan<int> starts, Span<double> rows)
    {
        int lanes = starts.Length, length = rows.Length / lanes;
        for (int block = 0; block < length; block += BlockRows)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                ReadOnlySpan<double> piece = filtered.Slice(starts[lane] + block, Math.Min(BlockRows, length - block));
                Span<double> target = rows[((block * lanes) + lane)..];
                for (int row = 0; row < piece.Length; row++)
                    target[row * lanes] = piece[row];
            }
        }
    }

    private static void Join(ReadOnlySpan<double> rows, ReadOnlySpan<int> starts, ReadOnlySpan<int> meetings, Span<double> joined)
    {
        int lanes = starts.Length, length = rows.Length / lanes;
        for (int block = 0; block < length; block += BlockRows)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                int from = Math.Max(meetings[lane], starts[lane] + block), to = Math.Min(meetings[lane + 1], starts[lane] + block + BlockRows);
                if (to <= from)
                    continue;
                Span<double> piece = joined[from..to];
                ReadOnlySpan<double> source = rows[(((from - starts[lane]) * lanes) + lane)..];
                for (int i = 0; i < piece.Length; i++)
                    piece[i] = source[i * lanes];
            }
        }
    }

    // Within a second of the meeting point, relative to the largest value there: what is left of a wrong start decays no slower than the signal's own decay.
    // Rounding alone makes 1e-10 of difference (the high-pass's poles are close to 1), a flat stretch longer than the overlap makes 1.
    private bool Agree(ReadOnlySpan<double> signal, ReadOnlySpan<int> starts, int lane, int meeting)
    {
        double largest = 0, difference = 0;
        int reach = (int)_samplingRateHz;
        for (int i = meeting - reach; i < meeting + reach; i++)
        {
            double left = signal[((i - starts[lane]) * starts.Length) + lane], right = signal[((i - starts[lane + 1]) * starts.Length) + lane + 1];
            largest = Math.Max(largest, left);
            difference = Math.Max(difference, Math.Abs(left - right));
        }

        return difference <= 1e-8 * largest;
    }

    private static double[] Hamming(int points)
    {
        double[] window = new double[points];
        double sum = 0;
        for (int i = 0; i < points; i++)
        {
            window[i] = 0.54 - (0.46 * Math.Cos(2 * Math.PI * i / (points - 1)));
            sum += window[i];
        }

        for (int i = 0; i < points; i++)
            window[i] /= sum;
        return window;
    }
}
