using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests.Layers;

public sealed class PoolingTests
{
    [Fact]
    public void Passes_RandomShapesAndOptions_EqualTheTwin()
    {
        for (uint i = 0; i < 100; i++)
        {
            (int size, PoolingOptions options, RowShape input) = RandomCase(i);
            LayerTwins.RequireEqual(new MaxPool1d(size, options), input, rows: 3, seed: i, tolerance: 1e-6);
            LayerTwins.RequireEqual(new AveragePool1d(size, options, includePadding: i % 2 == 0), input, rows: 3, seed: i, tolerance: 1e-6);
        }
    }

    [Fact]
    public void ReferenceBackward_RandomShapesAndOptions_EqualsFiniteDifferences()
    {
        for (uint i = 0; i < 30; i++)
        {
            (int size, PoolingOptions options, RowShape input) = RandomCase(i);
            LayerTwins.RequireFiniteDifferences(new MaxPool1d(size, options), input, seed: i, tolerance: 1e-8);
            LayerTwins.RequireFiniteDifferences(new AveragePool1d(size, options, includePadding: i % 2 == 0), input, seed: i, tolerance: 1e-8);
        }
    }

    // Two windows of three steps; 20 channels are whole vectors and a rest on every path.
    [Theory]
    [InlineData(1f, 1f, 1f, 0)]
    [InlineData(1f, 2f, 2f, 1)]
    [InlineData(-0f, 0f, -1f, 0)]
    [InlineData(0f, -0f, 0f, 0)]
    [InlineData(-3f, -2f, -1f, 2)]
    public void MaxPoolBackward_EqualValues_GoesToTheFirst(float first, float second, float third, int expected)
    {
        const int Channels = 20;
        float[] values = [first, second, third, first, second, third], dy = [.. Enumerable.Repeat(1f, 2 * Channels)];
        float[] x = [.. values.SelectMany(value => Enumerable.Repeat(value, Channels))];
        foreach (KernelPath path in KernelPath.Supported)
        {
            float[] dx = new float[x.Length];

            new MaxPool1d(3).Backward(new Pass(path, Purpose.InputGradient, 1), null, new(6, Channels), x, dy, dx, [], []);

            for (int i = 0; i < dx.Length; i++)
                Assert.Equal(i / Channels % 3 == expected ? 1 : 0, dx[i]);
        }
    }

    [Fact]
    public void Infer_WindowOfPaddingAlone_NamesWindowAndRemedy()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => new MaxPool1d(2, new() { Padding = Padding.Explicit(2, 0) }).Infer(new(4, 1)));

        Assert.Equal("max-pool1d layer (window 2, stride 2, dilation 1) got 4 steps × 1 channels, and window 0 has padding alone. Pad less than a window, or give longer rows.", error.Message);
    }

    [Fact]
    public void Infer_RowShorterThanTheWindow_NamesBothAndRemedy()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => new AveragePool1d(5).Infer(new(4, 2)));

        Assert.Equal(
            "average-pool1d layer reads 5 steps at a time (kernel 5, dilation 1) and got 4 steps × 2 channels. Give rows of at least 5 steps, or pad to the same length ('same').", error.Message);
    }

    [Fact]
    public void MaxPool1d_PyTorchsSameWithStride_IsRefused() => Assert.Equal(
        "Padding 'same' as PyTorch has it needs stride 1 and stride is 3; take Keras' 'same' or explicit padding.",
        Assert.Throws<ArgumentException>(() => new MaxPool1d(3, new() { Padding = Padding.SamePyTorch })).Message);

    private static (int Size, PoolingOptions Options, RowShape Input) RandomCase(uint seed)
    {
        Philox.Stream random = new Philox(seed, "pooling").Draws();
        int size = 1 + random.Below(6);
        PoolingOptions options = new()
        {
            Stride = random.Below(3) == 0 ? null : 1 + random.Below(4),
            Dilation = 1 + random.Below(2),
            Padding = random.Below(3) switch { 0 => Padding.Valid, 1 => Padding.SameKeras, _ => Padding.Explicit(random.Below(size), random.Below(size)) },
        };
        return (size, options, new(12 + random.Below(20), 1 + random.Below(40)));
    }
}
