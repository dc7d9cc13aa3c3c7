namespace MlNetXai.Networks.Kernels;

internal abstract partial class KernelPath
{
    /// <summary>Value i becomes 0 where number i mod 4 of block (a, b, i div 4) is below the threshold, else the scale.</summary>
    public abstract void RandomMask(Philox random, uint a, uint b, uint threshold, float scale, Span<float> mask);
}

internal sealed partial class KernelPath<TSimd, TVector>
{
    public override void RandomMask(Philox random, uint a, uint b, uint threshold, float scale, Span<float> mask) =>
        PhiloxKernel.Mask<TSimd, TVector>(random, a, b, threshold, scale, mask);
}
