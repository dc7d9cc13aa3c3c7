namespace MlNetXai.Networks.Layers;

/// <summary>Initial weights, the same on every machine.</summary>
internal static class Initialisation
{
    // Standard deviation of a normal number truncated at ±2.
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>Uniform in ±<paramref name="bound"/>, value i from index i.</summary>
    public static void Uniform(Philox random, double bound, Span<float> weights, uint stream = 0)
    {
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)(((2 * random.Uniform((uint)i, 0, stream)) - 1) * bound);
    }

    /// <summary>A dense or convolution layer's kernel and, behind it, bias.</summary>
    /// <param name="random">Random numbers of the layer.</param>
    /// <param name="scheme">How they are used.</param>
    /// <param name="fanIn">Inputs of an output: taps · channels in (of a group).</param>
    /// <param name="fanOut">Outputs of an input as Keras counts them: taps · channels out.</param>
    /// <param name="weights">Kernel, then bias.</param>
    /// <param name="biasLength">Number of biases, 0 for none.</param>
    public static void KernelAndBias(Philox random, InitialWeights scheme, int fanIn, int fanOut, Span<float> weights, int biasLength)
    {
        if (scheme == InitialWeights.PyTorch)
        {
            Uniform(random, 1 / Math.Sqrt(fanIn), weights);
            return;
        }

        Kernel(random, scheme, fanIn, fanOut, weights[..^biasLength]);
        weights[^biasLength..].Clear();
    }

    /// <summary>A kernel by one of Keras' schemes.</summary>
    /// <param name="random">Random numbers of the layer.</param>
    /// <param name="scheme"><see cref="InitialWeights.GlorotUniform"/> or <see cref="InitialWeights.HeNormal"/>.</param>
    /// <param name="fanIn">Inputs of an output.</param>
    /// <param name="fanOut">Outputs of an input.</param>
    /// <param name="weights">Kernel, overwritten.</param>
    /// <param name="stream">Which kernel of the layer this is: each has its own random numbers.</param>
    public static void Kernel(Philox random, InitialWeights scheme, int fanIn, int fanOut, Span<float> weights, uint stream = 0)
    {
        if (scheme == InitialWeights.GlorotUniform)
        {
            Uniform(random, Math.Sqrt(6.0 / ((double)fanIn + fanOut)), weights, stream);
            return;
        }

        double deviation = Math.Sqrt(2.0 / fanIn) / TruncatedDeviation;
        for (int i = 0; i < weights.Length; i++)
        {
            // Drawn again until it lies inside; one draw in 22 does not.
            uint attempt = 0;
            double value = PortableMath.Gaussian(random, (uint)i, attempt, stream);
            while (Math.Abs(value) > 2)
                value = PortableMath.Gaussian(random, (uint)i, ++attempt, stream);
            weights[i] = (float)(value * deviation);
        }
    }

    /// <summary>An orthogonal recurrent kernel: <c>[rows, columns]</c> with rows ≥ columns and orthonormal columns, uniform among all such.</summary>
    /// <remarks>The Q of a matrix of normal numbers with R's diagonal positive (Saxe, McClelland and Ganguli 2014; Mezzadri 2007), by Gram–Schmidt, done twice so that the columns are
    /// orthogonal to rounding.</remarks>
    public static void Orthogonal(Philox random, int rows, int columns, Span<float> weights, uint stream = 0)
    {
        double[][] basis = new double[columns][];
        for (int c = 0; c < columns; c++)
        {
            double[] own = basis[c] = new double[rows];
            for (int r = 0; r < rows; r++)
                own[r] = PortableMath.Gaussian(random, (uint)((r * columns) + c), 0, stream);
            for (int other = 0; other < 2 * c; other++)
                Subtract(own, basis[other % c], Dot(own, basis[other % c]));
            double length = Math.Sqrt(Dot(own, own));
            for (int r = 0; r < rows; r++)
                weights[(r * columns) + c] = (float)(own[r] /= length);
        }
    }

    private static void Subtract(double[] from, double[] direction, double share)
    {
        for (int i = 0; i < from.Length; i++)
            from[i] -= share * direction[i];
    }

    // One sum after the other: the same bits on every machine.
    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
