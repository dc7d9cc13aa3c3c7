using System.Numerics.Tensors;

namespace MlNetXai.Networks.Layers;

/// <summary>Largest value of every channel over all steps; the gradient goes to the first of equal ones.</summary>
/// <remarks>Shapes: x <c>[row, step, channel]</c>, y <c>[row, 1, channel]</c>.</remarks>
public sealed class GlobalMaxPool : Layer
{
    /// <inheritdoc/>
    public override string Kind => "global-max-pool";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [];

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input with { Steps = 1 };

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        int channels = input.Channels;
        for (int row = 0; row < pass.Rows; row++)
        {
            Span<float> largest = y.Slice(row * channels, channels);
            x.Slice(row * input.Length, channels).CopyTo(largest);
            for (int t = 1; t < input.Steps; t++)
                TensorPrimitives.Max(largest, x.Slice((row * input.Length) + (t * channels), channels), largest);
        }
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        if (dx.IsEmpty)
            return;
        int channels = input.Channels;
        dx.Clear();
        for (int row = 0; row < pass.Rows; row++)
        {
            ReadOnlySpan<float> own = x.Slice(row * input.Length, input.Length);
            for (int c = 0; c < channels; c++)
            {
                int first = c;
                for (int i = c + channels; i < own.Length; i += channels)
                    first = own[i] > own[first] ? i : first;
                dx[(row * input.Length) + first] = dy[(row * channels) + c];
            }
        }
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double[] y = x[..input.Channels].ToArray();
        for (int i = 0; i < x.Length; i++)
            y[i % input.Channels] = Math.Max(y[i % input.Channels], x[i]);
        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] y = ReferenceForward(input, weights, x), dx = new double[input.Length];
        bool[] found = new bool[input.Channels];
        for (int i = 0; i < dx.Length; i++)
        {
            int c = i % input.Channels;
            if (found[c] || x[i] != y[c])
                continue;
            dx[i] = dy[c];
            found[c] = true;
        }

        return dx;
    }
}
