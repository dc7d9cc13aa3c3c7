using System.Numerics.Tensors;

namespace MlNetXai.Networks.Layers;

/// <summary>Mean of every channel over all steps.</summary>
/// <remarks>Shapes: x <c>[row, step, channel]</c>, y <c>[row, 1, channel]</c>.</remarks>
public sealed class GlobalAveragePool : Layer
{
    /// <inheritdoc/>
    public override string Kind => "global-average-pool";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [];

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input with { Steps = 1 };

    internal override Kept Keeps(Purpose purpose) => Kept.Nothing;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        int channels = input.Channels;
        for (int row = 0; row < pass.Rows; row++)
        {
            Span<float> mean = y.Slice(row * channels, channels);
            mean.Clear();
            for (int t = 0; t < input.Steps; t++)
                TensorPrimitives.Add(mean, x.Slice((row * input.Length) + (t * channels), channels), mean);
            TensorPrimitives.Divide(mean, input.Steps, mean);
        }
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        int channels = input.Channels;
        for (int row = 0; row < pass.Rows && !dx.IsEmpty; row++)
        {
            Span<float> own = dx.Slice(row * input.Length, input.Length);
            TensorPrimitives.Divide(dy.Slice(row * channels, channels), input.Steps, own);
            for (int t = 1; t < input.Steps; t++)
                own[..channels].CopyTo(own[(t * channels)..]);
        }
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double[] y = new double[input.Channels];
        for (int i = 0; i < x.Length; i++)
            y[i % input.Channels] += x[i] / input.Steps;
        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dx = new double[input.Length];
        for (int i = 0; i < dx.Length; i++)
            dx[i] = dy[i % input.Channels] / input.Steps;
        return dx;
    }
}
