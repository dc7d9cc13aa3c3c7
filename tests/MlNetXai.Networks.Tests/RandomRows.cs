namespace MlNetXai.Networks.Tests;

internal static class RandomRows
{
    public static Batch Make(int rows, RowShape shape, ulong seed = 7)
    {
        Batch batch = new(rows, shape.Steps, shape.Channels);
        Philox random = new(seed, "test rows");
        for (int i = 0; i < batch.Values.Length; i++)
            batch.Values[i] = (float)((random.Uniform((uint)i) * 3) - 1.5);
        return batch;
    }

    public static double[] ToDouble(ReadOnlySpan<float> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
            result[i] = values[i];
        return result;
    }
}
