namespace MlNetXai.Signals.Beats;

/// <summary>Working memory of the beat chain, grown to the longest recording seen and used again; one per thread.</summary>
internal sealed class BeatScratch
{
    private float[] _lead = [];
    private float[] _filteredLead = [];
    private double[] _input = [];
    private double[] _filtered = [];
    private double[] _padded = [];
    private double[] _envelope = [];
    private double[] _lanes = [];
    private int[] _peaks = [];

    /// <summary>A recording's lead in mV.</summary>
    public Span<float> Lead(int samples) => Take(ref _lead, samples);

    /// <summary>That lead, band-passed.</summary>
    public Span<float> FilteredLead(int samples) => Take(ref _filteredLead, samples);

    /// <summary>The lead in double precision.</summary>
    public Span<double> Input(int samples) => Take(ref _input, samples);

    /// <summary>The band-passed lead in double precision.</summary>
    public Span<double> Filtered(int samples) => Take(ref _filtered, samples);

    /// <summary>Input of a filter with its extensions.</summary>
    public Span<double> Padded(int samples) => Take(ref _padded, samples);

    /// <summary>The detector's smoothed slope.</summary>
    public Span<double> Envelope(int samples) => Take(ref _envelope, samples);

    /// <summary>Pieces of the signal side by side, <c>[row, lane]</c>.</summary>
    public Span<double> Lanes(int samples) => Take(ref _lanes, samples);

    /// <summary>Positions of local maxima.</summary>
    public Span<int> Peaks(int samples) => Take(ref _peaks, samples);

    private static Span<T> Take<T>(ref T[] memory, int length)
    {
        if (memory.Length < length)
            memory = GC.AllocateUninitializedArray<T>(length);
        return memory.AsSpan(0, length);
    }
}
