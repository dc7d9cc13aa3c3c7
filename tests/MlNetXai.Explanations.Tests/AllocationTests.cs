using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests;

/// <summary>What Integrated Gradients allocate on the caller's thread; peaks of whole processes: tests/MlNetXai.Benchmarks/results/memory-1.txt.</summary>
public sealed class AllocationTests
{
    private const int Steps = 64, Points = 50;
    private const double RowBytes = sizeof(float) * Steps;

    private static readonly string[] Classes = ["a", "b"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void IntegratedGradients_RowsAndPoints_AllocateAFewRowsEach(bool recurrent)
    {
        Network network = Small(recurrent);
        long few = Allocated(network, 128), many = Allocated(network, 512);

        // A point is written, differentiated and handed over: three rows; a row besides has its sums in double and what is reported of it.
        double perRow = (many - few) / (512.0 - 128);
        Assert.True(perRow < ((3.5 * Points) + 20) * RowBytes, $"{perRow:F0} bytes a row of {RowBytes} bytes at {Points} points");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void IntegratedGradients_FourTimesTheRows_AllocateNotMoreThanFourTimes(bool recurrent)
    {
        Network network = Small(recurrent);

        Assert.True(Allocated(network, 512) < 4.1 * Allocated(network, 128));
    }

    private static Network Small(bool recurrent)
    {
        RowShape shape = new(Steps, 1);
        return recurrent ? Presets.Lstm(shape, Classes, new() { Hidden = 4 }) : Presets.FullyConvolutional(shape, Classes, new() { Convolutions = [(4, 3), (4, 3)] });
    }

    private static long Allocated(Network network, int rows)
    {
        Batch batch = NetworkFamilies.Rows(network, seed: 1, rows);
        int[] targets = new int[rows];
        IntegratedGradients method = new(new() { Steps = Points, Tolerance = null });
        method.Explain(network, batch.Slice(0, 64), targets.AsSpan(0, 64));
        long before = GC.GetAllocatedBytesForCurrentThread();
        method.Explain(network, batch, targets);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
