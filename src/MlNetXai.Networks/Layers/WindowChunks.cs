namespace MlNetXai.Networks.Layers;

/// <summary>Cuts the windows of some rows into chunks: several whole rows, or a part of one.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Windows">Windows of a row, at least 1.</param>
/// <param name="AtOnce">Windows that a chunk may have, at least 1.</param>
internal readonly record struct WindowChunks(int Rows, int Windows, int AtOnce)
{
    /// <summary>Number of chunks.</summary>
    public int Count => (Rows + RowsAtOnce - 1) / RowsAtOnce * Parts;

    private int RowsAtOnce => Math.Max(1, AtOnce / Windows);

    private int Parts => (Windows + AtOnce - 1) / AtOnce;

    /// <summary>First row and number of rows, first window and number of windows, of a chunk.</summary>
    public (int Row, int Rows, int First, int Count) At(int index)
    {
        (int group, int part) = Math.DivRem(index, Parts);
        int row = group * RowsAtOnce, first = (int)((long)Windows * part / Parts);
        return (row, Math.Min(RowsAtOnce, Rows - row), first, (int)((long)Windows * (part + 1) / Parts) - first);
    }
}
