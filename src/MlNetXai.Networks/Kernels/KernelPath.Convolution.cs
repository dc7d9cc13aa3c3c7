namespace MlNetXai.Networks.Kernels;

/// <content>Convolution.</content>
internal abstract partial class KernelPath
{
    /// <summary>target[row, window, column] = Σ x[window, tap·channel]·weights[tap·channel, column], and what the epilogue does to it.</summary>
    /// <param name="x">Windows.</param>
    /// <param name="weights">As deep as a window.</param>
    /// <param name="target">Overwritten where windows write.</param>
    /// <param name="at">Where they write.</param>
    /// <param name="epilogue">What becomes of the sums, or null for nothing.</param>
    public abstract void Convolve(in ConvolutionView x, ConvolutionMatrix weights, Span<float> target, ConvolutionTarget at, Epilogue? epilogue);

    /// <summary>gradient[tap·channel, column] += Σ over rows and windows x[window, tap·channel]·dy[row, window, column].</summary>
    /// <param name="x">Windows.</param>
    /// <param name="dy">Gradient of what <see cref="Convolve"/> wrote.</param>
    /// <param name="at">Where it lies in <paramref name="dy"/>.</param>
    /// <param name="layout">Weights whose columns are meant.</param>
    /// <param name="gradient"><c>[tap·channel][<see cref="ConvolutionMatrix.PaddedColumns"/>]</c>, added to.</param>
    /// <param name="scratch">Memory to work in, beside <see cref="Scratch.Rows"/>.</param>
    public abstract void AddWeightGradient(
        in ConvolutionView x, ReadOnlySpan<float> dy, ConvolutionTarget at, ConvolutionMatrix layout, Span<float> gradient, Scratch scratch);
}

/// <content>Convolution.</content>
internal sealed unsafe partial class KernelPath<TSimd, TVector>
{
    public override void Convolve(in ConvolutionView x, ConvolutionMatrix weights, Span<float> target, ConvolutionTarget at, Epilogue? epilogue)
    {
        if (x.Rows == 0 || x.Steps == 0)
            return;
        RequireFits(x, weights, target.Length, at);
        ConvolutionKernel.Forward<TSimd, TVector>(x, weights, target, at, epilogue);
    }

    public override void AddWeightGradient(
        in ConvolutionView x, ReadOnlySpan<float> dy, ConvolutionTarget at, ConvolutionMatrix layout, Span<float> gradient, Scratch scratch)
    {
        if (x.Rows == 0 || x.Steps == 0)
            return;
        RequireFits(x, layout, dy.Length, at);
        Require.AtLeast(gradient.Length, x.Depth * layout.PaddedColumns, nameof(gradient));
        ConvolutionKernel.AddWeightGradient<TSimd, TVector>(x, dy, at, layout, gradient, scratch);
    }

    private static void RequireFits(in ConvolutionView x, ConvolutionMatrix weights, int length, ConvolutionTarget at)
    {
        Require.AtLeast(x.Values.Length, x.Extent, nameof(x));
        Require.Between(weights.Depth, x.Depth, x.Depth, nameof(weights));
        Require.AtLeast(length, checked(((x.Rows - 1) * at.RowStride) + ((x.Steps - 1) * at.StepStride) + weights.Columns), nameof(length));
    }
}
