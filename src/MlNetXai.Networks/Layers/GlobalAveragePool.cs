using System.Numerics.Tensors;

namespace MlNetXai.Networks.Layers;

/// <summary>Mean of every channel over all steps that hold data.</summary>
/// <remarks>Shapes: x <c>[row, step, channel]</c>, y <c>[row, 1, channel]</c>.</remarks>
public sealed class GlobalAveragePool : Layer
{
    /// <inheritdoc/>
    public override string Kind => "global-average-pool";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [];

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input with { Steps = 1 };

    internal override Kept Keeps(Purpose purpose) => Kept.Nothing;

    internal override MaskUse MaskUse(Purpose purpose) => Networks.MaskUse.Ends;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        int channels = input.Channels;
        for (int row = 0; row < pass.Rows; row++)
        {
            Span<float> mean = y.Slice(row * channels, channels);
            mean.Clear();
            int count = 0;
            for (int t = 0; t < input.Steps; t++)
            {
                if (pass.LeavesOut(row, t))
                    continue;
                TensorPrimitives.Add(mean, x.Slice((row * input.Length) + (t * channels), channels), mean);
                count++;
            }

            // Without any step the mean is 0.
            TensorPrimitives.Divide(mean, Math.Max(count, 1), mean);
        }
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        int channels = input.Channels;
        for (int row = 0; row < pass.Rows && !dx.IsEmpty; row++)
        {
            Span<float> own = dx.Slice(row * input.Length, input.Length);
            int count = 0;
            for (int t = 0; t < input.Steps; t++)
                count += pass.LeavesOut(row, t) ? 0 : 1;
            for (int t = 0; t < input.Steps; t++)
            {
                Span<float> step = own.Slice(t * channels, channels);
                if (pass.LeavesOut(row, t))
                    step.Clear();
                else
                    TensorPrimitives.Divide(dy.Slice(row * channels, channels), count, step);
            }
        }
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x) => ReferenceForward(input, weights, x, []);

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<bool> holdsData)
    {
        double[] y = new double[input.Channels];
        double count = holdsData.IsEmpty ? input.Steps : Math.Max(holdsData.Count(true), 1);
        for (int i = 0; i < x.Length; i++)
        {
            if (holdsData.IsEmpty || holdsData[i / input.Channels])
                y[i % input.Channels] += x[i] / count;
        }

        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient) =>
        ReferenceBackward(input, weights, x, dy, gradient, []);

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient, ReadOnlySpan<bool> holdsData)
    {
        double[] dx = new double[input.Length];
        double count = holdsData.IsEmpty ? input.Steps : holdsData.Count(true);
        for (int i = 0; i < dx.Length; i++)
        {
            if (holdsData.IsEmpty || holdsData[i / input.Channels])
                dx[i] = dy[i % input.Channels] / count;
        }

        return dx;
    }
}
