using System.Diagnostics;
using MlNetXai.Signals.Filters.Kernels;

namespace MlNetXai.Signals.Beats;

/// <summary>The Hamilton detector: which maxima of the envelope are beats, and where each beat's R lies in the filtered lead.</summary>
/// <remarks>Equal in every decision to <c>biosppy.signals.ecg.hamilton_segmenter</c> 0.5.1, also where that differs from Hamilton 2002: nothing looks back in
/// time (a late, low maximum is taken only where it stands), and a maximum that a rule rejects leaves threshold and buffers as they were.</remarks>
internal sealed class HamiltonDetector
{
    private readonly double _samplingRateHz;
    private readonly HamiltonEnvelope _envelope;
    private readonly int _refractory;
    private readonly int _slopeReach;
    private readonly int _recovery;

    public HamiltonDetector(double samplingRateHz)
    {
        _samplingRateHz = samplingRateHz;
        _envelope = new(samplingRateHz);
        _refractory = (int)Math.Ceiling(0.2 * samplingRateHz);
        _slopeReach = (int)Math.Ceiling(0.045 * samplingRateHz);
        _recovery = (int)Math.Ceiling(0.36 * samplingRateHz);
    }

    /// <summary>R of every beat, ascending and distinct.</summary>
    /// <param name="filtered">The band-passed lead, finite.</param>
    /// <param name="scratch">Working memory.</param>
    public List<int> Detect(ReadOnlySpan<double> filtered, BeatScratch scratch)
    {
        ReadOnlySpan<double> envelope = _envelope.Compute(filtered, scratch);
        List<int> beats = FindBeats(filtered, envelope, scratch);
        List<int> peaks = new(beats.Count);
        foreach (int beat in beats)
        {
            if (PlaceR(filtered, beat, scratch) is int r)
                peaks.Add(r);
        }

        peaks.Sort();
        RemoveRepeats(peaks);
        return peaks;
    }

    /// <summary>Drops all but the first of equal neighbours.</summary>
    public static void RemoveRepeats(List<int> ascending)
    {
        int kept = 0;
        for (int i = 0; i < ascending.Count; i++)
        {
            if (i == 0 || ascending[i] != ascending[i - 1])
                ascending[kept++] = ascending[i];
        }

        ascending.RemoveRange(kept, ascending.Count - kept);
    }

    private List<int> FindBeats(ReadOnlySpan<double> filtered, ReadOnlySpan<double> envelope, BeatScratch scratch)
    {
        List<int> beats = [];
        double seconds = filtered.Length / _samplingRateHz;
        int buffered = seconds >= 8 ? 8 : (int)seconds;
        if (buffered == 0)
            return beats;

        Span<int> positions = scratch.Peaks(envelope.Length);
        RecentValues heights = new(buffered, 0), noise = new(buffered, 0), intervals = new(buffered, _samplingRateHz);
        for (int i = 0; i < buffered; i++)
            heights.Add(LargestMaximum(envelope, i * (int)_samplingRateHz, (int)_samplingRateHz, positions));

        positions = positions[..SignalKernels.LocalMaxima(envelope, positions)];
        double threshold = Threshold(heights, noise);
        int last = -1;
        for (int at = 0; at < positions.Length; at++)
        {
            int p = positions[at];
            double height = envelope[p];
            if (HasHigherNeighbour(envelope, positions, at))
                continue;

            bool accepted;
            if (height > threshold)
            {
                if (!IsBeat(filtered, p, last) || height >= 3 * heights.Median)
                    continue;
                accepted = true;
            }
            else if (beats.Count >= 2 && p - last >= 1.5 * intervals.Median && p - last > _recovery)
            {
                accepted = height > 0.5 * threshold;
            }
            else
            {
                accepted = false;
                noise.Add(height);
            }

            if (accepted)
            {
                if (beats.Count > 0)
                    intervals.Add(p - last);
                heights.Add(height);
                beats.Add(p);
                last = p;
            }

            threshold = Threshold(heights, noise);
        }

        return beats;
    }

    private static double Threshold(RecentValues heights, RecentValues noise) => noise.Median + (0.475 * (heights.Median - noise.Median));

    private static double LargestMaximum(ReadOnlySpan<double> envelope, int start, int length, Span<int> positions)
    {
        ReadOnlySpan<double> piece = envelope.Slice(start, Math.Min(length, envelope.Length - start));
        double largest = 0;
        foreach (int p in positions[..SignalKernels.LocalMaxima(piece, positions)])
            largest = Math.Max(largest, piece[p]);
        return largest;
    }

    // Outward from the peak: most peaks have a higher one next to them. Linear, since less than 2 · 0.2 s of peaks are looked at.
    private bool HasHigherNeighbour(ReadOnlySpan<double> envelope, ReadOnlySpan<int> positions, int at)
    {
        int p = positions[at];
        double height = envelope[p];
        for (int i = at + 1; i < positions.Length && positions[i] - p < _refractory; i++)
        {
            if (envelope[positions[i]] > height)
                return true;
        }

        for (int i = at - 1; i >= 0 && p - positions[i] < _refractory; i--)
        {
            if (envelope[positions[i]] > height)
                return true;
        }

        return false;
    }

    // A beat rises and falls round its peak, and is not the T wave of the one before.
    private bool IsBeat(ReadOnlySpan<double> filtered, int p, int last)
    {
        double steepest = SteepestRise(filtered, p, out bool onlyRises);
        if (!(steepest > 0) || onlyRises)
            return false;
        return last < 0 || p - last >= _recovery || steepest >= 0.5 * SteepestRise(filtered, last, out _);
    }

    private double SteepestRise(ReadOnlySpan<double> filtered, int p, out bool onlyRises)
    {
        (int from, int to) = (p - _slopeReach, p + _slopeReach);
        if (p < _slopeReach)
            from = 0;
        else if (p + _slopeReach >= filtered.Length)
            to = filtered.Length - 1;

        // Only the end of the recording can cut the window so short that it has no difference.
        to = Math.Min(to, filtered.Length);
        double largest = double.NegativeInfinity, smallest = double.PositiveInfinity;
        for (int i = from; i + 1 < to; i++)
        {
            double slope = filtered[i + 1] - filtered[i];
            largest = Math.Max(largest, slope);
            smallest = Math.Min(smallest, slope);
        }

        onlyRises = smallest > 0;
        return largest;
    }

    /// <summary>R of a beat: the highest maximum or the lowest minimum within ±0.2 s, by how far each stands out from the second of its kind.</summary>
    private int? PlaceR(ReadOnlySpan<double> filtered, int beat, BeatScratch scratch)
    {
        int from = Math.Max(beat - _refractory, 0), to = Math.Min(beat + _refractory, filtered.Length);
        ReadOnlySpan<double> window = filtered[from..to];
        Span<int> memory = scratch.Peaks(2 * window.Length), maxima = memory[..window.Length], minima = memory[window.Length..];
        FindExtremes(window, ref maxima, ref minima);
        if (maxima.IsEmpty && minima.IsEmpty)
            return null;

        (int top, int bottom) = (Highest(window, maxima, -1), Lowest(window, minima, -1));
        (int secondTop, int secondBottom) = (Highest(window, maxima, top), Lowest(window, minima, bottom));
        int chosen = (secondTop >= 0, secondBottom >= 0) switch
        {
            (true, true) => window[top] - window[secondTop] > 0.85 * (window[secondBottom] - window[bottom]) ? top : bottom,
            (false, false) => top < 0 || bottom < 0 ? -1 : Math.Max(top, bottom),
            (false, true) => top,
            (true, false) => bottom,
        };
        return chosen < 0 ? null : from + chosen;
    }

    /// <summary>Local maxima and minima of a window; both ends of a plateau, and every sample equal to its successor, are both.</summary>
    private static void FindExtremes(ReadOnlySpan<double> window, ref Span<int> maxima, ref Span<int> minima)
    {
        int maximumCount = 0, minimumCount = 0, before = 0;
        for (int i = 0; i + 1 < window.Length; i++)
        {
            int after = window[i + 1].CompareTo(window[i]);
            if (after == 0 || (before > after && i > 0))
                maxima[maximumCount++] = i;
            if (after == 0 || (before < after && i > 0))
                minima[minimumCount++] = i;
            before = after;
        }

        maxima = maxima[..maximumCount];
        minima = minima[..minimumCount];
    }

    // The highest candidate, of equal ones the last, more than 0.05 s from another one if that is given; −1 if there is none.
    private int Highest(ReadOnlySpan<double> window, ReadOnlySpan<int> candidates, int awayFrom)
    {
        int best = -1;
        foreach (int i in candidates)
        {
            if (IsApart(i, awayFrom) && (best < 0 || window[i] >= window[best]))
                best = i;
        }

        return best;
    }

    // The lowest candidate, of equal ones the first.
    private int Lowest(ReadOnlySpan<double> window, ReadOnlySpan<int> candidates, int awayFrom)
    {
        int best = -1;
        foreach (int i in candidates)
        {
            if (IsApart(i, awayFrom) && (best < 0 || window[i] < window[best]))
                best = i;
        }

        return best;
    }

    private bool IsApart(int i, int other) => other < 0 || Math.Abs(i - other) > 0.05 * _samplingRateHz;

    /// <summary>The last values of a quantity, the oldest overwritten first, and their median (for an even number the mean of the middle two).</summary>
    private sealed class RecentValues
    {
        private readonly double[] _values;
        private readonly double[] _sorted;
        private int _next;

        public RecentValues(int count, double initial)
        {
            _values = new double[count];
            _sorted = new double[count];
            Array.Fill(_values, initial);
            Array.Fill(_sorted, initial);
            Median = initial;
        }

        public double Median { get; private set; }

        public void Add(double value)
        {
            double gone = _values[_next];
            _values[_next] = value;
            _next = (_next + 1) % _values.Length;

            // Keeps the sorted copy sorted: the new value takes the place of the one that left and moves to where it belongs.
            int at = Array.IndexOf(_sorted, gone);
            Debug.Assert(at >= 0, "The sorted copy holds the same values.");
            for (; at + 1 < _sorted.Length && _sorted[at + 1] < value; at++)
                _sorted[at] = _sorted[at + 1];
            for (; at > 0 && _sorted[at - 1] > value; at--)
                _sorted[at] = _sorted[at - 1];
            _sorted[at] = value;
            int middle = _sorted.Length / 2;
            Median = _sorted.Length % 2 == 1 ? _sorted[middle] : (_sorted[middle - 1] + _sorted[middle]) / 2;
        }
    }
}
