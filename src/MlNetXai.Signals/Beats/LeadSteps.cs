namespace MlNetXai.Signals.Beats;

/// <summary>The steps from a recording's lead to its beats; what lies between two steps is single precision.</summary>
/// <remarks>A step computes in double (<see cref="BeatSegmenter"/>) and rounds its result once. So a lead gives the same bits whether its steps run in one go
/// (<see cref="BeatSet"/>) or one by one with the lead kept between them. Holds working memory: one thread at a time.</remarks>
public sealed class LeadSteps
{
    private const double LowestRateHz = 50;
    private readonly BeatSegmenter _segmenter;
    private readonly BeatScratch _scratch;

    /// <summary>Steps with working memory of their own.</summary>
    /// <param name="options">The band-pass; null for the defaults.</param>
    public LeadSteps(BeatSegmenterOptions? options = null)
        : this(new BeatSegmenter(options), new())
    {
    }

    internal LeadSteps(BeatSegmenter segmenter, BeatScratch scratch) => (_segmenter, _scratch) = (segmenter, scratch);

    /// <summary>Band-passes a lead.</summary>
    /// <param name="millivolts">The lead, <c>[sample]</c>, mV, all finite.</param>
    /// <param name="samplingRateHz">Samples per second.</param>
    /// <param name="place">Which lead of which record this is, for messages.</param>
    /// <param name="filtered">Receives the band-passed lead, as long as <paramref name="millivolts"/>; may be the same memory.</param>
    /// <exception cref="ShapeException"><paramref name="filtered"/> has another length.</exception>
    /// <inheritdoc cref="BeatSegmenter.Segment" path="/exception"/>
    public void Filter(ReadOnlySpan<float> millivolts, float samplingRateHz, string place, Span<float> filtered)
    {
        Require.Length(filtered, millivolts.Length);
        Span<double> exact = _scratch.Filtered(millivolts.Length);
        _segmenter.Filter(Widen(millivolts), samplingRateHz, place, exact, _scratch);
        for (int i = 0; i < exact.Length; i++)
            filtered[i] = (float)exact[i];
    }

    /// <summary>R of every beat of a band-passed lead, ascending and distinct, in samples; none at all (a flat lead) is not an error here.</summary>
    /// <param name="filtered">The lead, <c>[sample]</c>, mV, band-passed, all finite.</param>
    /// <param name="samplingRateHz">Samples per second.</param>
    /// <param name="place">Which lead of which record this is, for messages.</param>
    /// <exception cref="BeatException">A sample is invalid (NaN or infinite), or the rate is not above 50 Hz, twice the detector's upper corner, or is above 20 kHz.</exception>
    public IReadOnlyList<int> Detect(ReadOnlySpan<float> filtered, float samplingRateHz, string place) => Find(filtered, samplingRateHz, place).Corrected;

    internal BeatPositions Find(ReadOnlySpan<float> filtered, float samplingRateHz, string place)
    {
        if (!(samplingRateHz > LowestRateHz && samplingRateHz <= BeatSegmenter.HighestRateHz))
        {
            throw new BeatException(
                $"{place}: the sampling rate is {samplingRateHz} Hz and must be above {LowestRateHz} Hz and at most {BeatSegmenter.HighestRateHz} Hz for the detector. "
                + "Correct the header, or resample.");
        }

        // The detector learns its threshold from whole seconds.
        if (filtered.Length < samplingRateHz)
            return new([], []);
        Span<double> lead = Widen(filtered);
        BeatSegmenter.RequireFinite(lead, place);
        return BeatSegmenter.Find(lead, samplingRateHz, _scratch);
    }

    private Span<double> Widen(ReadOnlySpan<float> lead)
    {
        Span<double> exact = _scratch.Input(lead.Length);
        for (int i = 0; i < exact.Length; i++)
            exact[i] = lead[i];
        return exact;
    }
}
