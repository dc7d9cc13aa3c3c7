namespace MlNetXai.Networks.Layers;

/// <summary>Leaves out the steps at which every channel has one value: the layers behind it skip them, as they skip what stands behind a row's length (<see cref="Batch.Lengths"/>).</summary>
/// <remarks>
/// A recurrent layer carries state and output over such a step, as Keras' Masking has it; the gradient at the step is 0. Only layers that act on single steps, recurrent layers and global
/// pooling may follow until a layer gives one step. Shapes: x and y <c>[row, step, channel]</c>, y = x.
/// </remarks>
/// <param name="value">The value, finite. Default 0.</param>
public sealed class Masking(double value = 0) : Layer
{
    /// <summary>The value.</summary>
    public double Value { get; } = Require.Finite(value, nameof(value));

    /// <inheritdoc/>
    public override string Kind => "masking";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["value"] = Value };

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [];

    internal override bool ActsOnSingleSteps => true;

    internal override Kept Keeps(Purpose purpose) => Kept.Nothing;

    internal override bool WorksInPlace(Purpose purpose) => true;

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input;

    /// <summary>The steps that are not left out; null = none is.</summary>
    internal StepMask? Find(RowShape input, ReadOnlySpan<float> x)
    {
        bool[] holdsData = new bool[x.Length / input.Channels];
        bool hasGaps = false;
        for (int i = 0; i < holdsData.Length; i++)
        {
            holdsData[i] = x.Slice(i * input.Channels, input.Channels).ContainsAnyExcept((float)Value);
            hasGaps |= !holdsData[i];
        }

        return hasGaps ? new(holdsData.Length / input.Steps, input.Steps, holdsData) : null;
    }

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state) => x.CopyTo(y);

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        if (!dx.IsEmpty)
            dy.CopyTo(dx);
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x) => x.ToArray();

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient) => dy.ToArray();
}
