using System.Numerics.Tensors;

namespace MlNetXai.Networks.Layers;

/// <summary>Mean of each window, channel by channel.</summary>
/// <remarks>Shapes: x <c>[row, step, channel]</c>, y <c>[row, window, channel]</c>.</remarks>
/// <param name="size">Elements of a window, at least 1.</param>
/// <param name="options">Settings, or null for the defaults: windows side by side, no padding.</param>
/// <param name="includePadding">Whether padding counts, as zeros (PyTorch's default); otherwise a window's sum is divided by its elements within the row (Keras, ONNX's default).</param>
public sealed class AveragePool1d(int size, PoolingOptions? options = null, bool includePadding = false) : Layer
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

    /// <summary>Whether padding counts, as zeros.</summary>
    public bool IncludePadding { get; } = includePadding;

    /// <inheritdoc/>
    public override string Kind => "average-pool1d";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => _window.AddTo(new() { ["size"] = Size, ["includePadding"] = IncludePadding ? 1 : 0 });

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [];

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input with { Steps = _window.CountFilled(Kind, input) };

    internal override Kept Keeps(Purpose purpose) => Kept.Nothing;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        int channels = input.Channels, windows = _window.Count(Kind, input);
        for (int row = 0; row < pass.Rows; row++)
        {
            ReadOnlySpan<float> own = x.Slice(row * input.Length, input.Length);
            for (int t = 0; t < windows; t++)
            {
                (_, int count, int step) = _window.Taps(t, input.Steps);
                Span<float> mean = y.Slice(((row * windows) + t) * channels, channels);
                own.Slice(step * channels, channels).CopyTo(mean);
                for (int j = 1; j < count; j++)
                    TensorPrimitives.Add(mean, own.Slice((step + (j * Dilation)) * channels, channels), mean);
                TensorPrimitives.Divide(mean, IncludePadding ? Size : count, mean);
            }
        }
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        if (dx.IsEmpty)
            return;
        int channels = input.Channels, windows = _window.Count(Kind, input);
        dx.Clear();
        for (int row = 0; row < pass.Rows; row++)
        {
            Span<float> own = dx.Slice(row * input.Length, input.Length);
            for (int t = 0; t < windows; t++)
            {
                (_, int count, int step) = _window.Taps(t, input.Steps);
                ReadOnlySpan<float> share = dy.Slice(((row * windows) + t) * channels, channels);
                for (int j = 0; j < count; j++)
                {
                    Span<float> sum = own.Slice((step + (j * Dilation)) * channels, channels);
                    TensorPrimitives.MultiplyAdd(share, 1f / (IncludePadding ? Size : count), sum, sum);
                }
            }
        }
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double[] y = new double[Infer(input).Length];
        for (int i = 0; i < y.Length; i++)
        {
            int[] elements = Elements(input, i);
            foreach (int at in elements)
                y[i] += x[at] / (IncludePadding ? Size : elements.Length);
        }

        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dx = new double[input.Length];
        for (int i = 0; i < dy.Length; i++)
        {
            int[] elements = Elements(input, i);
            foreach (int at in elements)
                dx[at] += dy[i] / (IncludePadding ? Size : elements.Length);
        }

        return dx;
    }

    // Indices of the values of a row that output i is the mean of.
    private int[] Elements(RowShape input, int i)
    {
        (int window, int channel) = Math.DivRem(i, input.Channels);
        int start = (window * Stride) - _window.Margins(input.Steps).Left;
        return [.. Enumerable.Range(0, Size).Select(j => start + (j * Dilation)).Where(step => step >= 0 && step < input.Steps).Select(step => (step * input.Channels) + channel)];
    }
}
