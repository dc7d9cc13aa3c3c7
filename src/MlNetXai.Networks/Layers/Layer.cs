namespace MlNetXai.Networks.Layers;

/// <summary>A kind of layer: one file with its shape rule, its passes and their plain twins in <c>double</c>.</summary>
/// <remarks>A layer holds settings only; weights are the network's, so that a layer can be shared.</remarks>
public abstract class Layer
{
    /// <summary>Kind as in model files, e.g. "lstm".</summary>
    public abstract string Kind { get; }

    /// <summary>Settings as in model files, by name.</summary>
    public abstract IReadOnlyDictionary<string, double> Settings { get; }

    /// <summary>Weights the layer has, in a fixed order, with their shapes.</summary>
    public abstract IReadOnlyList<WeightShape> Weights { get; }

    /// <summary>Shape of the output for an input of the given shape.</summary>
    /// <exception cref="ShapeException">The input does not fit; the message names the layer and both shapes.</exception>
    public abstract RowShape Infer(RowShape input);

    /// <summary>Draws initial weights, <c>[all weights one after the other]</c>.</summary>
    internal virtual void Initialise(Philox random, Span<float> weights, InitialWeights scheme)
    {
    }

    /// <summary>Weights as this layer's kernels want them; memory of <paramref name="previous"/> is used again.</summary>
    internal virtual object? Prepare(Kernels.KernelPath path, ReadOnlySpan<float> weights, object? previous) => null;

    /// <summary>Whether the layer hands its input on unchanged.</summary>
    internal virtual bool IsIdentity(Purpose purpose) => false;

    /// <summary>Whether each step of the output depends on the same step of the input alone, for any number of steps.</summary>
    internal virtual bool ActsOnSingleSteps => false;

    /// <summary>Whether the output has no kinks in the input: its derivative is continuous.</summary>
    internal virtual bool IsSmooth => true;

    /// <summary>What the layer does with a mask of steps: by default a layer that acts on single steps hands it on, unless it sums over the batch's steps while training.</summary>
    internal virtual MaskUse MaskUse(Purpose purpose) =>
        ActsOnSingleSteps && !(this is IBatchStatistics && purpose == Purpose.Train) ? Networks.MaskUse.HandsOn : Networks.MaskUse.Refuses;

    /// <summary>What the way back reads of the way forward.</summary>
    internal virtual Kept Keeps(Purpose purpose) => Kept.Input;

    /// <summary>Whether y may lie where x lies, and dx where dy lies.</summary>
    internal virtual bool WorksInPlace(Purpose purpose) => false;

    /// <summary>Floats kept from the way forward to the way back, scratch memory included.</summary>
    internal virtual int StateLength(Pass pass, RowShape input) => 0;

    /// <summary>Floats of a block's weight gradient, in the layer's own layout.</summary>
    internal virtual int GradientLength(Kernels.KernelPath path) => 0;

    /// <summary>y = layer(x) for a block of rows.</summary>
    internal abstract void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state);

    /// <summary>Gradient with respect to the input (unless <paramref name="dx"/> is empty) and the weights (added, unless <paramref name="gradient"/> is empty).</summary>
    internal abstract void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state);

    /// <summary>Adds a gradient in the layer's own layout to the plain one.</summary>
    internal virtual void Unpack(Kernels.KernelPath path, ReadOnlySpan<float> gradient, Span<float> weights)
    {
    }

    /// <summary>Plain twin of the way forward: one row, <c>[step, channel]</c>.</summary>
    internal abstract double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x);

    /// <summary>Plain twin of the way back: one row; adds to <paramref name="gradient"/>, returns ∂/∂x.</summary>
    internal abstract double[] ReferenceBackward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient);

    /// <summary>As <see cref="ReferenceForward(RowShape, ReadOnlySpan{double}, ReadOnlySpan{double})"/>, with a mask; a layer that reads several steps overrides it.</summary>
    /// <param name="input">Shape of the row.</param>
    /// <param name="weights">All weights of the layer.</param>
    /// <param name="x"><c>[step, channel]</c>.</param>
    /// <param name="holdsData">Whether each step holds data, <c>[step]</c>; empty = all do.</param>
    internal virtual double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<bool> holdsData) =>
        ReferenceForward(input, weights, x);

    /// <summary>As <see cref="ReferenceBackward(RowShape, ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double})"/>, with a mask.</summary>
    internal virtual double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient, ReadOnlySpan<bool> holdsData) =>
        ReferenceBackward(input, weights, x, dy, gradient);
}

/// <summary>Name and shape of one array of weights.</summary>
/// <param name="Name">Name within the layer, PyTorch's where it has one, e.g. "weight_hh".</param>
/// <param name="Dimensions">Sizes, slowest first.</param>
public sealed record WeightShape(string Name, params IReadOnlyList<int> Dimensions)
{
    /// <summary>Whether the optimiser changes it; what it does not, the layer's statistics do (running mean and variance). Default true.</summary>
    public bool IsTrained { get; init; } = true;

    /// <summary>Number of values.</summary>
    public int Length => Dimensions.Aggregate(1, (product, size) => checked(product * size));
}
