namespace MlNetXai.Explanations;

/// <summary>Steps done after a method: magnitude and scaling, never part of an attribution itself.</summary>
public static class Scaling
{
    /// <summary>(v − min)/(max − min) of each row over all its steps that hold data and its channels; a constant row gives 0, padding too.</summary>
    /// <param name="values"><c>[row, step, channel]</c>, finite.</param>
    /// <returns>Values in [0, 1], of the same shape.</returns>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite.</exception>
    public static Batch ZeroToOne(Batch values)
    {
        values.RequireFinite("attribution");
        Batch result = values.Blank();
        for (int row = 0; row < values.Rows; row++)
            ZeroToOne(values.Row(row)[..(values.LengthOf(row) * values.Channels)], result.Row(row));
        return result;
    }

    /// <summary>v/max|v| of each row: every row counts the same, whatever its score; a row of zeros stays.</summary>
    /// <param name="values"><c>[row, step, channel]</c>, finite.</param>
    /// <returns>Values in [−1, 1], of the same shape.</returns>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite.</exception>
    public static Batch ToLargestMagnitude(Batch values)
    {
        values.RequireFinite("attribution");
        Batch result = values.Blank();
        for (int row = 0; row < values.Rows; row++)
        {
            float largest = System.Numerics.Tensors.TensorPrimitives.MaxMagnitude<float>(values.Row(row));
            if (largest != 0)
                System.Numerics.Tensors.TensorPrimitives.Divide(values.Row(row), Math.Abs(largest), result.Row(row));
        }

        return result;
    }

    /// <summary>|v| of every value.</summary>
    /// <param name="values"><c>[row, step, channel]</c>.</param>
    public static Batch Magnitude(Batch values)
    {
        Batch result = values.Blank();
        System.Numerics.Tensors.TensorPrimitives.Abs(values.Values, result.Values);
        return result;
    }

    private static void ZeroToOne(ReadOnlySpan<float> row, Span<float> scaled)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (float value in row)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (!(high > low))
        {
            return;
        }

        for (int i = 0; i < row.Length; i++)
            scaled[i] = (float)((row[i] - low) / (high - low));
    }
}
