using System.Numerics.Tensors;

namespace MlNetXai.Networks.Layers;

/// <summary>Largest value of every channel over all steps that hold data, 0 where none does; the gradient goes to the first of equal ones.</summary>
/// <remarks>Shapes: x <c>[row, step, channel]</c>, y <c>[row, 1, channel]</c>.</remarks>
public sealed class GlobalMaxPool : Layer
{
    /// <inheritdoc/>
    public override string Kind => "global-max-pool";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [];

    internal override bool IsSmooth => false;

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input with { Steps = 1 };

    internal override MaskUse MaskUse(Purpose purpose) => Networks.MaskUse.Ends;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        int channels = input.Channels;
        for (int row = 0; row < pass.Rows; row++)
        {
            Span<float> largest = y.Slice(row * channels, channels);
            int first = FirstStep(pass, row, input.Steps);
            if (first < 0)
            {
                largest.Clear();
                continue;
            }

            x.Slice((row * input.Length) + (first * channels), channels).CopyTo(largest);
            for (int t = first + 1; t < input.Steps; t++)
            {
                if (!pass.LeavesOut(row, t))
                    TensorPrimitives.Max(largest, x.Slice((row * input.Length) + (t * channels), channels), largest);
            }
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
            int start = FirstStep(pass, row, input.Steps);
            for (int c = 0; c < channels && start >= 0; c++)
            {
                int first = (start * channels) + c;
                for (int i = first + channels, t = start + 1; i < own.Length; i += channels, t++)
                    first = own[i] > own[first] && !pass.LeavesOut(row, t) ? i : first;
                dx[(row * input.Length) + first] = dy[(row * channels) + c];
            }
        }
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x) => ReferenceForward(input, weights, x, []);

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<bool> holdsData)
    {
        double[] y = new double[input.Channels];
        bool[] found = new bool[input.Channels];
        for (int i = 0; i < x.Length; i++)
        {
            if (!holdsData.IsEmpty && !holdsData[i / input.Channels])
                continue;
            int c = i % input.Channels;
            y[c] = found[c] ? Math.Max(y[c], x[i]) : x[i];
            found[c] = true;
        }

        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient) =>
        ReferenceBackward(input, weights, x, dy, gradient, []);

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient, ReadOnlySpan<bool> holdsData)
    {
        double[] y = ReferenceForward(input, weights, x, holdsData), dx = new double[input.Length];
        bool[] found = new bool[input.Channels];
        for (int i = 0; i < dx.Length; i++)
        {
            int c = i % input.Channels;
            if (found[c] || x[i] != y[c] || (!holdsData.IsEmpty && !holdsData[i / input.Channels]))
                continue;
            dx[i] = dy[c];
            found[c] = true;
        }

        return dx;
    }

    // The first step that holds data; −1 where none does.
    private static int FirstStep(Pass pass, int row, int steps)
    {
        for (int t = 0; t < steps; t++)
        {
            if (!pass.LeavesOut(row, t))
                return t;
        }

        return -1;
    }
}
