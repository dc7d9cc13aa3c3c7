namespace MlNetXai.Networks;

/// <summary>Cuts rows into the blocks that are computed apart. Depends on the number of rows alone, so results do not depend on threads.</summary>
internal static class RowBlocks
{
    // About 32 rows fill the register tiles and keep a block's state in cache; fewer than 12 are not worth a second thread.
    private const int TargetRows = 32;
    private const int SmallestSplit = 12;

    /// <summary>Number of blocks: even (so that two, four, … threads share evenly) unless there is only one.</summary>
    public static int Count(int rows) => rows < SmallestSplit ? 1 : ((rows + (2 * TargetRows) - 1) / (2 * TargetRows)) * 2;

    /// <summary>First row and number of rows of a block.</summary>
    public static (int Start, int Count) Block(int rows, int blocks, int index)
    {
        int start = (int)((long)rows * index / blocks);
        return (start, (int)((long)rows * (index + 1) / blocks) - start);
    }
}
