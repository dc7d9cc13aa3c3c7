using MlNetXai.Signals.Filters;

namespace MlNetXai.Signals.Beats;

/// <summary>Settings of <see cref="BeatSegmenter"/>.</summary>
public sealed record BeatSegmenterOptions
{
    /// <summary>The band-pass before detection and cutting. Default 3–45 Hz.</summary>
    public FirBandPassOptions BandPass { get; init; } = new();

    /// <summary>Length of a beat before R in seconds, at least 0; truncated to samples. Default 0.2 (72 samples at 360 Hz).</summary>
    public double BeforeSeconds { get; init => field = Require.Between(value, 0.0, 10.0); } = 0.2;

    /// <summary>Length of a beat from R on in seconds, above 0; truncated to samples. Default 0.4 (144 samples at 360 Hz).</summary>
    public double AfterSeconds { get; init => field = Require.Between(value, 0.01, 10.0); } = 0.4;
}

/// <summary>Cuts one lead into beats: band-pass, Hamilton detector, R moved to the highest sample within ±0.05 s, windows of fixed length.</summary>
/// <remarks>Equal to BioSPPy 0.5.1 (<c>ecg.ecg</c>, <c>correct_rpeaks</c>, <c>extract_heartbeats</c>): positions exactly, samples to 1e-12 mV. In double
/// precision throughout; beats become single precision only when they are cut. Holds no state: safe on several threads.</remarks>
public sealed class BeatSegmenter(BeatSegmenterOptions? options = null)
{
    private const double HighestRateHz = 20_000;
    private const double CorrectionSeconds = 0.05;
    private readonly BeatSegmenterOptions _options = options ?? new();

    /// <summary>Samples of one beat before R, and from R on.</summary>
    /// <param name="samplingRateHz">Samples per second.</param>
    public (int Before, int After) WindowSamples(double samplingRateHz) =>
        ((int)(_options.BeforeSeconds * samplingRateHz), (int)(_options.AfterSeconds * samplingRateHz));

    /// <summary>Finds the beats of one lead; none at all (a flat lead) is not an error here.</summary>
    /// <param name="millivolts">The lead, <c>[sample]</c>, mV, baseline subtracted, all finite.</param>
    /// <param name="samplingRateHz">Samples per second, more than twice the band's upper corner (above 90 by default).</param>
    /// <param name="place">Which lead of which record this is, for messages.</param>
    /// <exception cref="BeatException">A sample is invalid (NaN or infinite), or the lead is too short for the filter
    /// (327 samples at 360 Hz), or the rate too low.</exception>
    public BeatDetection Segment(ReadOnlySpan<double> millivolts, double samplingRateHz, string place = "The signal")
    {
        double[] filtered = new double[millivolts.Length];
        BeatPositions found = Find(millivolts, samplingRateHz, place, filtered, new());
        (int before, int after) = WindowSamples(samplingRateHz);
        return new(filtered, [.. found.Detections], [.. found.Corrected], [.. found.Kept], before, after);
    }

    /// <inheritdoc cref="Segment"/>
    /// <param name="millivolts">The lead, <c>[sample]</c>, mV, baseline subtracted, all finite.</param>
    /// <param name="samplingRateHz">Samples per second.</param>
    /// <param name="place">Which lead of which record this is, for messages.</param>
    /// <param name="filtered">Receives the band-passed lead, as long as <paramref name="millivolts"/>.</param>
    /// <param name="scratch">Working memory, used again from call to call.</param>
    internal BeatPositions Find(ReadOnlySpan<double> millivolts, double samplingRateHz, string place, Span<double> filtered, BeatScratch scratch)
    {
        if (samplingRateHz > HighestRateHz)
        {
            throw new BeatException(
                $"{place}: the sampling rate is {samplingRateHz} Hz and must be at most {HighestRateHz} Hz, since the filter's length grows with it. Correct the header, or resample.");
        }

        if (!(samplingRateHz > 2 * _options.BandPass.HighHz))
        {
            throw new BeatException(
                $"{place}: the sampling rate is {samplingRateHz} Hz and must be above {2 * _options.BandPass.HighHz} Hz "
                + $"for a band up to {_options.BandPass.HighHz} Hz. Lower the band, or take recordings of a higher rate.");
        }

        RequireFinite(millivolts, place);
        FirBandPass bandPass = new(samplingRateHz, _options.BandPass);
        if (millivolts.Length < bandPass.MinimumSamples)
        {
            throw new BeatException(
                $"{place}: {millivolts.Length} samples at {samplingRateHz} Hz; the signal must have more than {bandPass.MinimumSamples - 1} samples. "
                + "Leave the record out.");
        }

        bandPass.Filter(millivolts, filtered, scratch.Padded(millivolts.Length + bandPass.PaddingSamples));
        List<int> detections = new HamiltonDetector(samplingRateHz).Detect(filtered, scratch);
        List<int> corrected = Correct(filtered, detections, (int)(CorrectionSeconds * samplingRateHz));
        return new(detections, corrected, WithWholeWindow(corrected, filtered.Length, WindowSamples(samplingRateHz)));
    }

    private static void RequireFinite(ReadOnlySpan<double> millivolts, string place)
    {
        int first = -1, count = 0;
        for (int i = 0; i < millivolts.Length; i++)
        {
            if (double.IsFinite(millivolts[i]))
                continue;
            if (count++ == 0)
                first = i;
        }

        if (count > 0)
        {
            throw new BeatException(
                $"{place}: {count} of {millivolts.Length} samples are invalid, the first at sample {first}; every sample must have a value. "
                + "Choose another lead, or leave the record out.",
                position: $"sample {first}");
        }
    }

    private static List<int> Correct(ReadOnlySpan<double> filtered, List<int> detections, int reach)
    {
        List<int> corrected = new(detections.Count);
        foreach (int r in detections)
        {
            if (r - reach < 0)
                continue;
            if (r + reach > filtered.Length)
                break;
            int highest = r - reach;
            for (int i = highest + 1; i < r + reach; i++)
            {
                if (filtered[i] > filtered[highest])
                    highest = i;
            }

            corrected.Add(highest);
        }

        corrected.Sort();
        HamiltonDetector.RemoveRepeats(corrected);
        return corrected;
    }

    private static List<int> WithWholeWindow(List<int> corrected, int samples, (int Before, int After) window)
    {
        List<int> kept = new(corrected.Count);
        foreach (int r in corrected)
        {
            if (r - window.Before >= 0 && r + window.After <= samples)
                kept.Add(r);
        }

        return kept;
    }
}

/// <summary>Positions of R; see <see cref="BeatDetection"/>.</summary>
internal readonly record struct BeatPositions(List<int> Detections, List<int> Corrected, List<int> Kept);
