namespace MlNetXai.Networks.Kernels;

/// <summary>Right-hand side of a product, <c>[panel, depth, 4 vectors]</c>: a panel is 4 vectors of neighbouring columns, zero beyond the last.</summary>
internal sealed class PackedMatrix
{
    /// <param name="depth">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="panelColumns">Columns per panel: 4 vectors.</param>
    public PackedMatrix(int depth, int columns, int panelColumns)
    {
        (Depth, Columns, PanelColumns) = (depth, columns, panelColumns);
        Panels = (columns + panelColumns - 1) / panelColumns;
        Buffer = new(Panels * depth * panelColumns);
    }

    public int Depth { get; }

    public int Columns { get; }

    public int PanelColumns { get; }

    public int Panels { get; }

    public AlignedBuffer Buffer { get; }

    /// <summary>Reads element (k, n) of the matrix from <c>source[k·depthStride + n·columnStride]</c>.</summary>
    public void Fill(ReadOnlySpan<float> source, int depthStride, int columnStride)
    {
        Span<float> target = Buffer.Span;
        for (int n = 0; n < Columns; n++)
        {
            (int panel, int lane) = Math.DivRem(n, PanelColumns);
            for (int k = 0; k < Depth; k++)
                target[(((panel * Depth) + k) * PanelColumns) + lane] = source[(k * depthStride) + (n * columnStride)];
        }
    }
}
