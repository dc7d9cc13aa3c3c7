using System.Runtime.Intrinsics;

namespace MlNetXai.Networks.Kernels;

/// <summary>The kernels of one vector width. Which widths there are is decided here and nowhere else.</summary>
internal abstract partial class KernelPath
{
    private static readonly KernelPath[] All = [new KernelPath<Simd512, Vector512<float>>(), new KernelPath<Simd256, Vector256<float>>(), new KernelPath<Simd128, Vector128<float>>()];

    /// <summary>The paths this machine runs, widest first.</summary>
    public static IReadOnlyList<KernelPath> Supported { get; } = [.. All.Where(path => path.IsSupported)];

    /// <summary>The widest path this machine runs.</summary>
    public static KernelPath Best { get; } = Supported[0];

    /// <summary>"512", "256" or "128".</summary>
    public abstract string Name { get; }

    /// <summary>Floats per vector.</summary>
    public abstract int Lanes { get; }

    /// <summary>Columns of a panel: 4 vectors.</summary>
    public int PanelColumns => 4 * Lanes;

    protected abstract bool IsSupported { get; }

    /// <summary>C[rows × columns] (+)= A·B.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="a">A, element (m, k) at m·rowStride + k·depthStride.</param>
    /// <param name="rowStride">Floats from a row of A to the next.</param>
    /// <param name="depthStride">Floats from a column of A to the next.</param>
    /// <param name="b">B.</param>
    /// <param name="c">C, row-major, rows of <paramref name="cStride"/> floats.</param>
    /// <param name="cStride">At least B's columns.</param>
    /// <param name="accumulate">Whether C is added to.</param>
    public abstract void Multiply(int rows, ReadOnlySpan<float> a, int rowStride, int depthStride, PackedMatrix b, Span<float> c, int cStride, bool accumulate);
}

/// <inheritdoc/>
internal sealed unsafe partial class KernelPath<TSimd, TVector> : KernelPath
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override string Name => (TSimd.Count * 32).ToString();

    public override int Lanes => TSimd.Count;

    protected override bool IsSupported => TSimd.IsSupported;

    public override void Multiply(int rows, ReadOnlySpan<float> a, int rowStride, int depthStride, PackedMatrix b, Span<float> c, int cStride, bool accumulate)
    {
        if (rows == 0)
            return;
        Require.AtLeast(a.Length, ((rows - 1) * rowStride) + ((b.Depth - 1) * depthStride) + 1, nameof(a));
        Require.AtLeast(c.Length, ((rows - 1) * cStride) + b.Columns, nameof(c));
        int width = b.PanelColumns, tiles = (rows + TSimd.TileRows - 1) / TSimd.TileRows;
        float* edge = stackalloc float[TSimd.TileRows * width];
        fixed (float* left = a, target = c)
        {
            for (int panel = 0; panel < b.Panels; panel++)
            {
                float* right = b.Buffer.Pointer + ((nint)panel * b.Depth * width);
                int columns = Math.Min(width, b.Columns - (panel * width));
                for (int tile = 0; tile < tiles; tile++)
                {
                    int first = (int)((long)rows * tile / tiles), count = (int)((long)rows * (tile + 1) / tiles) - first;
                    Term term = new((nint)(left + ((nint)first * rowStride)), rowStride, depthStride, (nint)right, b.Depth);
                    float* to = target + ((nint)first * cStride) + (panel * width);
                    if (columns == width)
                    {
                        Tile.Multiply<TSimd, TVector>(count, &term, 1, to, cStride, accumulate);
                        continue;
                    }

                    // The last panel is wider than what is left of C: by way of a tile of its own.
                    for (int row = 0; accumulate && row < count; row++)
                        new ReadOnlySpan<float>(to + (row * (nint)cStride), columns).CopyTo(new(edge + (row * width), columns));
                    Tile.Multiply<TSimd, TVector>(count, &term, 1, edge, width, accumulate);
                    for (int row = 0; row < count; row++)
                        new ReadOnlySpan<float>(edge + (row * width), columns).CopyTo(new(to + (row * (nint)cStride), columns));
                }
            }
        }
    }
}
