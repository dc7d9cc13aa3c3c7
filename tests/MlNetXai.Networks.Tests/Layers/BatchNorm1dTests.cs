using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using MlNetXai.Networks.Tests.Conformance;
using MlNetXai.Networks.Training;
using Xunit;

namespace MlNetXai.Networks.Tests.Layers;

/// <summary>Batch norm while training; the conformance suite has the rest.</summary>
public sealed class BatchNorm1dTests
{
    // Rows, steps, channels: one value per channel, one and several blocks, below and beyond one vector, a remainder behind whole vectors, many steps.
    public static TheoryData<int, int, int> Sizes => new() { { 2, 1, 3 }, { 3, 5, 1 }, { 40, 7, 6 }, { 13, 3, 17 }, { 70, 2, 64 }, { 2, 1500, 5 }, { 3, 301, 40 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Training_EveryPath_EqualsTheTwin(int rows, int steps, int channels)
    {
        const double Epsilon = 1e-3;
        BatchNorm1d layer = new(channels, Epsilon);
        RowShape shape = new(steps, channels);
        Batch batch = RandomRows.Make(rows, shape), dy = RandomRows.Make(rows, shape, seed: 8);
        double[] trained = RandomRows.ToDouble(RandomRows.Make(1, new RowShape(2, channels), seed: 9).Row(0));
        (double[] y, double[] dx, double[] gradient) = Twin(batch, dy, trained, Epsilon);

        foreach (KernelPath path in KernelPath.Supported)
        {
            (float[] fastY, float[] fastDx, float[] fastGradient, _) = Run(layer, path, batch, dy, trained);

            AssertClose(y, fastY, 2e-6);
            AssertClose(dx, fastDx, 1e-5);
            AssertClose(gradient, fastGradient, 1e-5);
        }
    }

    [Fact]
    public void Training_MeanFarFromZero_KeepsItsDigits()
    {
        // Values 1000 ± 1.5, so a variance of 0.75 beside squares of a million.
        const double Epsilon = 1e-5;
        Batch batch = RandomRows.Make(50, new RowShape(11, 3)), dy = RandomRows.Make(50, new RowShape(11, 3), seed: 8);
        for (int i = 0; i < batch.Values.Length; i++)
            batch.Values[i] += 1000;
        double[] trained = [1, 2, 0.5, 0, 1, -1];
        (double[] y, double[] dx, double[] gradient) = Twin(batch, dy, trained, Epsilon);

        foreach (KernelPath path in KernelPath.Supported)
        {
            (float[] fastY, float[] fastDx, float[] fastGradient, _) = Run(new(3, Epsilon), path, batch, dy, trained);
            AssertClose(y, fastY, 1e-6);
            AssertClose(dx, fastDx, 1e-6);
            AssertClose(gradient, fastGradient, 1e-6);
        }
    }

    [Theory]
    [InlineData(0.1, true)]
    [InlineData(0.01, false)]
    public void UpdateRunning_ABatch_MixesItsMoments(double momentum, bool unbiased)
    {
        Batch batch = RandomRows.Make(4, new RowShape(3, 2));
        double[] moments = BatchTwin.Moments([.. Enumerable.Range(0, 4).Select(row => RandomRows.ToDouble(batch.Row(row)))], 2);
        BatchNorm1d layer = new(2, momentum: momentum) { UnbiasedRunningVariance = unbiased };

        float[] running = Run(layer, KernelPath.Best, batch, batch, [1, 1, 0, 0]).Running;

        for (int c = 0; c < 2; c++)
        {
            Assert.Equal(((1 - momentum) * 0.25) + (momentum * moments[c]), running[c], 1e-6);
            Assert.Equal(((1 - momentum) * 2) + (momentum * moments[2 + c] * (unbiased ? 12.0 / 11 : 1)), running[2 + c], 1e-6);
        }
    }

    [Fact]
    public void Training_OneValuePerChannel_GivesBiasAndFiniteStatistics()
    {
        Batch batch = new(1, 1, 2, new float[] { 5, -7 });

        (float[] y, float[] dx, _, float[] running) = Run(new(2), KernelPath.Best, batch, batch, [2, 2, 0.5, -0.5]);

        Assert.Equal([0.5f, -0.5f], y);
        Assert.All(dx, value => Assert.Equal(0, value, 1e-3));
        Assert.All(running, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Training_SquaresThatOverflow_GiveNoNumber()
    {
        Batch batch = RandomRows.Make(90, new RowShape(5, 2));
        batch.Row(40)[1] = 1e30f;

        (float[] y, _, _, _) = Run(new(2), KernelPath.Best, batch, batch, [1, 1, 0, 0]);

        Assert.All(y.Where((_, i) => i % 2 == 0), value => Assert.True(float.IsFinite(value)));
        Assert.All(y.Where((_, i) => i % 2 == 1), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void LossGradient_SeveralNormsAndBlocks_EqualsFiniteDifferences()
    {
        Network network = Network.Initial(
            "net", new RowShape(9, 2), ["a", "b"],
            [
                ("conv1", new Conv1d(2, 6, 4, new() { Padding = Padding.SameKeras })), ("norm1", new BatchNorm1d(6, 1e-3)), ("tanh", new Tanh()),
                ("conv2", new Conv1d(6, 5, 3, new() { Stride = 2 })), ("norm2", new BatchNorm1d(5, 1e-3)), ("pool", new GlobalAveragePool()), ("dense", new Dense(5, 2)),
            ],
            seed: 3);
        Batch batch = RandomRows.Make(70, network.InputShape);
        int[] labels = [.. Enumerable.Range(0, 70).Select(row => row % 2)];
        double[] weights = RandomRows.ToDouble(network.Weights);
        foreach (KernelPath path in KernelPath.Supported)
        {
            (float[] gradient, double loss) = LossGradients.Of(network, path, batch, labels);

            Assert.Equal(BatchTwin.Loss(network, weights, batch, labels), loss, 1e-6);
            for (int i = 0; i < weights.Length; i += 5)
            {
                double[] up = [.. weights], down = [.. weights];
                up[i] += 1e-4;
                down[i] -= 1e-4;
                Assert.Equal((BatchTwin.Loss(network, up, batch, labels) - BatchTwin.Loss(network, down, batch, labels)) / 2e-4, gradient[i], 1e-6);
            }
        }
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_SameBits()
    {
        Network initial = Presets.FullyConvolutional(new(30, 2), ["a", "b"], new() { Convolutions = [(6, 4), (5, 3)] });
        TrainingOptions options = new() { Epochs = 2, BatchRows = 40 };
        LabelledRows training = Rows(90, 1), validation = Rows(20, 2);
        float[] one = new Trainer(options with { Threads = 1 }).Fit(initial, training, validation).Network.Weights.ToArray();

        Assert.Equal(one, new Trainer(options with { Threads = 2 }).Fit(initial, training, validation).Network.Weights.ToArray());
        Assert.Equal(one, new Trainer(options with { Threads = 8 }).Fit(initial, training, validation).Network.Weights.ToArray());
        Assert.NotEqual(initial.Weights.ToArray(), one);
    }

    [Fact]
    public void Infer_OtherChannels_NamesBothShapes() => Assert.Equal(
        "batch-norm1d layer wants 3 channels and got 4 steps × 2 channels.", Assert.Throws<ShapeException>(() => new BatchNorm1d(3).Infer(new RowShape(4, 2))).Message);

    [Fact]
    public void Constructor_SettingThatIsNone_IsRefused()
    {
        Assert.Contains("epsilon is 0 and must be greater than 0", Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm1d(3, 0)).Message);
        Assert.Contains("momentum is 1.5 and must lie in 0 … 1", Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm1d(3, momentum: 1.5)).Message);
    }

    private static LabelledRows Rows(int count, ulong seed) => new(RandomRows.Make(count, new RowShape(30, 2), seed), [.. Enumerable.Range(0, count).Select(row => row % 2)]);

    // The whole batch as three blocks: forward, back, running statistics from mean 0.25 and variance 2.
    private static (float[] Y, float[] Dx, float[] Gradient, float[] Running) Run(BatchNorm1d layer, KernelPath path, Batch batch, Batch dy, double[] trained)
    {
        IBatchStatistics statistics = layer;
        (RowShape shape, int channels, int blocks) = (batch.Shape, layer.Channels, Math.Min(3, batch.Rows));
        float[] weights = [.. trained.Select(value => (float)value), .. Enumerable.Repeat(0.25f, channels), .. Enumerable.Repeat(2f, channels)];
        float[] y = new float[batch.Values.Length], dx = new float[y.Length], own = new float[2 * channels], gradient = new float[4 * channels];
        object prepared = layer.Prepare(path, weights, null);
        double[] sums = new double[2 * channels], backwardSums = new double[2 * channels];
        Pass[] passes = [.. Enumerable.Range(0, blocks).Select(i => new Pass(path, Purpose.Train, RowBlocks.Block(batch.Rows, blocks, i).Count))];
        float[][] states = [.. passes.Select(pass => new float[layer.StateLength(pass, shape)])];
        Range Of(int i) => (RowBlocks.Block(batch.Rows, blocks, i).Start * shape.Length)..((RowBlocks.Block(batch.Rows, blocks, i).Start + passes[i].Rows) * shape.Length);

        for (int i = 0; i < blocks; i++)
        {
            double[] part = new double[2 * channels];
            statistics.Collect(passes[i], shape, batch.Values[Of(i)], part);
            sums = [.. sums.Zip(part, (a, b) => a + b)];
        }

        for (int i = 0; i < blocks; i++)
        {
            double[] part = new double[2 * channels];
            statistics.Normalise(passes[i], prepared, shape, batch.Rows, sums, batch.Values[Of(i)], y.AsSpan()[Of(i)], states[i]);
            statistics.CollectBack(passes[i], prepared, shape, batch.Rows, sums, batch.Values[Of(i)], dy.Values[Of(i)], states[i], part);
            backwardSums = [.. backwardSums.Zip(part, (a, b) => a + b)];
        }

        for (int i = 0; i < blocks; i++)
            statistics.BackwardNormalised(passes[i], prepared, shape, batch.Rows, sums, backwardSums, batch.Values[Of(i)], dy.Values[Of(i)], dx.AsSpan()[Of(i)], own, states[i]);
        layer.Unpack(path, own, gradient);
        statistics.UpdateRunning(shape, batch.Rows, sums, weights);
        return (y, dx, gradient[..(2 * channels)], weights[(2 * channels)..]);
    }

    // Ioffe and Szegedy 2015, algorithm 1 and the equations behind it, term by term.
    private static (double[] Y, double[] Dx, double[] Gradient) Twin(Batch batch, Batch dyBatch, double[] trained, double epsilon)
    {
        int channels = batch.Shape.Channels;
        double[] x = RandomRows.ToDouble(batch.Values), dy = RandomRows.ToDouble(dyBatch.Values), y = new double[x.Length], dx = new double[x.Length], gradient = new double[2 * channels];
        double[] moments = BatchTwin.Moments([x], channels);
        for (int c = 0; c < channels; c++)
        {
            double mean = moments[c], variance = moments[channels + c], deviation = Math.Sqrt(variance + epsilon), n = x.Length / channels;
            double ofVariance = 0, ofMean = 0;
            for (int i = c; i < x.Length; i += channels)
            {
                double normal = (x[i] - mean) / deviation;
                y[i] = (normal * trained[c]) + trained[channels + c];
                gradient[c] += dy[i] * normal;
                gradient[channels + c] += dy[i];
                ofVariance += dy[i] * trained[c] * (x[i] - mean) * -0.5 / Math.Pow(deviation, 3);
                ofMean -= dy[i] * trained[c] / deviation;
            }

            for (int i = c; i < x.Length; i += channels)
                dx[i] = (dy[i] * trained[c] / deviation) + (ofVariance * 2 * (x[i] - mean) / n) + (ofMean / n);
        }

        return (y, dx, gradient);
    }

    private static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        double largest = Math.Max(0.01, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * largest);
    }
}
