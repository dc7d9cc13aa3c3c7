namespace MlNetXai.Networks.Kernels;

/// <summary>Weights of one direction of a recurrent layer as its kernel wants them.</summary>
/// <remarks>
/// A panel holds the four gate columns of as many units as a vector has lanes, so that the gates of a unit are computed in one register tile: i, f, g, o of an LSTM;
/// of a GRU r, z, and the candidate's two parts, from the input and from the hidden state.
/// <code>
/// Forward  [panel p][depth k: hidden 0 … H−1, input 0 … D−1, bias, reset 0 … H−1][column 0 lanes, column 1 lanes, column 2 lanes, column 3 lanes]
/// Hidden   W_hhᵀ for the way back: [panel of hidden columns][gate column in Forward's order][4 vectors]
/// Input    W_ihᵀ for the way back, likewise, where D is above <see cref="FusedChannels"/>; below, Forward's rows serve
/// </code>
/// The reset rows are those of a GRU that resets before the product: they meet r⊙h′, fill column 2 alone, and are absent elsewhere. ResetBack is their transpose, as HiddenBack.
/// Gradients have Forward's layout. Units beyond H are padding: their weights are 0 and so is their output.
/// </remarks>
internal sealed class RecurrentPanels
{
    /// <summary>Up to this many input channels the gradient with respect to the input is a dot product beside the gates.</summary>
    public const int FusedChannels = 8;

    /// <param name="inputs">Channels D of the input.</param>
    /// <param name="hidden">Units H.</param>
    /// <param name="lanes">Floats per vector.</param>
    /// <param name="resetsBefore">Whether there are reset rows.</param>
    public RecurrentPanels(int inputs, int hidden, int lanes, bool resetsBefore)
    {
        (Inputs, Hidden, Lanes) = (inputs, hidden, lanes);
        Panels = (hidden + lanes - 1) / lanes;
        Depth = DepthOf(inputs, hidden, resetsBefore);
        ResetBack = resetsBefore ? new(Panels * PanelColumns, hidden, PanelColumns) : null;
        Forward = new(GradientLength(inputs, hidden, lanes, resetsBefore));
        HiddenBack = new(Panels * PanelColumns, hidden, PanelColumns);
        InputBack = inputs > FusedChannels ? new(Panels * PanelColumns, inputs, PanelColumns) : null;
    }

    public int Inputs { get; }

    public int Hidden { get; }

    public int Lanes { get; }

    /// <summary>Panels of units.</summary>
    public int Panels { get; }

    /// <summary>Units with padding.</summary>
    public int PaddedHidden => Panels * Lanes;

    /// <summary>Columns of a panel: four gates of <see cref="Lanes"/> units.</summary>
    public int PanelColumns => 4 * Lanes;

    /// <summary>Rows of a forward panel: hidden, inputs, bias, reset.</summary>
    public int Depth { get; }

    /// <summary>The row of biases.</summary>
    public int BiasRow => Hidden + Inputs;

    public AlignedBuffer Forward { get; }

    public PackedMatrix HiddenBack { get; }

    public PackedMatrix? InputBack { get; }

    public PackedMatrix? ResetBack { get; }

    /// <summary>Takes the plain weights.</summary>
    /// <param name="weightInput">[4H, D], rows in blocks of the four gate columns.</param>
    /// <param name="weightHidden">[4H, H], likewise.</param>
    /// <param name="bias">[4H], likewise: the sum where there are two.</param>
    /// <param name="weightReset">[H, H], of the reset rows, if there are any.</param>
    public void Fill(ReadOnlySpan<float> weightInput, ReadOnlySpan<float> weightHidden, ReadOnlySpan<float> bias, ReadOnlySpan<float> weightReset = default)
    {
        Span<float> forward = Forward.Span;
        for (int gate = 0; gate < 4; gate++)
        {
            for (int unit = 0; unit < Hidden; unit++)
            {
                int row = (gate * Hidden) + unit, at = Start(gate, unit, Depth, Lanes);
                foreach (float weight in weightHidden.Slice(row * Hidden, Hidden))
                {
                    forward[at] = weight;
                    at += PanelColumns;
                }

                foreach (float weight in weightInput.Slice(row * Inputs, Inputs))
                {
                    forward[at] = weight;
                    at += PanelColumns;
                }

                forward[at] = bias[row];
                if (gate != 2)
                    continue;
                foreach (float weight in weightReset.IsEmpty ? [] : weightReset.Slice(unit * Hidden, Hidden))
                    forward[at += PanelColumns] = weight;
            }
        }

        if (ResetBack is not null)
            Transpose(BiasRow + 1, ResetBack);
        Transpose(0, HiddenBack);
        if (InputBack is not null)
            Transpose(Hidden, InputBack);
    }

    /// <summary>Floats of a gradient in the layout of <see cref="Forward"/>.</summary>
    public static int GradientLength(int inputs, int hidden, int lanes, bool resetsBefore) =>
        checked((hidden + lanes - 1) / lanes * DepthOf(inputs, hidden, resetsBefore) * 4 * lanes);

    /// <summary>Adds a gradient in Forward's layout to the plain ones.</summary>
    public static void Unpack(int inputs, int hidden, int lanes, ReadOnlySpan<float> packed, Span<float> weightInput, Span<float> weightHidden, Span<float> bias, Span<float> weightReset = default)
    {
        int depth = DepthOf(inputs, hidden, !weightReset.IsEmpty);
        for (int gate = 0; gate < 4; gate++)
        {
            for (int unit = 0; unit < hidden; unit++)
            {
                int row = (gate * hidden) + unit, at = Start(gate, unit, depth, lanes);
                foreach (ref float weight in weightHidden.Slice(row * hidden, hidden))
                {
                    weight += packed[at];
                    at += 4 * lanes;
                }

                foreach (ref float weight in weightInput.Slice(row * inputs, inputs))
                {
                    weight += packed[at];
                    at += 4 * lanes;
                }

                bias[row] += packed[at];
                if (gate != 2)
                    continue;
                foreach (ref float weight in weightReset.IsEmpty ? [] : weightReset.Slice(unit * hidden, hidden))
                    weight += packed[at += 4 * lanes];
            }
        }
    }

    private static int DepthOf(int inputs, int hidden, bool resetsBefore) => hidden + inputs + 1 + (resetsBefore ? hidden : 0);

    // Index of a gate column's first row; the next row is a panel's width further.
    private static int Start(int gate, int unit, int depth, int lanes) => (unit / lanes * depth * 4 * lanes) + (gate * lanes) + (unit % lanes);

    // Forward's rows from first on become columns of a matrix whose depth runs over the gate columns.
    private void Transpose(int first, PackedMatrix target)
    {
        Span<float> to = target.Buffer.Span;
        ReadOnlySpan<float> forward = Forward.Span;
        for (int n = 0; n < target.Columns; n++)
        {
            (int panel, int lane) = Math.DivRem(n, PanelColumns);
            int at = (panel * target.Depth * PanelColumns) + lane;
            for (int p = 0; p < Panels; p++)
            {
                foreach (float weight in forward.Slice(((p * Depth) + first + n) * PanelColumns, PanelColumns))
                {
                    to[at] = weight;
                    at += PanelColumns;
                }
            }
        }
    }
}
