namespace MlNetXai.Networks.Layers;

/// <summary>Puts all steps of a row into one.</summary>
/// <remarks>Shapes: x <c>[row, step, channel]</c>, y <c>[row, 1, step · channel]</c>.</remarks>
/// <param name="order">Where each value goes.</param>
public sealed class Flatten(FlattenOrder order = FlattenOrder.TimeMajor) : Layer
{
    /// <summary>Where each value goes.</summary>
    public FlattenOrder Order { get; } = Enum.IsDefined(order)
        ? order
        : throw new ArgumentOutOfRangeException(nameof(order), order, $"Order is {(int)order} and must be 0 (time-major) or 1 (channel-major).");

    /// <inheritdoc/>
    public override string Kind => "flatten";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["order"] = (int)Order };

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [];

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => new(1, input.Length);

    internal override Kept Keeps(Purpose purpose) => Kept.Nothing;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        if (Order == FlattenOrder.TimeMajor)
        {
            x.CopyTo(y);
            return;
        }

        for (int row = 0; row < pass.Rows; row++)
            Transpose(x.Slice(row * input.Length, input.Length), y.Slice(row * input.Length, input.Length), input.Channels);
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        if (dx.IsEmpty)
            return;
        if (Order == FlattenOrder.TimeMajor)
        {
            dy.CopyTo(dx);
            return;
        }

        for (int row = 0; row < pass.Rows; row++)
            Transpose(dy.Slice(row * input.Length, input.Length), dx.Slice(row * input.Length, input.Length), input.Steps);
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double[] y = new double[input.Length];
        for (int i = 0; i < y.Length; i++)
            y[Index(input, i)] = x[i];
        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dx = new double[input.Length];
        for (int i = 0; i < dx.Length; i++)
            dx[i] = dy[Index(input, i)];
        return dx;
    }

    private static void Transpose(ReadOnlySpan<float> from, Span<float> to, int columns)
    {
        int rows = from.Length / columns;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                to[(j * rows) + i] = from[(i * columns) + j];
        }
    }

    // Where value i of a row goes.
    private int Index(RowShape input, int i) => Order == FlattenOrder.TimeMajor ? i : (i % input.Channels * input.Steps) + (i / input.Channels);
}
