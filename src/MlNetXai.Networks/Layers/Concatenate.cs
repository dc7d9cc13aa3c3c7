namespace MlNetXai.Networks.Layers;

/// <summary>What <see cref="Concatenate"/> puts side by side; the numbers stand in model files.</summary>
public enum ConcatenateAxis
{
    /// <summary>Channels: every step has the channels of all inputs.</summary>
    Channels = 0,

    /// <summary>Steps: the steps of each input follow those of the one before.</summary>
    Steps = 1,
}

/// <summary>Puts its inputs side by side, in their order.</summary>
/// <remarks>Shapes: inputs <c>[row, step, channelsᵢ]</c>, y <c>[row, step, Σ channelsᵢ]</c>; or inputs <c>[row, stepsᵢ, channel]</c>, y <c>[row, Σ stepsᵢ, channel]</c>.</remarks>
/// <param name="axis">What is put side by side.</param>
public sealed class Concatenate(ConcatenateAxis axis = ConcatenateAxis.Channels) : MergeLayer
{
    /// <summary>What is put side by side.</summary>
    public ConcatenateAxis Axis { get; } = Enum.IsDefined(axis)
        ? axis
        : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Axis is {(int)axis} and must be 0 (channels) or 1 (steps).");

    /// <inheritdoc/>
    public override string Kind => "concatenate";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["axis"] = (int)Axis };

    /// <inheritdoc/>
    public override RowShape Infer(IReadOnlyList<RowShape> inputs)
    {
        bool channels = Axis == ConcatenateAxis.Channels;
        foreach (RowShape input in inputs)
        {
            if (channels ? input.Steps != inputs[0].Steps : input.Channels != inputs[0].Channels)
                throw new ShapeException($"concatenate layer over {(channels ? "channels wants inputs of as many steps" : "steps wants inputs of as many channels")} and got {inputs[0]} and {input}.");
        }

        return channels
            ? new(inputs[0].Steps, inputs.Sum(input => input.Channels))
            : new(inputs.Sum(input => input.Steps), inputs[0].Channels);
    }

    internal override MaskUse MaskUse(Purpose purpose) => Axis == ConcatenateAxis.Channels ? Networks.MaskUse.HandsOn : Networks.MaskUse.Refuses;

    internal override void Merge(Pass pass, int index, IReadOnlyList<RowShape> inputs, ReadOnlySpan<float> x, Span<float> y)
    {
        Pieces pieces = new(this, index, inputs);
        for (int i = 0; i < pass.Rows * pieces.PerRow; i++)
            x.Slice(i * pieces.Length, pieces.Length).CopyTo(y[((i * pieces.Stride) + pieces.Offset)..]);
    }

    internal override void Split(Pass pass, int index, IReadOnlyList<RowShape> inputs, ReadOnlySpan<float> dy, Span<float> dx)
    {
        Pieces pieces = new(this, index, inputs);
        for (int i = 0; i < pass.Rows * pieces.PerRow; i++)
            dy.Slice((i * pieces.Stride) + pieces.Offset, pieces.Length).CopyTo(dx[(i * pieces.Length)..]);
    }

    internal override double[] ReferenceMerge(IReadOnlyList<RowShape> inputs, IReadOnlyList<double[]> x)
    {
        RowShape shape = Infer(inputs);
        List<double> y = [];
        for (int t = 0; t < shape.Steps && Axis == ConcatenateAxis.Channels; t++)
        {
            for (int k = 0; k < inputs.Count; k++)
                y.AddRange(x[k][(t * inputs[k].Channels)..((t + 1) * inputs[k].Channels)]);
        }

        return Axis == ConcatenateAxis.Channels ? [.. y] : [.. x.SelectMany(values => values)];
    }

    internal override double[] ReferenceSplit(int index, IReadOnlyList<RowShape> inputs, ReadOnlySpan<double> dy)
    {
        RowShape whole = Infer(inputs), own = inputs[index];
        double[] dx = new double[own.Length];
        for (int t = 0; t < own.Steps; t++)
        {
            for (int c = 0; c < own.Channels; c++)
            {
                dx[(t * own.Channels) + c] = Axis == ConcatenateAxis.Channels
                    ? dy[(t * whole.Channels) + inputs.Take(index).Sum(input => input.Channels) + c]
                    : dy[((inputs.Take(index).Sum(input => input.Steps) + t) * whole.Channels) + c];
            }
        }

        return dx;
    }

    // An input lies in y in pieces of equal length and distance: one per step, or one per row.
    private readonly struct Pieces
    {
        public Pieces(Concatenate layer, int index, IReadOnlyList<RowShape> inputs)
        {
            bool channels = layer.Axis == ConcatenateAxis.Channels;
            PerRow = channels ? inputs[0].Steps : 1;
            for (int k = 0; k < inputs.Count; k++)
            {
                int length = channels ? inputs[k].Channels : inputs[k].Length;
                Stride += length;
                if (k < index)
                    Offset += length;
                else if (k == index)
                    Length = length;
            }
        }

        public int PerRow { get; }

        public int Length { get; }

        public int Offset { get; }

        public int Stride { get; }
    }
}
