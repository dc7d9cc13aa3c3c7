using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>One term A·B of a sum of products: A with any strides, B packed in panels.</summary>
/// <param name="A">First element of A for the tile's first row.</param>
/// <param name="RowStride">Floats from a row of A to the next.</param>
/// <param name="DepthStride">Floats from a column of A to the next.</param>
/// <param name="Panel">B, <c>[depth, 4 vectors]</c>, contiguous.</param>
/// <param name="Depth">Length of the sum.</param>
internal readonly unsafe record struct Term(nint A, nint RowStride, nint DepthStride, nint Panel, nint Depth);

/// <summary>A compile-time number of rows: each value makes its own machine code.</summary>
internal interface IRows
{
    static abstract int Count { get; }
}

internal readonly struct Rows1 : IRows
{
    public static int Count => 1;
}

internal readonly struct Rows2 : IRows
{
    public static int Count => 2;
}

internal readonly struct Rows3 : IRows
{
    public static int Count => 3;
}

internal readonly struct Rows4 : IRows
{
    public static int Count => 4;
}

internal readonly struct Rows5 : IRows
{
    public static int Count => 5;
}

internal readonly struct Rows6 : IRows
{
    public static int Count => 6;
}

/// <summary>The matrix product's micro-kernel: C[rows × 4 vectors] (+)= Σ over terms A·B.</summary>
/// <remarks>
/// Up to 6 rows × 4 vectors of sums stay in registers over all terms (24 of the 32 registers of AVX-512 and Arm64; 3 rows, 12 of 16, elsewhere);
/// a step of the depth loads 4 vectors of B and broadcasts one value of A per row: 10 loads for 24 multiply-adds.
/// Each sum runs over the depth in ascending order, whatever the number of rows, so a row's result does not depend on its place in a tile.
/// </remarks>
internal static unsafe class Tile
{
    /// <summary>Computes one tile; <paramref name="rows"/> is 1 … <c>TSimd.TileRows</c>.</summary>
    public static void Multiply<TSimd, TVector>(int rows, Term* terms, int termCount, float* c, nint cStride, bool accumulate)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        switch (rows)
        {
            case 1: Multiply<TSimd, TVector, Rows1>(terms, termCount, c, cStride, accumulate); break;
            case 2: Multiply<TSimd, TVector, Rows2>(terms, termCount, c, cStride, accumulate); break;
            case 3: Multiply<TSimd, TVector, Rows3>(terms, termCount, c, cStride, accumulate); break;
            case 4: Multiply<TSimd, TVector, Rows4>(terms, termCount, c, cStride, accumulate); break;
            case 5: Multiply<TSimd, TVector, Rows5>(terms, termCount, c, cStride, accumulate); break;
            default: Multiply<TSimd, TVector, Rows6>(terms, termCount, c, cStride, accumulate); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TSimd, TVector, TRows>(Term* terms, int termCount, float* c, nint cStride, bool accumulate)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TRows : struct, IRows
    {
        nint w = TSimd.Count;
        TVector c00 = default, c01 = default, c02 = default, c03 = default;
        TVector c10 = default, c11 = default, c12 = default, c13 = default;
        TVector c20 = default, c21 = default, c22 = default, c23 = default;
        TVector c30 = default, c31 = default, c32 = default, c33 = default;
        TVector c40 = default, c41 = default, c42 = default, c43 = default;
        TVector c50 = default, c51 = default, c52 = default, c53 = default;
        if (accumulate)
        {
            LoadRow<TSimd, TVector>(c, out c00, out c01, out c02, out c03);
            if (TRows.Count > 1)
                LoadRow<TSimd, TVector>(c + cStride, out c10, out c11, out c12, out c13);
            if (TRows.Count > 2)
                LoadRow<TSimd, TVector>(c + (2 * cStride), out c20, out c21, out c22, out c23);
            if (TRows.Count > 3)
                LoadRow<TSimd, TVector>(c + (3 * cStride), out c30, out c31, out c32, out c33);
            if (TRows.Count > 4)
                LoadRow<TSimd, TVector>(c + (4 * cStride), out c40, out c41, out c42, out c43);
            if (TRows.Count > 5)
                LoadRow<TSimd, TVector>(c + (5 * cStride), out c50, out c51, out c52, out c53);
        }

        for (int term = 0; term < termCount; term++)
        {
            float* b = (float*)terms[term].Panel;
            nint rowStride = terms[term].RowStride, depthStride = terms[term].DepthStride;
            float* a0 = (float*)terms[term].A;
            float* a3 = a0 + (3 * rowStride);
            for (nint k = terms[term].Depth; k > 0; k--)
            {
                TVector b0 = TSimd.Load(b), b1 = TSimd.Load(b + w), b2 = TSimd.Load(b + (2 * w)), b3 = TSimd.Load(b + (3 * w));
                TVector a = TSimd.Splat(*a0);
                c00 = TSimd.MultiplyAdd(a, b0, c00);
                c01 = TSimd.MultiplyAdd(a, b1, c01);
                c02 = TSimd.MultiplyAdd(a, b2, c02);
                c03 = TSimd.MultiplyAdd(a, b3, c03);
                if (TRows.Count > 1)
                {
                    a = TSimd.Splat(a0[rowStride]);
                    c10 = TSimd.MultiplyAdd(a, b0, c10);
                    c11 = TSimd.MultiplyAdd(a, b1, c11);
                    c12 = TSimd.MultiplyAdd(a, b2, c12);
                    c13 = TSimd.MultiplyAdd(a, b3, c13);
                }

                if (TRows.Count > 2)
                {
                    a = TSimd.Splat(a0[2 * rowStride]);
                    c20 = TSimd.MultiplyAdd(a, b0, c20);
                    c21 = TSimd.MultiplyAdd(a, b1, c21);
                    c22 = TSimd.MultiplyAdd(a, b2, c22);
                    c23 = TSimd.MultiplyAdd(a, b3, c23);
                }

                if (TRows.Count > 3)
                {
                    a = TSimd.Splat(*a3);
                    c30 = TSimd.MultiplyAdd(a, b0, c30);
                    c31 = TSimd.MultiplyAdd(a, b1, c31);
                    c32 = TSimd.MultiplyAdd(a, b2, c32);
                    c33 = TSimd.MultiplyAdd(a, b3, c33);
                }

                if (TRows.Count > 4)
                {
                    a = TSimd.Splat(a3[rowStride]);
                    c40 = TSimd.MultiplyAdd(a, b0, c40);
                    c41 = TSimd.MultiplyAdd(a, b1, c41);
                    c42 = TSimd.MultiplyAdd(a, b2, c42);
                    c43 = TSimd.MultiplyAdd(a, b3, c43);
                }

                if (TRows.Count > 5)
                {
                    a = TSimd.Splat(a3[2 * rowStride]);
                    c50 = TSimd.MultiplyAdd(a, b0, c50);
                    c51 = TSimd.MultiplyAdd(a, b1, c51);
                    c52 = TSimd.MultiplyAdd(a, b2, c52);
                    c53 = TSimd.MultiplyAdd(a, b3, c53);
                }

                a0 += depthStride;
                a3 += depthStride;
                b += 4 * w;
            }
        }

        StoreRow<TSimd, TVector>(c, c00, c01, c02, c03);
        if (TRows.Count > 1)
            StoreRow<TSimd, TVector>(c + cStride, c10, c11, c12, c13);
        if (TRows.Count > 2)
            StoreRow<TSimd, TVector>(c + (2 * cStride), c20, c21, c22, c23);
        if (TRows.Count > 3)
            StoreRow<TSimd, TVector>(c + (3 * cStride), c30, c31, c32, c33);
        if (TRows.Count > 4)
            StoreRow<TSimd, TVector>(c + (4 * cStride), c40, c41, c42, c43);
        if (TRows.Count > 5)
            StoreRow<TSimd, TVector>(c + (5 * cStride), c50, c51, c52, c53);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadRow<TSimd, TVector>(float* c, out TVector c0, out TVector c1, out TVector c2, out TVector c3)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        c0 = TSimd.Load(c);
        c1 = TSimd.Load(c + TSimd.Count);
        c2 = TSimd.Load(c + (2 * TSimd.Count));
        c3 = TSimd.Load(c + (3 * TSimd.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TSimd, TVector>(float* c, TVector c0, TVector c1, TVector c2, TVector c3)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TSimd.Store(c0, c);
        TSimd.Store(c1, c + TSimd.Count);
        TSimd.Store(c2, c + (2 * TSimd.Count));
        TSimd.Store(c3, c + (3 * TSimd.Count));
    }
}
