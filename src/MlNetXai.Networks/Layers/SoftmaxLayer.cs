using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>y_c = e^(x_c)/Σ e^(x_k) over the channels of each step. A network's own output needs none: it is logits.</summary>
/// <remarks>Shapes: x and y <c>[row, step, channel]</c> of one shape.</remarks>
public sealed class SoftmaxLayer : Layer
{
    /// <inheritdoc/>
    public override string Kind => "softmax";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [];

    internal override bool ActsOnSingleSteps => true;

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input;

    internal override Kept Keeps(Purpose purpose) => Kept.Output;

    internal override bool WorksInPlace(Purpose purpose) => true;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state) =>
        pass.Path.Softmax(input.Channels, x, y);

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        if (!dx.IsEmpty)
            pass.Path.SoftmaxBack(input.Channels, x, dy, dx);
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double[] y = new double[input.Length];
        for (int start = 0; start < y.Length; start += input.Channels)
        {
            double largest = double.NegativeInfinity, sum = 0;
            foreach (double value in x.Slice(start, input.Channels))
                largest = Math.Max(largest, value);
            for (int i = start; i < start + input.Channels; i++)
                sum += y[i] = Math.Exp(x[i] - largest);
            for (int i = start; i < start + input.Channels; i++)
                y[i] /= sum;
        }

        return y;
    }

    // dx = y·(dy − Σ dy·y).
    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] y = ReferenceForward(input, weights, x), dx = new double[input.Length];
        for (int start = 0; start < y.Length; start += input.Channels)
        {
            double mean = 0;
            for (int i = start; i < start + input.Channels; i++)
                mean += dy[i] * y[i];
            for (int i = start; i < start + input.Channels; i++)
                dx[i] = y[i] * (dy[i] - mean);
        }

        return dx;
    }
}
