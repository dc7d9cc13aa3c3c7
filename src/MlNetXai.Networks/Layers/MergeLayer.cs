namespace MlNetXai.Networks.Layers;

/// <summary>A kind of layer that reads several layers. Each input has its own part in the output, so both ways go input by input.</summary>
public abstract class MergeLayer : Layer
{
    /// <inheritdoc/>
    public sealed override IReadOnlyList<WeightShape> Weights => [];

    /// <summary>Shape of the output for inputs of the given shapes.</summary>
    /// <exception cref="ShapeException">They do not fit each other; the message names the shapes.</exception>
    public abstract RowShape Infer(IReadOnlyList<RowShape> inputs);

    /// <inheritdoc/>
    public sealed override RowShape Infer(RowShape input) => Infer([input]);

    /// <summary>Brings input <paramref name="index"/> into y for a block of rows; called for input 0 first, which finds y undefined, then for the others in order.</summary>
    internal abstract void Merge(Pass pass, int index, IReadOnlyList<RowShape> inputs, ReadOnlySpan<float> x, Span<float> y);

    /// <summary>Gradient with respect to input <paramref name="index"/>, overwritten.</summary>
    internal abstract void Split(Pass pass, int index, IReadOnlyList<RowShape> inputs, ReadOnlySpan<float> dy, Span<float> dx);

    /// <summary>Plain twin of the way forward: one row of each input.</summary>
    internal abstract double[] ReferenceMerge(IReadOnlyList<RowShape> inputs, IReadOnlyList<double[]> x);

    /// <summary>Plain twin of the way back: ∂/∂x of input <paramref name="index"/> for one row.</summary>
    internal abstract double[] ReferenceSplit(int index, IReadOnlyList<RowShape> inputs, ReadOnlySpan<double> dy);

    internal sealed override Kept Keeps(Purpose purpose) => Kept.Nothing;

    // The passes of a layer with one input are those of a merge of one.
    internal sealed override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state) =>
        Merge(pass, 0, [input], x, y);

    internal sealed override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        if (!dx.IsEmpty)
            Split(pass, 0, [input], dy, dx);
    }

    internal sealed override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x) => ReferenceMerge([input], [x.ToArray()]);

    internal sealed override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient) => ReferenceSplit(0, [input], dy);
}
