namespace MlNetXai.Networks;

/// <summary>Finding NaN and infinity.</summary>
internal static class FiniteCheck
{
    /// <summary>Index of the first value that is NaN or infinite, or −1.</summary>
    public static int IndexOfAnyNonFinite(this ReadOnlySpan<float> values)
    {
        // A finite sum of magnitudes has finite terms only: one fast pass tells whether to look closer.
        if (float.IsFinite(System.Numerics.Tensors.TensorPrimitives.SumOfMagnitudes(values)))
            return -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }

        return -1;
    }

    /// <summary>Whether no value is NaN or infinite.</summary>
    public static bool ContainsOnlyFinite(this Span<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                return false;
        }

        return true;
    }
}
