namespace MlNetXai.Networks.Kernels;

internal abstract partial class KernelPath
{
    /// <summary>y = (x − μ)/√(σ² + ε)·weight + bias over the channels of each step; y may be x.</summary>
    public abstract void LayerNorm(int channels, float epsilon, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, ReadOnlySpan<float> x, Span<float> y);

    /// <summary>Gradient of that with respect to x, unless <paramref name="dx"/> is empty, and weight and bias, <c>[2·channels]</c>, added unless empty. dx may be dy.</summary>
    public abstract void LayerNormBack(
        int channels, float epsilon, ReadOnlySpan<float> weight, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient);

    /// <summary>y = softmax(x) over the channels of each step; y may be x.</summary>
    public abstract void Softmax(int channels, ReadOnlySpan<float> x, Span<float> y);

    /// <summary>dx = y·(dy − Σ dy·y) over the channels of each step; dx may be dy.</summary>
    public abstract void SoftmaxBack(int channels, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx);
}

internal sealed unsafe partial class KernelPath<TSimd, TVector>
{
    public override void LayerNorm(int channels, float epsilon, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, ReadOnlySpan<float> x, Span<float> y)
    {
        Require.Length(weight, channels);
        Require.Length(bias, channels);
        Require.Length(y, x.Length);
        fixed (float* w = weight, b = bias, from = x, to = y)
            StepKernel.LayerNorm<TSimd, TVector>(from, to, x.Length / channels, channels, epsilon, w, b);
    }

    public override void LayerNormBack(
        int channels, float epsilon, ReadOnlySpan<float> weight, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient)
    {
        Require.Length(weight, channels);
        Require.Length(dy, x.Length);
        Require.Length(dx, dx.IsEmpty ? 0 : x.Length);
        Require.Length(gradient, gradient.IsEmpty ? 0 : 2 * channels);
        fixed (float* w = weight, from = x, back = dy, to = dx, sum = gradient)
            StepKernel.LayerNormBack<TSimd, TVector>(from, back, to, x.Length / channels, channels, epsilon, w, sum);
    }

    public override void Softmax(int channels, ReadOnlySpan<float> x, Span<float> y)
    {
        Require.Length(y, x.Length);
        fixed (float* from = x, to = y)
            StepKernel.Softmax<TSimd, TVector>(from, to, x.Length / channels, channels);
    }

    public override void SoftmaxBack(int channels, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        Require.Length(dy, y.Length);
        Require.Length(dx, y.Length);
        fixed (float* from = y, back = dy, to = dx)
            StepKernel.SoftmaxBack<TSimd, TVector>(from, back, to, y.Length / channels, channels);
    }
}
