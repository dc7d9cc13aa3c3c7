namespace Microsoft.ML.Transforms;

/// <summary>Finds the value that takes the place of NaN; NaN and infinities are passed over.</summary>
internal sealed class MissingValueStatistics(MissingValueReplacingEstimator.ReplacementMode mode)
{
    private readonly Dictionary<double, long> _counts = [];
    private double _least = double.PositiveInfinity, _most = double.NegativeInfinity, _mean;
    private long _count;

    /// <summary>0 when there are no values.</summary>
    public double Replacement => _count == 0 ? 0 : mode switch
    {
        MissingValueReplacingEstimator.ReplacementMode.Mean => _mean,
        MissingValueReplacingEstimator.ReplacementMode.Minimum => _least,
        MissingValueReplacingEstimator.ReplacementMode.Maximum => _most,
        _ => _counts.OrderByDescending(value => value.Value).ThenBy(value => value.Key).First().Key,
    };

    public void Add(double value)
    {
        if (!double.IsFinite(value))
            return;

        _mean += (value - _mean) / ++_count;
        (_least, _most) = (Math.Min(_least, value), Math.Max(_most, value));
        if (mode == MissingValueReplacingEstimator.ReplacementMode.Mode)
            _counts[value] = _counts.GetValueOrDefault(value) + 1;
    }
}
