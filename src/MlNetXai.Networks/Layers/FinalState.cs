namespace MlNetXai.Networks.Layers;

/// <summary>What a recurrent layer without sequence gives, cut out of its sequence: of each direction the state after the last step it read. Part of no model file.</summary>
/// <remarks>Steps left out keep their state, so that stands at the last step, of the backward direction at the first. Shapes: x <c>[row, step, channel]</c>, y <c>[row, 1, channel]</c>.</remarks>
/// <param name="recurrent">The recurrent layer.</param>
internal sealed class FinalState(RecurrentLayer recurrent) : Layer
{
    public override string Kind => "final-state";

    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

    public override IReadOnlyList<WeightShape> Weights => [];

    public override RowShape Infer(RowShape input) => input with { Steps = 1 };

    internal override MaskUse MaskUse(Purpose purpose) => Networks.MaskUse.Ends;

    internal override Kept Keeps(Purpose purpose) => Kept.Nothing;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            for (int channel = 0; channel < input.Channels; channel++)
                y[(row * input.Channels) + channel] = x[(row * input.Length) + PlaceOf(channel, input)];
        }
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        dx.Clear();
        for (int row = 0; row < pass.Rows && !dx.IsEmpty; row++)
        {
            for (int channel = 0; channel < input.Channels; channel++)
                dx[(row * input.Length) + PlaceOf(channel, input)] = dy[(row * input.Channels) + channel];
        }
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double[] y = new double[input.Channels];
        for (int channel = 0; channel < y.Length; channel++)
            y[channel] = x[PlaceOf(channel, input)];
        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dx = new double[input.Length];
        for (int channel = 0; channel < input.Channels; channel++)
            dx[PlaceOf(channel, input)] = dy[channel];
        return dx;
    }

    private int PlaceOf(int channel, RowShape input)
    {
        bool isReversed = recurrent.Direction == RecurrentDirection.Backward || channel >= recurrent.Hidden;
        return ((isReversed ? 0 : input.Steps - 1) * input.Channels) + channel;
    }
}
