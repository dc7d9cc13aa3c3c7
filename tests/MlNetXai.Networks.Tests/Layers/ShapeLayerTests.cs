using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests.Layers;

/// <summary>Flatten, slice and the pools over all steps.</summary>
public sealed class ShapeLayerTests
{
    public static TheoryData<Layer> Layers =>
    [
        new Flatten(), new Flatten(FlattenOrder.ChannelMajor), new Slice(SliceAxis.Steps, 2, 3), new Slice(SliceAxis.Channels, 1, 5), new GlobalAveragePool(), new GlobalMaxPool(),
    ];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Passes_EveryPath_EqualTheTwin(Layer layer) => LayerTwins.RequireEqual(layer, new(7, 6), rows: 4, seed: 1, tolerance: 1e-6);

    [Theory]
    [MemberData(nameof(Layers))]
    public void ReferenceBackward_Row_EqualsFiniteDifferences(Layer layer) => LayerTwins.RequireFiniteDifferences(layer, new(7, 6), seed: 2, tolerance: 1e-8);

    [Fact]
    public void Forward_FlattenBothOrders_PutsValuesWhereTheFormulaSays()
    {
        float[] x = [1, 2, 3, 4, 5, 6], timeMajor = new float[6], channelMajor = new float[6];
        Pass pass = new(KernelPath.Best, Purpose.Score, 1);

        new Flatten().Forward(pass, null, new(3, 2), x, timeMajor, []);
        new Flatten(FlattenOrder.ChannelMajor).Forward(pass, null, new(3, 2), x, channelMajor, []);

        Assert.Equal([1, 2, 3, 4, 5, 6], timeMajor);
        Assert.Equal([1, 3, 5, 2, 4, 6], channelMajor);
    }

    [Theory]
    [InlineData(SliceAxis.Steps, 5, 3, "slice layer wants steps 5 … 7 and got 7 steps × 6 channels.")]
    [InlineData(SliceAxis.Channels, 0, 7, "slice layer wants channels 0 … 6 and got 7 steps × 6 channels.")]
    public void Infer_SliceBeyondTheEnd_NamesBoth(SliceAxis axis, int start, int count, string message) =>
        Assert.Equal(message, Assert.Throws<ShapeException>(() => new Slice(axis, start, count).Infer(new(7, 6))).Message);
}
