using System.Buffers;

namespace MlNetXai.Networks.Kernels;

// Every argument called a row is a ChannelRow of so many channels.
internal abstract partial class KernelPath
{
    /// <summary>y = (x − centre)·scale + shift, <c>[step, channel]</c> with rows per channel; y may be x.</summary>
    public abstract void Normalise(
        int channels, ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> centreRow, ReadOnlySpan<float> scaleRow, ReadOnlySpan<float> shiftRow);

    /// <summary>dx = dy·a + (x − centre)·b + c, likewise; dx may be dy.</summary>
    public abstract void NormaliseBack(
        int channels, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, ReadOnlySpan<float> centreRow, ReadOnlySpan<float> aRow, ReadOnlySpan<float> bRow,
        ReadOnlySpan<float> cRow);

    /// <summary>Adds Σx and Σx² of each channel to <c>sums[channel]</c> and <c>squares[channel]</c>.</summary>
    public abstract void ChannelSums(int channels, ReadOnlySpan<float> x, Span<double> sums, Span<double> squares);

    /// <summary>Adds Σdy and Σdy·(x − centre) of each channel to <c>sums[channel]</c> and <c>products[channel]</c>.</summary>
    public abstract void ChannelBackSums(
        int channels, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> centreRow, Span<double> sums, Span<double> products);
}

internal sealed unsafe partial class KernelPath<TSimd, TVector>
{
    public override void Normalise(
        int channels, ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> centreRow, ReadOnlySpan<float> scaleRow, ReadOnlySpan<float> shiftRow)
    {
        RequireRow(channels, centreRow);
        RequireRow(channels, scaleRow);
        RequireRow(channels, shiftRow);
        Require.Length(y, x.Length);
        fixed (float* from = x, to = y, centre = centreRow, scale = scaleRow, shift = shiftRow)
            ChannelKernel.Normalise<TSimd, TVector>(from, to, x.Length, centre, scale, shift, ChannelRow.Period(channels, TSimd.Count));
    }

    public override void NormaliseBack(
        int channels, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, ReadOnlySpan<float> centreRow, ReadOnlySpan<float> aRow, ReadOnlySpan<float> bRow,
        ReadOnlySpan<float> cRow)
    {
        RequireRow(channels, centreRow);
        RequireRow(channels, aRow);
        RequireRow(channels, bRow);
        RequireRow(channels, cRow);
        Require.Length(dy, x.Length);
        Require.Length(dx, x.Length);
        fixed (float* from = x, back = dy, to = dx, centre = centreRow, a = aRow, b = bRow, c = cRow)
            ChannelKernel.NormaliseBack<TSimd, TVector>(from, back, to, x.Length, centre, a, b, c, ChannelRow.Period(channels, TSimd.Count));
    }

    public override void ChannelSums(int channels, ReadOnlySpan<float> x, Span<double> sums, Span<double> squares)
    {
        Require.Length(sums, channels);
        Require.Length(squares, channels);
        float[] scratch = ArrayPool<float>.Shared.Rent(2 * ChannelRow.Period(channels, TSimd.Count));
        fixed (float* from = x)
            ChannelKernel.Sums<TSimd, TVector>(from, x.Length, channels, sums, squares, scratch);
        ArrayPool<float>.Shared.Return(scratch);
    }

    public override void ChannelBackSums(
        int channels, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> centreRow, Span<double> sums, Span<double> products)
    {
        RequireRow(channels, centreRow);
        Require.Length(dy, x.Length);
        Require.Length(sums, channels);
        Require.Length(products, channels);
        float[] scratch = ArrayPool<float>.Shared.Rent(2 * ChannelRow.Period(channels, TSimd.Count));
        fixed (float* from = x, back = dy, centre = centreRow)
            ChannelKernel.BackSums<TSimd, TVector>(from, back, x.Length, channels, centre, sums, products, scratch);
        ArrayPool<float>.Shared.Return(scratch);
    }

    private static void RequireRow(int channels, ReadOnlySpan<float> row) => Require.AtLeast(row.Length, ChannelRow.Length(channels, TSimd.Count), nameof(row));
}
