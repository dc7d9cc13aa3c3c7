using Xunit;

namespace MlNetXai.Networks.Tests;

public sealed class RowBlocksTests
{
    // A row of 3.5 MiB: about 16 MiB a block, an even number of blocks, and at least two so that no thread waits.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(8, 2)]
    [InlineData(32, 8)]
    [InlineData(64, 14)]
    public void Count_LargeRows_BoundsTheMemoryOfABlock(int rows, int expected) => Assert.Equal(expected, RowBlocks.Count(rows, 917_504));

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(7, 6)]
    public void Count_RowsLargerThanABlock_NoBlockIsEmpty(int rows, int expected) => Assert.Equal(expected, RowBlocks.Count(rows, 10_000_000));

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(1000)]
    public void Count_SmallRows_IsThatOfTheRowsAlone(int rows) => Assert.Equal(RowBlocks.Count(rows), RowBlocks.Count(rows, 1000));
}
