using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests.Layers;

/// <summary>Dropout while training; the conformance suite has the rest.</summary>
public sealed class DropoutTests
{
    private static readonly RowShape Shape = new(50, 7);

    [Theory]
    [InlineData(DropoutMask.Element)]
    [InlineData(DropoutMask.FixedOverSteps)]
    public void Training_Ones_GivesZerosAndScaledOnes(DropoutMask mask)
    {
        (float[] y, _) = Run(new(0.25, "test", mask), 200);

        Assert.All(y, value => Assert.True(value is 0 or (float)(1 / 0.75)));
        Assert.Equal(1, y.Average(), 0.05);
    }

    [Fact]
    public void Training_WayBack_HasTheSameMask()
    {
        foreach (DropoutMask mask in Enum.GetValues<DropoutMask>())
        {
            (float[] y, float[] dx) = Run(new(0.5, "test", mask), 3);
            Assert.Equal(y.Select(value => 3 * value), dx);
        }
    }

    [Fact]
    public void Training_FixedOverSteps_DropsWholeChannelsOfARow()
    {
        (float[] y, _) = Run(new(0.5, "test", DropoutMask.FixedOverSteps), 4);

        float[][] first = [.. Enumerable.Range(0, 4).Select(row => y[(row * Shape.Length)..((row * Shape.Length) + Shape.Channels)])];
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(first[i / Shape.Length][i % Shape.Channels], y[i]);
        Assert.Equal(4, first.Select(row => string.Join(' ', row)).Distinct().Count());
    }

    [Fact]
    public void Training_ARow_HasTheSameMaskInAnyBatchAndAnotherInAnotherEpoch()
    {
        foreach (DropoutMask mask in Enum.GetValues<DropoutMask>())
        {
            Dropout layer = new(0.5, "test", mask);
            (float[] three, _) = Run(layer, 3);

            Assert.Equal(three[(2 * Shape.Length)..], Run(layer, 1, firstKey: 2).Y);
            Assert.NotEqual(three, Run(layer, 3, epoch: 2).Y);
            Assert.NotEqual(three, Run(new(0.5, "other", mask), 3).Y);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(64)]
    [InlineData(1031)]
    public void RandomMask_EveryPath_IsThatOfTheBlocks(int length)
    {
        Philox random = new(0x123456789ABCDEF0, "mask");
        float[] expected = new float[length];
        for (int i = 0; i < length; i++)
        {
            (uint x0, uint x1, uint x2, uint x3) = random.Block(0xFFFFFFF0, 7, (uint)(i / 4));
            expected[i] = (i % 4) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 } < 0x90000000 ? 0 : 1.25f;
        }

        foreach (KernelPath path in KernelPath.Supported)
        {
            float[] mask = new float[length];
            path.RandomMask(random, 0xFFFFFFF0, 7, 0x90000000, 1.25f, mask);
            Assert.Equal(expected, mask);
        }
    }

    [Fact]
    public void Settings_ElementMask_AreThoseOfEarlierFiles() => Assert.Equal(["rate"], new Dropout(0.5).Settings.Keys);

    [Fact]
    public void Constructor_SettingThatIsNone_IsRefused()
    {
        Assert.Contains("must lie in 0 ≤ rate < 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(1)).Message);
        Assert.Contains("Mask is 2", Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(0.5, "test", (DropoutMask)2)).Message);
    }

    // Rows of ones forward, of threes back.
    private static (float[] Y, float[] Dx) Run(Dropout layer, int rows, int firstKey = 0, int epoch = 1)
    {
        Pass pass = new(KernelPath.Best, Purpose.Train, rows) { Seed = 5, Epoch = epoch, RowKeys = Enumerable.Range(firstKey, rows).ToArray() };
        float[] x = [.. Enumerable.Repeat(1f, rows * Shape.Length)], dy = [.. Enumerable.Repeat(3f, x.Length)], y = new float[x.Length], dx = new float[x.Length];
        float[] state = new float[layer.StateLength(pass, Shape)];
        layer.Forward(pass, null, Shape, x, y, state);
        layer.Backward(pass, null, Shape, [], dy, dx, [], state);
        return (y, dx);
    }
}
