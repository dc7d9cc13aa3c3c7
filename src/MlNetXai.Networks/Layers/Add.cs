using System.Numerics.Tensors;

namespace MlNetXai.Networks.Layers;

/// <summary>y = x₀ + x₁ + …, value by value, in that order: the junction of a residual block.</summary>
/// <remarks>Shapes: all inputs and y <c>[row, step, channel]</c> of one shape.</remarks>
public sealed class Add : MergeLayer
{
    /// <inheritdoc/>
    public override string Kind => "add";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

    /// <inheritdoc/>
    public override RowShape Infer(IReadOnlyList<RowShape> inputs)
    {
        foreach (RowShape input in inputs)
        {
            if (input != inputs[0])
                throw new ShapeException($"add layer wants inputs of one shape and got {inputs[0]} and {input}.");
        }

        return inputs[0];
    }

    internal override MaskUse MaskUse(Purpose purpose) => Networks.MaskUse.HandsOn;

    internal override void Merge(Pass pass, int index, IReadOnlyList<RowShape> inputs, ReadOnlySpan<float> x, Span<float> y)
    {
        if (index == 0)
            x.CopyTo(y);
        else
            TensorPrimitives.Add(y, x, y);
    }

    internal override void Split(Pass pass, int index, IReadOnlyList<RowShape> inputs, ReadOnlySpan<float> dy, Span<float> dx) => dy.CopyTo(dx);

    internal override double[] ReferenceMerge(IReadOnlyList<RowShape> inputs, IReadOnlyList<double[]> x)
    {
        double[] y = new double[inputs[0].Length];
        foreach (double[] input in x)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] += input[i];
        }

        return y;
    }

    internal override double[] ReferenceSplit(int index, IReadOnlyList<RowShape> inputs, ReadOnlySpan<double> dy) => dy.ToArray();
}
