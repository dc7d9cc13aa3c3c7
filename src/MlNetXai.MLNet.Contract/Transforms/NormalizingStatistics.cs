namespace Microsoft.ML.Transforms;

/// <summary>What the values of one slot tell about its scale; NaN and infinities are passed over.</summary>
internal sealed class NormalizingStatistics
{
    private long _count;
    private double _least = double.PositiveInfinity, _most = double.NegativeInfinity;
    private double _mean, _squares, _deviations;

    public void Add(double value)
    {
        if (!double.IsFinite(value))
            return;

        _count++;
        (_least, _most) = (Math.Min(_least, value), Math.Max(_most, value));
        _squares += (value * value - _squares) / _count;
        // Welford: no difference of two large sums.
        double before = value - _mean;
        _mean += before / _count;
        _deviations += before * (value - _mean);
    }

    /// <summary>x / max |x|, or (x − min) / (max − min).</summary>
    public NormalizingScale MinMax(bool fixZero) =>
        _count == 0 ? default
        : fixZero ? new(0, Math.Max(Math.Abs(_least), Math.Abs(_most)))
        : new(_least, _most - _least);

    /// <summary>x / √(mean of x²), or (x − mean) / population standard deviation.</summary>
    public NormalizingScale MeanVariance(bool fixZero) =>
        _count == 0 ? default
        : fixZero ? new(0, Math.Sqrt(_squares))
        : new(_mean, Math.Sqrt(_deviations / _count));
}

/// <summary>y = (x − <paramref name="Offset"/>) / <paramref name="Divisor"/>; 0 where the divisor is 0, the values being all the same.</summary>
internal readonly record struct NormalizingScale(double Offset, double Divisor)
{
    public double Map(double value) => Divisor == 0 && !double.IsNaN(value) ? 0 : (value - Offset) / Divisor;
}
