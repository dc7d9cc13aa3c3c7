using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>One term A·B of a sum of products: A with any strides, B packed in panels.</summary>
/// <param name="A">First element of A for the tile's first row.</param>
/// <param name="RowStride">Floats from a row of A to the next.</param>
/// <param name="DepthStride">Floats from a column of A to the next.</param>
/// <param name="Panel">B, <c>[depth, vectors of the tile]</c>, contiguous.</param>
/// <param name="Depth">Length of the sum.</param>
internal readonly unsafe record struct Term(nint A, nint RowStride, nint DepthStride, nint Panel, nint Depth);

/// <summary>A compile-time number of rows, or of vectors: each value makes its own machine code.</summary>
internal interface ICount
{
    static abstract int Count { get; }
}

internal readonly struct Count1 : ICount
{
    public static int Count => 1;
}

internal readonly struct Count2 : ICount
{
    public static int Count => 2;
}

internal readonly struct Count3 : ICount
{
    public static int Count => 3;
}

internal readonly struct Count4 : ICount
{
    public static int Count => 4;
}

internal readonly struct Count5 : ICount
{
    public static int Count => 5;
}

internal readonly struct Count6 : ICount
{
    public static int Count => 6;
}

/// <summary>The matrix product's micro-kernel: C[rows × vectors] (+)= Σ over terms A·B.</summary>
/// <remarks>
/// Up to 6 rows × 4 vectors of sums stay in registers over all terms (24 of the 32 registers of AVX-512 and Arm64; 3 rows, 12 of 16, elsewhere);
/// a step of the depth loads 4 vectors of B and broadcasts one value of A per row: 10 loads for 24 multiply-adds. Fewer vectors are for a matrix whose columns do not fill the last panel.
/// Each sum runs over the depth in ascending order, whatever the number of rows and vectors, so a value does not depend on its place in a tile.
/// </remarks>
internal static unsafe class Tile
{
    /// <summary>Computes one tile, 4 vectors wide; <paramref name="rows"/> is 1 … <c>TSimd.TileRows</c>.</summary>
    public static void Multiply<TSimd, TVector>(int rows, Term* terms, int termCount, float* c, nint cStride, bool accumulate)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => Multiply<TSimd, TVector, Count4>(rows, terms, termCount, c, cStride, accumulate);

    /// <summary>Computes one tile of 1 … 4 vectors.</summary>
    public static void Multiply<TSimd, TVector>(int rows, int vectors, Term* terms, int termCount, float* c, nint cStride, bool accumulate)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        switch (vectors)
        {
            case 1: Multiply<TSimd, TVector, Count1>(rows, terms, termCount, c, cStride, accumulate); break;
            case 2: Multiply<TSimd, TVector, Count2>(rows, terms, termCount, c, cStride, accumulate); break;
            case 3: Multiply<TSimd, TVector, Count3>(rows, terms, termCount, c, cStride, accumulate); break;
            default: Multiply<TSimd, TVector, Count4>(rows, terms, termCount, c, cStride, accumulate); break;
        }
    }

    private static void Multiply<TSimd, TVector, TVectors>(int rows, Term* terms, int termCount, float* c, nint cStride, bool accumulate)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TVectors : struct, ICount
    {
        switch (rows)
        {
            case 1: Multiply<TSimd, TVector, Count1, TVectors>(terms, termCount, c, cStride, accumulate); break;
            case 2: Multiply<TSimd, TVector, Count2, TVectors>(terms, termCount, c, cStride, accumulate); break;
            case 3: Multiply<TSimd, TVector, Count3, TVectors>(terms, termCount, c, cStride, accumulate); break;
            case 4: Multiply<TSimd, TVector, Count4, TVectors>(terms, termCount, c, cStride, accumulate); break;
            case 5: Multiply<TSimd, TVector, Count5, TVectors>(terms, termCount, c, cStride, accumulate); break;
            default: Multiply<TSimd, TVector, Count6, TVectors>(terms, termCount, c, cStride, accumulate); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TSimd, TVector, TRows, TVectors>(Term* terms, int termCount, float* c, nint cStride, bool accumulate)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TRows : struct, ICount
        where TVectors : struct, ICount
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
            LoadRow<TSimd, TVector, TVectors>(c, out c00, out c01, out c02, out c03);
            if (TRows.Count > 1)
                LoadRow<TSimd, TVector, TVectors>(c + cStride, out c10, out c11, out c12, out c13);
            if (TRows.Count > 2)
                LoadRow<TSimd, TVector, TVectors>(c + (2 * cStride), out c20, out c21, out c22, out c23);
            if (TRows.Count > 3)
                LoadRow<TSimd, TVector, TVectors>(c + (3 * cStride), out c30, out c31, out c32, out c33);
            if (TRows.Count > 4)
                LoadRow<TSimd, TVector, TVectors>(c + (4 * cStride), out c40, out c41, out c42, out c43);
            if (TRows.Count > 5)
                LoadRow<TSimd, TVector, TVectors>(c + (5 * cStride), out c50, out c51, out c52, out c53);
        }

        for (int term = 0; term < termCount; term++)
        {
            float* b = (float*)terms[term].Panel;
            nint rowStride = terms[term].RowStride, depthStride = terms[term].DepthStride;
            float* a0 = (float*)terms[term].A;
            float* a3 = a0 + (3 * rowStride);
            for (nint k = terms[term].Depth; k > 0; k--)
            {
                TVector b0 = TSimd.Load(b);
                TVector b1 = TVectors.Count > 1 ? TSimd.Load(b + w) : default;
                TVector b2 = TVectors.Count > 2 ? TSimd.Load(b + (2 * w)) : default;
                TVector b3 = TVectors.Count > 3 ? TSimd.Load(b + (3 * w)) : default;
                TVector a = TSimd.Splat(*a0);
                c00 = TSimd.MultiplyAdd(a, b0, c00);
                if (TVectors.Count > 1)
                    c01 = TSimd.MultiplyAdd(a, b1, c01);
                if (TVectors.Count > 2)
                    c02 = TSimd.MultiplyAdd(a, b2, c02);
                if (TVectors.Count > 3)
                    c03 = TSimd.MultiplyAdd(a, b3, c03);

                if (TRows.Count > 1)
                {
                    a = TSimd.Splat(a0[rowStride]);
                    c10 = TSimd.MultiplyAdd(a, b0, c10);
                    if (TVectors.Count > 1)
                        c11 = TSimd.MultiplyAdd(a, b1, c11);
                    if (TVectors.Count > 2)
                        c12 = TSimd.MultiplyAdd(a, b2, c12);
                    if (TVectors.Count > 3)
                        c13 = TSimd.MultiplyAdd(a, b3, c13);
                }

                if (TRows.Count > 2)
                {
                    a = TSimd.Splat(a0[2 * rowStride]);
                    c20 = TSimd.MultiplyAdd(a, b0, c20);
                    if (TVectors.Count > 1)
                        c21 = TSimd.MultiplyAdd(a, b1, c21);
                    if (TVectors.Count > 2)
                        c22 = TSimd.MultiplyAdd(a, b2, c22);
                    if (TVectors.Count > 3)
                        c23 = TSimd.MultiplyAdd(a, b3, c23);
                }

                if (TRows.Count > 3)
                {
                    a = TSimd.Splat(*a3);
                    c30 = TSimd.MultiplyAdd(a, b0, c30);
                    if (TVectors.Count > 1)
                        c31 = TSimd.MultiplyAdd(a, b1, c31);
                    if (TVectors.Count > 2)
                        c32 = TSimd.MultiplyAdd(a, b2, c32);
                    if (TVectors.Count > 3)
                        c33 = TSimd.MultiplyAdd(a, b3, c33);
                }

                if (TRows.Count > 4)
                {
                    a = TSimd.Splat(a3[rowStride]);
                    c40 = TSimd.MultiplyAdd(a, b0, c40);
                    if (TVectors.Count > 1)
                        c41 = TSimd.MultiplyAdd(a, b1, c41);
                    if (TVectors.Count > 2)
                        c42 = TSimd.MultiplyAdd(a, b2, c42);
                    if (TVectors.Count > 3)
                        c43 = TSimd.MultiplyAdd(a, b3, c43);
                }

                if (TRows.Count > 5)
                {
                    a = TSimd.Splat(a3[2 * rowStride]);
                    c50 = TSimd.MultiplyAdd(a, b0, c50);
                    if (TVectors.Count > 1)
                        c51 = TSimd.MultiplyAdd(a, b1, c51);
                    if (TVectors.Count > 2)
                        c52 = TSimd.MultiplyAdd(a, b2, c52);
                    if (TVectors.Count > 3)
                        c53 = TSimd.MultiplyAdd(a, b3, c53);
                }

                a0 += depthStride;
                a3 += depthStride;
                b += TVectors.Count * w;
            }
        }

        StoreRow<TSimd, TVector, TVectors>(c, c00, c01, c02, c03);
        if (TRows.Count > 1)
            StoreRow<TSimd, TVector, TVectors>(c + cStride, c10, c11, c12, c13);
        if (TRows.Count > 2)
            StoreRow<TSimd, TVector, TVectors>(c + (2 * cStride), c20, c21, c22, c23);
        if (TRows.Count > 3)
            StoreRow<TSimd, TVector, TVectors>(c + (3 * cStride), c30, c31, c32, c33);
        if (TRows.Count > 4)
            StoreRow<TSimd, TVector, TVectors>(c + (4 * cStride), c40, c41, c42, c43);
        if (TRows.Count > 5)
            StoreRow<TSimd, TVector, TVectors>(c + (5 * cStride), c50, c51, c52, c53);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadRow<TSimd, TVector, TVectors>(float* c, out TVector c0, out TVector c1, out TVector c2, out TVector c3)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TVectors : struct, ICount
    {
        c0 = TSimd.Load(c);
        c1 = TVectors.Count > 1 ? TSimd.Load(c + TSimd.Count) : default;
        c2 = TVectors.Count > 2 ? TSimd.Load(c + (2 * TSimd.Count)) : default;
        c3 = TVectors.Count > 3 ? TSimd.Load(c + (3 * TSimd.Count)) : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TSimd, TVector, TVectors>(float* c, TVector c0, TVector c1, TVector c2, TVector c3)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TVectors : struct, ICount
    {
        TSimd.Store(c0, c);
        if (TVectors.Count > 1)
            TSimd.Store(c1, c + TSimd.Count);
        if (TVectors.Count > 2)
            TSimd.Store(c2, c + (2 * TSimd.Count));
        if (TVectors.Count > 3)
            TSimd.Store(c3, c + (3 * TSimd.Count));
    }
}
