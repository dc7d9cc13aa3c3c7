using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Training;
using Xunit;

namespace MlNetXai.Networks.Tests;

/// <summary>Fast passes against their plain double twins, and the twins against finite differences, on every path of this machine.</summary>
public sealed class NetworkTwinTests
{
    // steps, channels, hidden, layers, rows: edges of tiles (6 rows, 16 units), fused and wide inputs, one and several blocks.
    public static TheoryData<int, int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 1, 1 }, { 5, 1, 3, 1, 7 }, { 9, 2, 16, 1, 5 }, { 7, 9, 17, 1, 13 }, { 12, 1, 33, 2, 6 }, { 30, 3, 20, 2, 70 }, { 40, 1, 128, 1, 25 }, { 6, 20, 5, 3, 12 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Logits_EveryPath_EqualTheTwin(int steps, int channels, int hidden, int layers, int rows)
    {
        Network network = Make(steps, channels, hidden, layers);
        Batch batch = RandomRows.Make(rows, network.InputShape);
        foreach (KernelPath path in KernelPath.Supported)
        {
            float[] logits = new float[rows * 3];

            network.On(path, 2).Logits(batch, logits);

            for (int row = 0; row < rows; row++)
                AssertClose(new ReferenceNetwork(network).Logits(RandomRows.ToDouble(batch.Row(row))), logits.AsSpan(row * 3, 3), 2e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void InputGradient_EveryPath_EqualsTheTwin(int steps, int channels, int hidden, int layers, int rows)
    {
        Network network = Make(steps, channels, hidden, layers);
        Batch batch = RandomRows.Make(rows, network.InputShape);
        int[] targets = [.. Enumerable.Range(0, rows).Select(row => row % 3)];
        foreach (KernelPath path in KernelPath.Supported)
        {
            float[] scores = new float[rows], gradient = new float[batch.Values.Length];

            network.On(path, 2).InputGradient(batch, targets, ScoreKind.Logit, scores, gradient);

            for (int row = 0; row < rows; row++)
            {
                double[] seed = new double[3];
                seed[targets[row]] = 1;
                double[] expected = new ReferenceNetwork(network).Gradient(RandomRows.ToDouble(batch.Row(row)), seed, new double[network.WeightLength]);
                AssertClose(expected, gradient.AsSpan(row * network.InputShape.Length, network.InputShape.Length), 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void WeightGradient_EveryPath_EqualsTheTwin(int steps, int channels, int hidden, int layers, int rows)
    {
        Network network = Make(steps, channels, hidden, layers);
        Batch batch = RandomRows.Make(rows, network.InputShape);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row % 3)];
        double[] expected = new double[network.WeightLength];
        for (int row = 0; row < rows; row++)
        {
            double[] x = RandomRows.ToDouble(batch.Row(row)), p = Probabilities(new ReferenceNetwork(network).Logits(x));
            p[labels[row]] -= 1;
            new ReferenceNetwork(network).Gradient(x, [.. p.Select(value => value / rows)], expected);
        }

        foreach (KernelPath path in KernelPath.Supported)
        {
            NetworkRunner runner = network.On(path, 2);
            AlignedBuffer[] blocks = [.. Enumerable.Range(0, RowBlocks.Count(rows)).Select(_ => new AlignedBuffer(runner.GradientLength))];
            runner.LossGradient(
                batch, Enumerable.Range(0, rows).ToArray(), new SoftmaxCrossEntropy(labels, [1, 1, 1]), rows, (first, count) => new Pass(path, Purpose.Train, count) { RowKeys = new int[count] }, new double[rows], blocks);

            float[] gradient = new float[network.WeightLength];
            foreach (AlignedBuffer block in blocks)
                runner.Unpack(block.Span, gradient);

            AssertClose(expected, gradient, 1e-5);
        }
    }

    [Theory]
    [InlineData(4, 2, 3, 1)]
    [InlineData(5, 1, 4, 2)]
    public void ReferenceGradient_InputAndWeights_EqualFiniteDifferences(int steps, int channels, int hidden, int layers)
    {
        Network network = Make(steps, channels, hidden, layers);
        double[] x = RandomRows.ToDouble(RandomRows.Make(1, network.InputShape).Row(0)), seed = [0.3, -1, 0.7];
        double[] weightGradient = new double[network.WeightLength];

        double[] inputGradient = new ReferenceNetwork(network).Gradient(x, seed, weightGradient);

        const double H = 1e-5;
        for (int i = 0; i < x.Length; i++)
        {
            double[] up = [.. x], down = [.. x];
            up[i] += H;
            down[i] -= H;
            Assert.Equal((Score(network, up, seed) - Score(network, down, seed)) / (2 * H), inputGradient[i], 1e-8);
        }

        // Weights are floats: the step is what the rounding makes of it.
        for (int i = 0; i < network.WeightLength; i += 3)
        {
            float[] up = network.Weights.ToArray(), down = network.Weights.ToArray();
            up[i] += 1e-3f;
            down[i] -= 1e-3f;
            double difference = (Score(network.With(up), x, seed) - Score(network.With(down), x, seed)) / ((double)up[i] - down[i]);
            Assert.Equal(difference, weightGradient[i], 1e-6);
        }
    }

    [Fact]
    public void Logits_AnyBatchAndThreads_SameBits()
    {
        Network network = Make(20, 2, 20, 2);
        Batch batch = RandomRows.Make(150, network.InputShape);
        float[] all = new float[450], parts = new float[450];
        network.On(KernelPath.Best, 1).Logits(batch, all);

        NetworkRunner eight = network.On(KernelPath.Best, 8);
        for (int row = 0; row < 150; row += 10)
            eight.Logits(batch.Slice(row, 10), parts.AsSpan(row * 3, 30));

        Assert.Equal(all, parts);
    }

    [Fact]
    public void InputGradient_AnyBatchAndThreads_SameBits()
    {
        Network network = Make(20, 2, 20, 2);
        Batch batch = RandomRows.Make(70, network.InputShape);
        float[] scores = new float[70], all = new float[batch.Values.Length], parts = new float[batch.Values.Length];
        network.On(KernelPath.Best, 1).InputGradient(batch, new int[70], ScoreKind.Probability, scores, all);

        NetworkRunner eight = network.On(KernelPath.Best, 8);
        for (int row = 0; row < 70; row += 7)
            eight.InputGradient(batch.Slice(row, 7), new int[7], ScoreKind.Probability, scores.AsSpan(row, 7), parts.AsSpan(row * 40, 280));

        Assert.Equal(all, parts);
    }

    [Theory]
    [InlineData(ScoreKind.Probability)]
    [InlineData(ScoreKind.LogProbability)]
    public void InputGradient_Probability_EqualsFiniteDifferences(ScoreKind kind)
    {
        Network network = Make(6, 1, 8, 1);
        Batch batch = RandomRows.Make(1, network.InputShape);
        float[] scores = new float[1], gradient = new float[6];

        network.InputGradient(batch, [1], kind, scores, gradient);

        double[] x = RandomRows.ToDouble(batch.Row(0));
        double ScoreAt(double[] at) => kind == ScoreKind.Probability ? Probabilities(new ReferenceNetwork(network).Logits(at))[1] : Math.Log(Probabilities(new ReferenceNetwork(network).Logits(at))[1]);
        Assert.Equal(ScoreAt(x), scores[0], 1e-6);
        for (int i = 0; i < 6; i++)
        {
            double[] up = [.. x], down = [.. x];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            Assert.Equal((ScoreAt(up) - ScoreAt(down)) / 2e-5, gradient[i], 1e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void PrefixLogits_EveryStep_EqualsRunningThePrefix(int layers)
    {
        Network network = Make(9, 1, 10, layers);
        Batch batch = RandomRows.Make(20, network.InputShape);
        float[] every = new float[20 * 9 * 3];

        network.PrefixLogits(batch, every);

        for (int steps = 1; steps <= 9; steps++)
        {
            Network shorter = new("short", new RowShape(steps, 1), network.Classes, [.. network.Layers.Select(layer => (layer.Name, layer.Layer))], network.Weights);
            Batch prefix = new(20, steps, 1);
            for (int row = 0; row < 20; row++)
                batch.Row(row)[..steps].CopyTo(prefix.Row(row));
            float[] logits = new float[60];
            shorter.Logits(prefix, logits);
            for (int row = 0; row < 20; row++)
                Assert.Equal(logits.AsSpan(row * 3, 3), every.AsSpan(((row * 9) + steps - 1) * 3, 3));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RunPrefixes_ChangedSuffix_EqualsRunningTheWholeRow(int layers)
    {
        Network network = Make(11, 2, 10, layers);
        Batch batch = RandomRows.Make(30, network.InputShape), changed = RandomRows.Make(30, network.InputShape, seed: 8);
        IPrefixStates states = network.RunPrefixes(batch);
        for (int start = 0; start < 11; start++)
        {
            Batch whole = new(30, 11, 2), suffix = new(30, 11 - start, 2);
            for (int row = 0; row < 30; row++)
            {
                batch.Row(row).CopyTo(whole.Row(row));
                changed.Row(row)[(2 * start)..].CopyTo(whole.Row(row)[(2 * start)..]);
                changed.Row(row)[(2 * start)..].CopyTo(suffix.Row(row));
            }

            float[] expected = new float[90], actual = new float[90];
            network.Logits(whole, expected);
            states.Logits(start, suffix, actual);

            Assert.Equal(expected, actual);
        }
    }

    private static Network Make(int steps, int channels, int hidden, int layers) =>
        Presets.Lstm(new RowShape(steps, channels), ["a", "b", "c"], new() { Hidden = hidden, LayerCount = layers, Dropout = 0 });

    private static double Score(Network network, double[] x, double[] seed) => new ReferenceNetwork(network).Logits(x).Zip(seed, (logit, weight) => logit * weight).Sum();

    private static double[] Probabilities(double[] logits)
    {
        double sum = logits.Sum(Math.Exp);
        return [.. logits.Select(logit => Math.Exp(logit) / sum)];
    }

    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        double largest = 1e-3;
        foreach (double value in expected)
            largest = Math.Max(largest, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * largest);
    }
}
