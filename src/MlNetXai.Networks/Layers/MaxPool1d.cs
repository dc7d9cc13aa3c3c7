using System.Numerics.Tensors;

namespace MlNetXai.Networks.Layers;

/// <summary>Largest value of each window, channel by channel; the gradient goes to the first of equal ones. Padding is never the largest.</summary>
/// <remarks>Shapes: x <c>[row, step, channel]</c>, y <c>[row, window, channel]</c>.</remarks>
/// <param name="size">Elements of a window, at least 1.</param>
/// <param name="options">Settings, or null for the defaults: windows side by side, no padding.</param>
public sealed class MaxPool1d(int size, PoolingOptions? options = null) : Layer
{
    private readonly SlidingWindow _window = SlidingWindow.Of(size, options);

    /// <summary>Elements of a window.</summary>
    public int Size => _window.Size;

    /// <summary>Steps from a window to the next.</summary>
    public int Stride => _window.Stride;

    /// <summary>Steps from an element of the window to the next.</summary>
    public int Dilation => _window.Dilation;

    /// <summary>What happens at the ends of a row.</summary>
    public Padding Padding => _window.Padding;

    /// <inheritdoc/>
    public override string Kind => "max-pool1d";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => _window.AddTo(new() { ["size"] = Size });

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [];

    internal override bool IsSmooth => false;

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input with { Steps = _window.CountFilled(Kind, input) };

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        int channels = input.Channels, windows = _window.Count(Kind, input);
        for (int row = 0; row < pass.Rows; row++)
        {
            ReadOnlySpan<float> own = x.Slice(row * input.Length, input.Length);
            for (int t = 0; t < windows; t++)
            {
                (_, int count, int step) = _window.Taps(t, input.Steps);
                Span<float> largest = y.Slice(((row * windows) + t) * channels, channels);
                own.Slice(step * channels, channels).CopyTo(largest);
                for (int j = 1; j < count; j++)
                    TensorPrimitives.Max(largest, own.Slice((step + (j * Dilation)) * channels, channels), largest);
            }
        }
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        if (dx.IsEmpty)
            return;
        int channels = input.Channels, windows = _window.Count(Kind, input), distance = Dilation * channels;
        dx.Clear();
        for (int row = 0; row < pass.Rows; row++)
        {
            ReadOnlySpan<float> own = x.Slice(row * input.Length, input.Length);
            Span<float> back = dx.Slice(row * input.Length, input.Length);
            for (int t = 0; t < windows; t++)
            {
                (_, int count, int step) = _window.Taps(t, input.Steps);
                pass.Path.MaximumBack(own[(step * channels)..], dy.Slice(((row * windows) + t) * channels, channels), back[(step * channels)..], count, distance);
            }
        }
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double[] y = new double[Infer(input).Length];
        for (int i = 0; i < y.Length; i++)
            y[i] = x[Largest(input, x, i)];
        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dx = new double[input.Length];
        for (int i = 0; i < dy.Length; i++)
            dx[Largest(input, x, i)] += dy[i];
        return dx;
    }

    // Index of the first of the largest values that output i stands for.
    private int Largest(RowShape input, ReadOnlySpan<double> x, int i)
    {
        (int window, int channel) = Math.DivRem(i, input.Channels);
        int found = -1;
        for (int j = 0; j < Size; j++)
        {
            int step = (window * Stride) + (j * Dilation) - _window.Margins(input.Steps).Left, at = (step * input.Channels) + channel;
            if (step >= 0 && step < input.Steps && (found < 0 || x[at] > x[found]))
                found = at;
        }

        return found;
    }
}
