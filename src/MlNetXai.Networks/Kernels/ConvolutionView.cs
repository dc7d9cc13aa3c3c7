namespace MlNetXai.Networks.Kernels;

/// <summary>Padded rows seen as the left side of a product: a row per window, a column per tap and channel. Windows overlap, nothing is gathered.</summary>
/// <remarks>Tap u, channel c of window t of row r is <c>Values[r·RowStride + t·StepStride + u·TapStride + c]</c>.</remarks>
internal readonly ref struct ConvolutionView
{
    /// <summary>The rows, with what lies between them.</summary>
    public required ReadOnlySpan<float> Values { get; init; }

    public required int Rows { get; init; }

    public required int RowStride { get; init; }

    /// <summary>Windows of a row.</summary>
    public required int Steps { get; init; }

    public required int StepStride { get; init; }

    public required int Taps { get; init; }

    public required int TapStride { get; init; }

    /// <summary>Channels that each tap reads, next to each other.</summary>
    public required int Channels { get; init; }

    /// <summary>Length of the sum.</summary>
    public int Depth => Taps * Channels;

    /// <summary>Whether a window is contiguous: its taps are then one.</summary>
    public bool IsContiguous => TapStride == Channels || Taps == 1;

    /// <summary>Floats from the first that is read to behind the last.</summary>
    public int Extent => checked(((Rows - 1) * RowStride) + ((Steps - 1) * StepStride) + ((Taps - 1) * TapStride) + Channels);
}

/// <summary>Where a convolution writes: step t of row r begins at <c>r·RowStride + t·StepStride</c>.</summary>
internal readonly record struct ConvolutionTarget(int RowStride, int StepStride);

/// <summary>What becomes of a sum z of output o on its way out: y = z·Scale[o] + Shift[o], then, if asked, the larger of y and 0.</summary>
/// <param name="Scale">Factors, as long as <see cref="ConvolutionMatrix.PaddedColumns"/>.</param>
/// <param name="Shift">Summands, likewise.</param>
/// <param name="Rectifies">Whether negative values become 0.</param>
internal sealed record Epilogue(AlignedBuffer Scale, AlignedBuffer Shift, bool Rectifies);
