using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests.Layers;

public sealed class Conv1dTests
{
    [Fact]
    public void Passes_RandomShapesAndOptions_EqualTheTwin()
    {
        for (uint i = 0; i < 150; i++)
        {
            (Conv1d layer, RowShape input, string what) = RandomCase(i, largest: 40);
            try
            {
                LayerTwins.RequireEqual(layer, input, rows: (int)(1 + (i % 7)), seed: i, tolerance: 3e-6);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"case {i}: {what}", error);
            }
        }
    }

    // Several panels, blocks of the depth, chunks of windows, pieces of rows.
    [Theory]
    [InlineData(1, 128, 8, 1, 216, 5)]
    [InlineData(96, 196, 16, 1, 40, 3)]
    [InlineData(196, 70, 16, 4, 64, 9)]
    [InlineData(12, 20, 9, 2, 1100, 2)]
    [InlineData(40, 33, 1, 1, 300, 4)]
    public void Passes_LargeShapes_EqualTheTwin(int inputs, int outputs, int kernel, int stride, int steps, int rows) => LayerTwins.RequireEqual(
        new Conv1d(inputs, outputs, kernel, new() { Stride = stride, Padding = Padding.SameKeras }), new(steps, inputs), rows, seed: 3, tolerance: 5e-6);

    [Fact]
    public void Passes_AnyBatch_SameBits()
    {
        LayerTwins.RequireSameBitsInAnyBatch(new Conv1d(20, 70, 16, new() { Stride = 4, Padding = Padding.SameKeras }), new(30, 20), rows: 40, seed: 1);
        LayerTwins.RequireSameBitsInAnyBatch(new Conv1d(6, 10, 3, new() { Dilation = 2, Groups = 2 }), new(600, 6), rows: 3, seed: 2);
    }

    [Fact]
    public void ReferenceBackward_RandomShapesAndOptions_EqualsFiniteDifferences()
    {
        for (uint i = 0; i < 30; i++)
        {
            (Conv1d layer, RowShape input, _) = RandomCase(i, largest: 4);
            LayerTwins.RequireFiniteDifferences(layer, input, seed: i, tolerance: 1e-8);
        }
    }

    private static (Conv1d Layer, RowShape Input, string What) RandomCase(uint seed, int largest)
    {
        Philox.Stream random = new Philox(seed, "convolutions").Draws();
        int groups = 1 + random.Below(3), inputs = groups * (1 + random.Below(largest)), outputs = groups * (1 + random.Below(largest));
        int kernel = 1 + random.Below(8), stride = 1 + random.Below(5), dilation = 1 + random.Below(3);
        Padding padding = random.Below(4) switch
        {
            0 => Padding.Valid,
            1 => Padding.SameKeras,
            2 => Padding.SamePyTorch,
            _ => Padding.Explicit(random.Below(12), random.Below(12)),
        };
        stride = padding == Padding.SamePyTorch ? 1 : stride;
        int reach = ((kernel - 1) * dilation) + 1, steps = 1 + random.Below(30);
        steps = padding.Kind is PaddingKind.SameKeras or PaddingKind.SamePyTorch ? steps : steps + reach;
        Conv1dOptions options = new() { Stride = stride, Dilation = dilation, Groups = groups, Bias = random.Below(2) == 0, Padding = padding };
        return (new(inputs, outputs, kernel, options), new(steps, inputs), $"{inputs} → {outputs}, kernel {kernel}, {options}, {steps} steps");
    }
}
