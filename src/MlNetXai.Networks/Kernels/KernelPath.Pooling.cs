namespace MlNetXai.Networks.Kernels;

/// <content>Pooling.</content>
internal abstract partial class KernelPath
{
    /// <summary>Adds the gradient of a window's largest values to that of the first element that has each.</summary>
    /// <param name="x">The window's elements, <c>[element, channel]</c>, <paramref name="distance"/> floats from one to the next.</param>
    /// <param name="dy"><c>[channel]</c>.</param>
    /// <param name="dx">As <paramref name="x"/>, added to.</param>
    /// <param name="count">Elements.</param>
    /// <param name="distance">At least the channels.</param>
    public abstract void MaximumBack(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, int count, int distance);
}

/// <content>Pooling.</content>
internal sealed unsafe partial class KernelPath<TSimd, TVector>
{
    public override void MaximumBack(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, int count, int distance)
    {
        int length = ((count - 1) * distance) + dy.Length;
        Require.AtLeast(x.Length, length, nameof(x));
        Require.AtLeast(dx.Length, length, nameof(dx));
        fixed (float* from = x, back = dy, to = dx)
            PoolingKernel.MaximumBack<TSimd, TVector>(from, back, to, count, distance, dy.Length);
    }
}
