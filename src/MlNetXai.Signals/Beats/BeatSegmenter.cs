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
/// precision throughout; a recording's leads are single precision before and after each step (<see cref="LeadSteps"/>). Holds no state: safe on several threads.</remarks>
public sealed class BeatSegmenter(BeatSegmenterOptions? options = null)
{
    internal const double HighestRateHz = 20_000;
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
        BeatScratch scratch = new();
        Filter(millivolts, samplingRateHz, place, filtered, scratch);
        BeatPositions found = Find(filtered, samplingRateHz, scratch);
        (int before, int after) = WindowSamples(samplingRateHz);
        return new(filtered, [.. found.Detections], [.. found.Corrected], [.. WithWholeWindow(found.Corrected, filtered.Length, samplingRateHz)], before, after);
    }

    /// <summary>The first step: the band-pass.</summary>
    /// <param name="millivolts">The lead, <c>[sample]</c>, mV, baseline subtracted, all finite.</param>
    /// <param name="samplingRateHz">Samples per second.</param>
    /// <param name="place">Which lead of which record this is, for messages.</param>
    /// <param name="filtered">Receives the band-passed lead, as long as <paramref name="millivolts"/>.</param>
    /// <param name="scratch">Working memory, used again from call to call.</param>
    /// <inheritdoc cref="Segment" path="/exception"/>
    internal void Filter(ReadOnlySpan<double> millivolts, double samplingRateHz, string place, Span<double> filtered, BeatScratch scratch)
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
    }

    /// <summary>The second step: R of every beat of a filtered lead.</summary>
    /// <param name="filtered">The band-passed lead, <c>[sample]</c>, mV, all finite.</param>
    /// <param name="samplingRateHz">Samples per second.</param>
    /// <param name="scratch">Working memory, used again from call to call.</param>
    internal static BeatPositions Find(ReadOnlySpan<double> filtered, double samplingRateHz, BeatScratch scratch)
    {
        List<int> detections = new HamiltonDetector(samplingRateHz).Detect(filtered, scratch);
        return new(detections, Correct(filtered, detections, (int)(CorrectionSeconds * samplingRateHz)));
    }

    /// <summary>The third step: those R whose whole window lies in the lead.</summary>
    /// <param name="corrected">R, ascending.</param>
    /// <param name="samples">Samples of the lead.</param>
    /// <param name="samplingRateHz">Samples per second.</param>
    internal List<int> WithWholeWindow(IReadOnlyList<int> corrected, int samples, double samplingRateHz)
    {
        (int before, int after) = WindowSamples(samplingRateHz);
        List<int> kept = new(corrected.Count);
        for (int i = 0; i < corrected.Count; i++)
        {
            if (corrected[i] - before >= 0 && corrected[i] + after <= samples)
                kept.Add(corrected[i]);
        }

        return kept;
    }

    internal static void RequireFinite(ReadOnlySpan<double> millivolts, string place)
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
}

/// <summary>Positions of R; see <see cref="BeatDetection"/>.</summary>
internal readonly record struct BeatPositions(List<int> Detections, List<int> Corrected);
