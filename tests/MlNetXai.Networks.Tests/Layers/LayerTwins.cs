using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests.Layers;

/// <summary>Holds a layer's fast passes to its plain twins, and the twins to finite differences.</summary>
internal static class LayerTwins
{
    /// <summary>Output, input gradient and weight gradient of several rows, on every path of this machine.</summary>
    public static void RequireEqual(Layer layer, RowShape input, int rows, ulong seed, double tolerance)
    {
        RowShape output = layer.Infer(input);
        float[] x = Random(rows * input.Length, seed, 1), dy = Random(rows * output.Length, seed, 2), weights = Random(layer.Weights.Sum(weight => weight.Length), seed, 3);
        double[] plainWeights = RandomRows.ToDouble(weights), y = new double[dy.Length], dx = new double[x.Length], gradient = new double[weights.Length];
        for (int row = 0; row < rows; row++)
        {
            double[] own = RandomRows.ToDouble(x.AsSpan(row * input.Length, input.Length));
            layer.ReferenceForward(input, plainWeights, own).CopyTo(y, row * output.Length);
            layer.ReferenceBackward(input, plainWeights, own, RandomRows.ToDouble(dy.AsSpan(row * output.Length, output.Length)), gradient).CopyTo(dx, row * input.Length);
        }

        foreach (KernelPath path in KernelPath.Supported)
        {
            (float[] fastY, float[] fastDx, float[] fastGradient) = Run(layer, path, input, rows, x, dy, weights);
            RequireClose($"{path.Name} bits, output", y, fastY, tolerance);
            RequireClose($"{path.Name} bits, input gradient", dx, fastDx, tolerance);
            RequireClose($"{path.Name} bits, weight gradient", gradient, fastGradient, tolerance);
        }
    }

    /// <summary>A row has the same bits in any batch.</summary>
    public static void RequireSameBitsInAnyBatch(Layer layer, RowShape input, int rows, ulong seed)
    {
        RowShape output = layer.Infer(input);
        float[] x = Random(rows * input.Length, seed, 1), dy = Random(rows * output.Length, seed, 2), weights = Random(layer.Weights.Sum(weight => weight.Length), seed, 3);
        foreach (KernelPath path in KernelPath.Supported)
        {
            (float[] y, float[] dx, _) = Run(layer, path, input, rows, x, dy, weights);
            for (int row = 0; row < rows; row++)
            {
                (float[] ownY, float[] ownDx, _) = Run(
                    layer, path, input, 1, x[(row * input.Length)..((row + 1) * input.Length)], dy[(row * output.Length)..((row + 1) * output.Length)], weights);
                Assert.Equal(ownY, y[(row * output.Length)..((row + 1) * output.Length)]);
                Assert.Equal(ownDx, dx[(row * input.Length)..((row + 1) * input.Length)]);
            }
        }
    }

    /// <summary>The twin's gradients against differences of its output.</summary>
    public static void RequireFiniteDifferences(Layer layer, RowShape input, ulong seed, double tolerance)
    {
        double[] x = RandomRows.ToDouble(Random(input.Length, seed, 1)), dy = RandomRows.ToDouble(Random(layer.Infer(input).Length, seed, 2));
        double[] weights = RandomRows.ToDouble(Random(layer.Weights.Sum(weight => weight.Length), seed, 3)), gradient = new double[weights.Length];

        double[] dx = layer.ReferenceBackward(input, weights, x, dy, gradient);

        for (int i = 0; i < x.Length; i++)
            Assert.Equal(Slope(x, i, () => Score(layer, input, weights, x, dy)), dx[i], tolerance);
        for (int i = 0; i < weights.Length; i++)
            Assert.Equal(Slope(weights, i, () => Score(layer, input, weights, x, dy)), gradient[i], tolerance);
    }

    private static (float[] Y, float[] Dx, float[] Gradient) Run(Layer layer, KernelPath path, RowShape input, int rows, float[] x, float[] dy, float[] weights)
    {
        Pass pass = new(path, Purpose.Train, rows);
        object? prepared = layer.Prepare(path, weights, null);

        // Memory as a pass finds it: anything may lie there, but weight gradients are added to.
        float[] y = Junk(dy.Length), dx = Junk(x.Length), state = Junk(layer.StateLength(pass, input));
        float[] own = new float[layer.GradientLength(path)], gradient = new float[weights.Length];
        layer.Forward(pass, prepared, input, x, y, state);
        layer.Backward(pass, prepared, input, x, dy, dx, own, state);
        layer.Unpack(path, own, gradient);
        return (y, dx, gradient);
    }

    private static double Score(Layer layer, RowShape input, double[] weights, double[] x, double[] dy) =>
        layer.ReferenceForward(input, weights, x).Zip(dy, (value, weight) => value * weight).Sum();

    private static double Slope(double[] at, int i, Func<double> score)
    {
        const double H = 1e-6;
        double middle = at[i];
        at[i] = middle + H;
        double up = score();
        at[i] = middle - H;
        double down = score();
        at[i] = middle;
        return (up - down) / (2 * H);
    }

    private static void RequireClose(string what, double[] expected, float[] actual, double tolerance)
    {
        double largest = Math.Max(expected.Select(Math.Abs).DefaultIfEmpty().Max(), 1e-3);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * largest, $"{what}, value {i}: {actual[i]:R} and not {expected[i]:R}");
    }

    private static float[] Junk(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, float.NaN);
        return values;
    }

    private static float[] Random(int length, ulong seed, uint stream)
    {
        Philox random = new(seed, "layer twins");
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = (float)((2 * random.Uniform((uint)i, stream)) - 1);
        return values;
    }
}
