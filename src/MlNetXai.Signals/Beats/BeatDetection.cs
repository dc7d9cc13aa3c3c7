namespace MlNetXai.Signals.Beats;

/// <summary>What <see cref="BeatSegmenter"/> finds in one lead; positions are samples counted from 0, ascending and distinct.</summary>
/// <param name="Filtered">The band-passed lead, <c>[sample]</c>, mV.</param>
/// <param name="Detections">R as the Hamilton detector places it.</param>
/// <param name="Corrected">R moved to the highest sample near it.</param>
/// <param name="Kept">Those corrected R whose whole window lies in the recording.</param>
/// <param name="Before">Samples of a window before R.</param>
/// <param name="After">Samples of a window from R on: beat = Filtered[R − Before, R + After).</param>
public sealed record BeatDetection(double[] Filtered, int[] Detections, int[] Corrected, int[] Kept, int Before, int After)
{
    /// <summary>Samples of one beat.</summary>
    public int BeatSamples => Before + After;

    /// <summary>The samples of the beat whose R is <paramref name="r"/>, one of <see cref="Kept"/>; mV.</summary>
    public ReadOnlySpan<double> Beat(int r) => Filtered.AsSpan(r - Before, BeatSamples);
}
