using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>A layer without weights that maps each value on its own.</summary>
/// <remarks>Shapes: x and y <c>[row, step, channel]</c> of one shape.</remarks>
public abstract class ElementwiseLayer : Layer
{
    /// <inheritdoc/>
    public sealed override IReadOnlyList<WeightShape> Weights => [];

    internal sealed override bool ActsOnSingleSteps => true;

    /// <summary>The function, for kernels that bring it in behind their own work.</summary>
    internal abstract ElementwiseFunction Function { get; }

    /// <inheritdoc/>
    public sealed override RowShape Infer(RowShape input) => input;

    internal override Kept Keeps(Purpose purpose) => Kept.Output;

    // Where x is kept, y needs a place of its own.
    internal sealed override bool WorksInPlace(Purpose purpose) => purpose is Purpose.Score or Purpose.Trace || Keeps(purpose) == Kept.Output;

    internal sealed override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state) =>
        pass.Path.Elementwise(Function, x, y);

    internal sealed override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        if (!dx.IsEmpty)
            pass.Path.ElementwiseBack(Function, x, dy, dx);
    }

    /// <summary>y of one x.</summary>
    internal abstract double Value(double x);

    /// <summary>dy/dx at one x; at a kink that of the left side.</summary>
    internal abstract double Slope(double x);

    internal sealed override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x) => Array.ConvertAll(x.ToArray(), Value);

    internal sealed override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dx = new double[x.Length];
        for (int i = 0; i < dx.Length; i++)
            dx[i] = Slope(x[i]) * dy[i];
        return dx;
    }
}
