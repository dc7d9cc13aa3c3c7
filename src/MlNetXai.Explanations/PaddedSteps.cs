namespace MlNetXai.Explanations;

/// <summary>Steps of a batch that stand behind the ends of its rows.</summary>
internal static class PaddedSteps
{
    /// <summary>Sets an attribution to 0 there, whatever the model said: padding has none.</summary>
    public static void Clear(Batch values)
    {
        for (int row = 0; row < values.Rows; row++)
            values.Row(row)[(values.LengthOf(row) * values.Channels)..].Clear();
    }
}
