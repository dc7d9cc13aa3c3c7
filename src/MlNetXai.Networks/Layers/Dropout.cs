using System.Numerics.Tensors;

namespace MlNetXai.Networks.Layers;

/// <summary>While training, sets each value to 0 with probability <paramref name="rate"/> and divides the others by 1 − rate; otherwise hands on its input.</summary>
/// <remarks>Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014. The choice is keyed by (seed, purpose, epoch, row's number, element or channel).
/// Shapes: x and y <c>[row, step, channel]</c>.</remarks>
/// <param name="rate">Probability in [0, 1).</param>
/// <param name="purpose">Name of the random stream: different layers of a network have different ones.</param>
/// <param name="mask">Whether every value has its own chance, or a channel one for all steps of a row.</param>
public sealed class Dropout(double rate, string purpose = "dropout", DropoutMask mask = DropoutMask.Element) : Layer
{
    /// <summary>Probability of 0.</summary>
    public double Rate { get; } = rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, $"Dropout rate is {rate} and must lie in 0 ≤ rate < 1.");

    /// <summary>What is decided on at once.</summary>
    public DropoutMask Mask { get; } = Enum.IsDefined(mask)
        ? mask
        : throw new ArgumentOutOfRangeException(nameof(mask), mask, $"Mask is {(int)mask} and must be 0 (every value) or 1 (a channel for all steps).");

    /// <inheritdoc/>
    public override string Kind => "dropout";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => Mask == DropoutMask.Element
        ? new Dictionary<string, double> { ["rate"] = Rate }
        : new Dictionary<string, double> { ["rate"] = Rate, ["mask"] = (int)Mask };

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [];

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input;

    internal override bool ActsOnSingleSteps => true;

    internal override Kept Keeps(Purpose purpose) => Kept.Nothing;

    internal override bool WorksInPlace(Purpose purpose) => true;

    internal override bool IsIdentity(Purpose purpose) => purpose != Purpose.Train || Rate == 0;

    internal override int StateLength(Pass pass, RowShape input) => pass.Rows * MaskLength(input);

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        Philox random = new(pass.Seed, purpose);
        uint threshold = (uint)(Rate * 4294967296.0);
        float scale = (float)(1 / (1 - Rate));
        int length = MaskLength(input);
        for (int row = 0; row < pass.Rows; row++)
            pass.Path.RandomMask(random, (uint)pass.RowKeys.Span[row], (uint)pass.Epoch, threshold, scale, state.Slice(row * length, length));
        Apply(x, state, y, input);
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        if (!dx.IsEmpty)
            Apply(dy, state, dx, input);
    }

    // The twins are of a trained network: dropout is the identity there.
    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x) => x.ToArray();

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient) => dy.ToArray();

    private int MaskLength(RowShape input) => Mask == DropoutMask.Element ? input.Length : input.Channels;

    private void Apply(ReadOnlySpan<float> from, ReadOnlySpan<float> masks, Span<float> to, RowShape input)
    {
        if (Mask == DropoutMask.Element)
        {
            TensorPrimitives.Multiply(from, masks, to);
            return;
        }

        for (int start = 0, step = 0; start < from.Length; start += input.Channels, step++)
            TensorPrimitives.Multiply(from.Slice(start, input.Channels), masks.Slice(step / input.Steps * input.Channels, input.Channels), to[start..]);
    }
}
