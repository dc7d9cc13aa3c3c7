namespace MlNetXai.Explanations.Evaluation;

/// <summary>Spread of a row, by which the size of disturbances is chosen.</summary>
internal static class RowRange
{
    /// <summary>Largest − smallest value over all steps and channels.</summary>
    public static double Of(ReadOnlySpan<float> row) =>
        (double)System.Numerics.Tensors.TensorPrimitives.Max(row) - System.Numerics.Tensors.TensorPrimitives.Min(row);
}
