using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests.Conformance;

/// <summary>Random networks of all kinds of layers: what planner, memory and layers give together.</summary>
/// <remarks>Tolerances, of the largest value: logits 2e-5, input gradients 1e-4, weight gradients 1e-4; up to ten layers follow each other, some of which divide by a small deviation.</remarks>
public sealed class NetworkConformanceTests
{
    private const int Networks = 120;

    [Fact]
    public void Samples_AllTogether_HaveEveryKindOften()
    {
        Dictionary<string, int> counts = LayerKinds.Names.ToDictionary(kind => kind, _ => 0);
        for (int seed = 1; seed <= Networks; seed++)
        {
            foreach (NetworkLayer layer in NetworkSamples.Make(seed, training: false).Layers)
                counts[layer.Layer.Kind]++;
        }

        Assert.All(counts, count => Assert.True(count.Value >= 5, $"{count.Key}: {count.Value} times"));
    }

    [Fact]
    public void LogitsAndInputGradient_EveryPath_EqualTheTwin() => Every(training: false, (network, seed) =>
    {
        Batch batch = NetworkSamples.Rows(1 + (seed % 20), seed);
        ReferenceNetwork twin = new(network);
        int[] targets = [.. Enumerable.Range(0, batch.Rows).Select(row => row % 2)];
        double[][] rows = [.. Enumerable.Range(0, batch.Rows).Select(row => RandomRows.ToDouble(batch.Row(row)))];
        double[] expected = [.. rows.SelectMany(row => twin.Logits(row))], expectedGradient = [.. rows.SelectMany((row, i) => twin.InputGradient(row, targets[i]).Gradient)];
        foreach (KernelPath path in KernelPath.Supported)
        {
            (float[] logits, float[] gradient) = Run(network.On(path, 2), batch, targets);

            AssertClose($"{path.Name} bits, logit", expected, logits, 2e-5);
            AssertClose($"{path.Name} bits, input gradient", expectedGradient, gradient, 1e-4);
        }
    });

    [Fact]
    public void LogitsAndInputGradient_NoRows_GiveNone() => Every(training: false, (network, _) =>
    {
        Batch none = new(0, network.InputShape.Steps, network.InputShape.Channels);

        network.Logits(none, []);
        network.Probabilities(none, []);
        network.InputGradient(none, [], ScoreKind.Logit, [], []);
        Assert.Throws<ShapeException>(() => network.Logits(none, new float[1]));
    });

    [Fact]
    public void Twin_RandomNetworks_EqualsFiniteDifferences() => Every(training: false, (network, seed) =>
    {
        double[] x = RandomRows.ToDouble(NetworkSamples.Rows(1, seed + 1000).Row(0)), weights = RandomRows.ToDouble(network.Weights), weightGradient = new double[weights.Length];
        Array.ForEach(x, value => Assert.True(double.IsFinite(value)));
        double[] gradient = new ReferenceNetwork(network).Gradient(x, [0.7, -1], weightGradient);

        // A step of 0 values is left out by masking: it has no slope to its sides.
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] != 0)
                AssertSlope(x, i, () => Score(new(network), x), gradient[i]);
        }

        for (int i = seed % 5; i < weights.Length; i += 1 + (weights.Length / 40))
            AssertSlope(weights, i, () => Score(new(network, weights), x), weightGradient[i]);
    });

    [Fact]
    public void LossGradient_EveryPath_EqualsTheTwin() => Every(training: true, (network, seed) =>
    {
        Batch batch = NetworkSamples.Rows(14 + (seed % 25), seed);
        int[] labels = [.. Enumerable.Range(0, batch.Rows).Select(row => (row + seed) % 2)];
        double[] weights = RandomRows.ToDouble(network.Weights);
        double[]? expected = network.Layers.Any(layer => layer.Layer is IBatchStatistics) ? null : TwinGradient(network, batch, labels);
        double expectedLoss = BatchTwin.Loss(network, weights, batch, labels);
        foreach (KernelPath path in KernelPath.Supported)
        {
            (float[] gradient, double loss) = LossGradients.Of(network, path, batch, labels);

            Assert.Equal(expectedLoss, loss, 2e-5 * Math.Max(1, expectedLoss));
            if (expected is not null)
                AssertClose($"{path.Name} bits, weight gradient", expected, gradient, 1e-4);
            else if (path == KernelPath.Best)
                AssertSomeSlopes(network, weights, batch, labels, gradient, seed);
        }
    });

    [Fact]
    public void AllPasses_AnyThreadsAndBatch_SameBits() => Every(training: false, (network, seed) =>
    {
        const int Rows = 40;
        Batch batch = NetworkSamples.Rows(Rows, seed);
        int[] targets = [.. Enumerable.Range(0, Rows).Select(row => row % 2)];
        (float[] logits, float[] gradient) = Run(network.On(KernelPath.Best, 1), batch, targets);

        NetworkRunner eight = network.On(KernelPath.Best, 8);
        (float[] otherLogits, float[] otherGradient) = Run(eight, batch, targets);
        Assert.Equal(logits, otherLogits);
        Assert.Equal(gradient, otherGradient);
        int length = network.InputShape.Length;
        for (int start = 0, count = 1; start < Rows; start += count, count = Math.Min(count + 4, Rows - start))
        {
            (float[] part, float[] partGradient) = Run(eight, batch.Slice(start, count), targets[start..(start + count)]);
            Assert.Equal(logits[(start * 2)..((start + count) * 2)], part);
            Assert.Equal(gradient[(start * length)..((start + count) * length)], partGradient);
        }
    });

    [Fact]
    public void LossGradient_AnyThreads_SameBits() => Every(training: true, (network, seed) =>
    {
        Batch batch = NetworkSamples.Rows(40, seed);
        int[] labels = [.. Enumerable.Range(0, 40).Select(row => row % 2)];

        (float[] one, _) = LossGradients.Of(network, KernelPath.Best, batch, labels, threads: 1);

        Assert.Equal(one, LossGradients.Of(network, KernelPath.Best, batch, labels, threads: 8).Gradient);
    });

    [Fact]
    public void Logits_WeightsThatOverflow_NameTheRow() => Every(training: false, (network, seed) =>
    {
        // Row 1 alone is so large that sums overflow; a layer that saturates may still give a finite logit, which must be the twin's.
        Batch batch = NetworkSamples.Rows(3, seed);
        batch.Row(1).Fill(3e38f);
        float[] logits = new float[6];
        try
        {
            network.Logits(batch, logits);
            AssertClose("logit", [.. Enumerable.Range(0, 3).SelectMany(row => new ReferenceNetwork(network).Logits(RandomRows.ToDouble(batch.Row(row))))], logits, 1e-3);
        }
        catch (MlNetXaiException error)
        {
            Assert.Contains("row 1", error.Message);
        }
    });

    private static void Every(bool training, Action<Network, int> property)
    {
        for (int seed = 1; seed <= Networks; seed++)
        {
            Network network = NetworkSamples.Make(seed, training);
            try
            {
                property(network, seed);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"network {seed} ({string.Join("; ", network.Layers.Select(layer => $"{layer.Name} reads {string.Join(", ", layer.Inputs)}"))}): {error.Message}", error);
            }
        }
    }

    private static (float[] Logits, float[] Gradient) Run(NetworkRunner runner, Batch batch, int[] targets)
    {
        float[] logits = new float[batch.Rows * 2], gradient = new float[batch.Values.Length];
        runner.Logits(batch, logits);
        runner.InputGradient(batch, targets, ScoreKind.Logit, new float[batch.Rows], gradient);
        return (logits, gradient);
    }

    private static double Score(ReferenceNetwork twin, double[] x) => twin.Logits(x) is [double a, double b] ? (0.7 * a) - b : double.NaN;

    private static double[] TwinGradient(Network network, Batch batch, int[] labels)
    {
        double[] gradient = new double[network.WeightLength];
        ReferenceNetwork twin = new(network);
        for (int row = 0; row < batch.Rows; row++)
        {
            double[] x = RandomRows.ToDouble(batch.Row(row)), z = twin.Logits(x);
            double p = 1 / (1 + Math.Exp(z[0] - z[1])), seed = (p - labels[row]) / batch.Rows;
            twin.Gradient(x, [-seed, seed], gradient);
        }

        return gradient;
    }

    // Trained weights only: what batch norm keeps of earlier batches has no part in training.
    private static void AssertSomeSlopes(Network network, double[] weights, Batch batch, int[] labels, float[] gradient, int seed)
    {
        double largest = Math.Max(1e-2, gradient.Max(MathF.Abs));
        for (int i = seed % 7; i < weights.Length; i += 1 + (weights.Length / 12))
        {
            if (Slope(weights, i, () => BatchTwin.Loss(network, weights, batch, labels), 1e-2) is { } slope)
                Assert.True(Math.Abs(slope - gradient[i]) <= 3e-4 * largest, $"weight {i}: slope {slope}, gradient {gradient[i]}");
        }
    }

    private static void AssertSlope(double[] at, int i, Func<double> score, double gradient)
    {
        if (Slope(at, i, score, 1e-3) is { } slope)
            Assert.True(Math.Abs(slope - gradient) <= 1e-5 * Math.Max(1, Math.Abs(slope)), $"value {i}: slope {slope}, gradient {gradient}");
    }

    // Null at a kink, or where curvature leaves too few digits.
    private static double? Slope(double[] at, int i, Func<double> score, double bend)
    {
        const double H = 1e-5;
        double middle = at[i], here = score();
        at[i] = middle + H;
        double up = score();
        at[i] = middle - H;
        double down = score();
        at[i] = middle;
        return Math.Abs(up - (2 * here) + down) < bend * H * Math.Max(1, Math.Abs((up - down) / (2 * H))) ? (up - down) / (2 * H) : null;
    }

    private static void AssertClose(string what, double[] expected, float[] actual, double tolerance)
    {
        double largest = Math.Max(0.1, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * largest, $"{what} {i}: {actual[i]:R} and not {expected[i]:R}, largest {largest:R}");
    }
}
