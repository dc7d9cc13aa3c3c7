namespace MlNetXai.Networks.Layers;

/// <summary>Initial weights, the same on every machine.</summary>
internal static class Initialisation
{
    /// <summary>Uniform in ±<paramref name="bound"/>, value i from index i.</summary>
    public static void Uniform(Philox random, double bound, Span<float> weights)
    {
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)(((2 * random.Uniform((uint)i)) - 1) * bound);
    }
}
