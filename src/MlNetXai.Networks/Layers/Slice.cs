namespace MlNetXai.Networks.Layers;

/// <summary>Some neighbouring steps, or channels, of its input.</summary>
/// <remarks>Shapes: x <c>[row, step, channel]</c>, y <c>[row, count, channel]</c> or <c>[row, step, count]</c>.</remarks>
/// <param name="axis">What is cut from.</param>
/// <param name="start">First step or channel, at least 0.</param>
/// <param name="count">How many, at least 1.</param>
public sealed class Slice(SliceAxis axis, int start, int count) : Layer
{
    /// <summary>What is cut from.</summary>
    public SliceAxis Axis { get; } = Enum.IsDefined(axis)
        ? axis
        : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Axis is {(int)axis} and must be 0 (steps) or 1 (channels).");

    /// <summary>First step or channel.</summary>
    public int Start { get; } = Require.AtLeast(start, 0, nameof(start));

    /// <summary>Steps or channels.</summary>
    public int Count { get; } = Require.AtLeast(count, 1, nameof(count));

    /// <inheritdoc/>
    public override string Kind => "slice";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["axis"] = (int)Axis, ["start"] = Start, ["count"] = Count };

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [];

    internal override bool ActsOnSingleSteps => Axis == SliceAxis.Channels;

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input)
    {
        bool steps = Axis == SliceAxis.Steps;
        if ((long)Start + Count > (steps ? input.Steps : input.Channels))
            throw new ShapeException($"slice layer wants {(steps ? "steps" : "channels")} {Start} … {(long)Start + Count - 1} and got {input}.");
        return steps ? input with { Steps = Count } : input with { Channels = Count };
    }

    internal override Kept Keeps(Purpose purpose) => Kept.Nothing;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        (int pieces, int stride, int offset, int length) = Pieces(pass.Rows, input);
        for (int i = 0; i < pieces; i++)
            x.Slice((i * stride) + offset, length).CopyTo(y[(i * length)..]);
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        if (dx.IsEmpty)
            return;
        (int pieces, int stride, int offset, int length) = Pieces(pass.Rows, input);
        dx.Clear();
        for (int i = 0; i < pieces; i++)
            dy.Slice(i * length, length).CopyTo(dx[((i * stride) + offset)..]);
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        RowShape output = Infer(input);
        double[] y = new double[output.Length];
        for (int i = 0; i < y.Length; i++)
            y[i] = x[Source(input, output, i)];
        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        RowShape output = Infer(input);
        double[] dx = new double[input.Length];
        for (int i = 0; i < dy.Length; i++)
            dx[Source(input, output, i)] = dy[i];
        return dx;
    }

    // The pieces of x that are y: how many, distance, where in each, how long.
    private (int Pieces, int Stride, int Offset, int Length) Pieces(int rows, RowShape input) => Axis == SliceAxis.Steps
        ? (rows, input.Length, Start * input.Channels, Count * input.Channels)
        : (rows * input.Steps, input.Channels, Start, Count);

    // Which value of a row is value i of the output.
    private int Source(RowShape input, RowShape output, int i)
    {
        (int step, int channel) = Math.DivRem(i, output.Channels);
        return Axis == SliceAxis.Steps ? ((step + Start) * input.Channels) + channel : (step * input.Channels) + channel + Start;
    }
}
