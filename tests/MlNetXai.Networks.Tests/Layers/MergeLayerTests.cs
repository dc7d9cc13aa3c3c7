using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests.Layers;

public sealed class MergeLayerTests
{
    private static readonly Pass Two = new(KernelPath.Best, Purpose.Score, 2);

    [Fact]
    public void Concatenate_UnequalChannels_StandSideBySideInEveryStep()
    {
        RowShape[] shapes = [new(2, 1), new(2, 3), new(2, 2)];
        float[][] x = [[1, 2, 3, 4], [.. Enumerable.Range(10, 12)], [.. Enumerable.Range(50, 8)]];

        (float[] y, float[][] back) = ThereAndBack(new Concatenate(), shapes, x);

        Assert.Equal([1, 10, 11, 12, 50, 51, 2, 13, 14, 15, 52, 53, 3, 16, 17, 18, 54, 55, 4, 19, 20, 21, 56, 57], y);
        Assert.Equal(x, back);
    }

    [Fact]
    public void Concatenate_UnequalSteps_FollowEachOtherInEveryRow()
    {
        RowShape[] shapes = [new(1, 2), new(3, 2)];
        float[][] x = [[1, 2, 3, 4], [.. Enumerable.Range(10, 12)]];

        (float[] y, float[][] back) = ThereAndBack(new Concatenate(ConcatenateAxis.Steps), shapes, x);

        Assert.Equal([1, 2, 10, 11, 12, 13, 14, 15, 3, 4, 16, 17, 18, 19, 20, 21], y);
        Assert.Equal(x, back);
    }

    [Fact]
    public void Add_ThreeInputs_EachGetsTheWholeGradient()
    {
        (float[] y, float[][] back) = ThereAndBack(new Add(), [new(1, 2), new(1, 2), new(1, 2)], [[1, 2, 3, 4], [10, 20, 30, 40], [100, 200, 300, 400]]);

        Assert.Equal([111, 222, 333, 444], y);
        Assert.All(back, dx => Assert.Equal(y, dx));
    }

    [Fact]
    public void Concatenate_UnknownAxis_IsRefused() =>
        Assert.Contains("Axis is 2 and must be 0 (channels) or 1 (steps)", Assert.Throws<ArgumentOutOfRangeException>(() => new Concatenate((ConcatenateAxis)2)).Message);

    [Fact]
    public void Create_AxisThatIsNone_NamesThoseThereAre() => Assert.Equal(
        "layer 'join' of kind 'concatenate': axis is 7 and must be one of 0 (Channels), 1 (Steps)",
        Assert.Throws<ArgumentException>(() => LayerKinds.Create("concatenate", "join", new Dictionary<string, double> { ["axis"] = 7 })).Message);

    // y goes back as its own gradient.
    private static (float[] Y, float[][] Back) ThereAndBack(MergeLayer layer, RowShape[] shapes, float[][] x)
    {
        float[] y = new float[2 * layer.Infer(shapes).Length];
        Array.Fill(y, float.NaN);
        for (int k = 0; k < x.Length; k++)
            layer.Merge(Two, k, shapes, x[k], y);
        float[][] back = [.. x.Select(values => new float[values.Length])];
        for (int k = 0; k < x.Length; k++)
            layer.Split(Two, k, shapes, y, back[k]);
        return (y, back);
    }
}
