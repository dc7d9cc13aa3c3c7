namespace MlNetXai.Networks;

/// <summary>Cuts rows into the blocks that are computed apart. Depends on the number of rows alone, so results do not depend on threads.</summary>
internal static class RowBlocks
{
    // About 32 rows fill the register tiles and keep a block's state in cache; fewer than 12 are not worth a second thread.
    private const int TargetRows = 32;
    private const int SmallestSplit = 12;

    // A large row is worth a thread of its own; blocks of 16 MiB share the weights of deep layers, whose rows are short, among some rows and bound a thread's memory.
    private const int LargeRow = 1 << 14;
    private const int BlockFloats = 1 << 22;

    /// <summary>Number of blocks: even (so that two, four, … threads share evenly) unless there is only one.</summary>
    public static int Count(int rows) => rows < SmallestSplit ? 1 : ((rows + (2 * TargetRows) - 1) / (2 * TargetRows)) * 2;

    /// <summary>Number of blocks for passes whose results do not depend on them, where rows alone are work enough for a kernel (no recurrent layer).</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="rowFloats">Memory of a row: of large rows a few make a block.</param>
    public static int Count(int rows, int rowFloats)
    {
        if (rowFloats < LargeRow || rows < 2)
            return Count(rows);
        long blocks = Math.Clamp((((long)rows * rowFloats) + BlockFloats - 1) / BlockFloats, 2, rows);
        long even = blocks + (blocks % 2);
        return (int)(even <= rows ? even : even - 2);
    }

    /// <summary>First row and number of rows of a block.</summary>
    public static (int Start, int Count) Block(int rows, int blocks, int index)
    {
        int start = (int)((long)rows * index / blocks);
        return (start, (int)((long)rows * (index + 1) / blocks) - start);
    }
}
