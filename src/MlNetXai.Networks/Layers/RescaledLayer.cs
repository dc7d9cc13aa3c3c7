namespace MlNetXai.Networks.Layers;

/// <summary>A nonlinearity that hands back the ratio of its differences between rows and their references, in place of its derivative: DeepLIFT's rescale rule. Part of no model file.</summary>
/// <remarks>A block holds n rows and behind them their n references, in the same order; all layers hand back the same for both, so the first half is read and written to both.
/// Shrikumar, Greenside and Kundaje 2017, arXiv:1704.02685, section 3.5.1.</remarks>
/// <param name="inner">The nonlinearity.</param>
internal abstract class RescaledLayer(Layer inner) : Layer
{
    /// <summary>Smaller differences have no ratio.</summary>
    protected const double SmallestDifference = 1e-10;

    public sealed override string Kind => $"rescaled-{inner.Kind}";

    public sealed override IReadOnlyDictionary<string, double> Settings => inner.Settings;

    public sealed override IReadOnlyList<WeightShape> Weights => [];

    public sealed override RowShape Infer(RowShape input) => inner.Infer(input);

    internal sealed override bool IsSmooth => false;

    internal sealed override int StateLength(Pass pass, RowShape input) => inner.StateLength(pass, input);

    internal sealed override object? Prepare(Kernels.KernelPath path, ReadOnlySpan<float> weights, object? previous) => inner.Prepare(path, weights, previous);

    internal sealed override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state) =>
        inner.Forward(pass, prepared, input, x, y, state);

    internal sealed override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        if (dx.IsEmpty)
            return;
        int half = dx.Length / 2;
        HandBack(input, x[..half], x[half..], dy[..(dy.Length / 2)], dx[..half]);
        dx[..half].CopyTo(dx[half..]);
    }

    internal sealed override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x) => inner.ReferenceForward(input, weights, x);

    internal sealed override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient) =>
        throw new NotSupportedException("The rescale rule needs a row and its reference; its twin stands with the method.");

    /// <summary>Multipliers of the inputs from those of the outputs.</summary>
    /// <param name="input">Shape of a row.</param>
    /// <param name="x">Rows, <c>[row, step, channel]</c>.</param>
    /// <param name="reference">Their references, likewise.</param>
    /// <param name="dy">Multipliers of the rows' outputs.</param>
    /// <param name="dx">Those of the inputs, overwritten.</param>
    protected abstract void HandBack(RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> reference, ReadOnlySpan<float> dy, Span<float> dx);
}

/// <summary>m_in = m_out·Δy/Δx, the derivative where |Δx| is below 1e-10. In double: differences of close values would lose most of their digits.</summary>
internal sealed class RescaledElementwise(ElementwiseLayer inner) : RescaledLayer(inner)
{
    protected override void HandBack(RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> reference, ReadOnlySpan<float> dy, Span<float> dx)
    {
        for (int i = 0; i < dx.Length; i++)
        {
            double difference = (double)x[i] - reference[i];
            dx[i] = (float)(dy[i] * (Math.Abs(difference) < SmallestDifference ? inner.Slope(x[i]) : (inner.Value(x[i]) - inner.Value(reference[i])) / difference));
        }
    }
}

/// <summary>Maximum over windows: with top = max(y, y′), m_out·(top − y′) goes to the row's winner and m_out·(y − top) to the reference's, each divided by that element's Δx.</summary>
internal sealed class RescaledMaximum : RescaledLayer
{
    private readonly Func<int, SlidingWindow> _windowOf;

    /// <param name="pooling">Maximum over sliding windows.</param>
    public RescaledMaximum(MaxPool1d pooling)
        : base(pooling) => _windowOf = _ => new(pooling.Size, pooling.Stride, pooling.Dilation, pooling.Padding);

    /// <param name="pooling">Maximum over all steps.</param>
    public RescaledMaximum(GlobalMaxPool pooling)
        : base(pooling) => _windowOf = steps => new(steps, steps, 1, Padding.Valid);

    protected override void HandBack(RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> reference, ReadOnlySpan<float> dy, Span<float> dx)
    {
        SlidingWindow window = _windowOf(input.Steps);
        RowShape output = Infer(input);
        int rows = x.Length / input.Length;
        double[] shares = new double[dx.Length];
        for (int row = 0; row < rows; row++)
        {
            int start = row * input.Length;
            for (int i = 0; i < output.Length; i++)
            {
                (int t, int channel) = Math.DivRem(i, input.Channels);
                int winner = Winner(window, t, input, x.Slice(start, input.Length), channel), other = Winner(window, t, input, reference.Slice(start, input.Length), channel);
                double y = x[start + winner], yReference = reference[start + other], top = Math.Max(y, yReference), m = dy[(row * output.Length) + i];
                shares[start + winner] += m * (top - yReference);
                shares[start + other] += m * (y - top);
            }
        }

        for (int i = 0; i < dx.Length; i++)
        {
            double difference = (double)x[i] - reference[i];
            dx[i] = (float)(Math.Abs(difference) < SmallestDifference ? 0 : shares[i] / difference);
        }
    }

    // Place in the row of a window's first largest element.
    private static int Winner(SlidingWindow window, int t, RowShape input, ReadOnlySpan<float> row, int channel)
    {
        (_, int count, int step) = window.Taps(t, input.Steps);
        int winner = (step * input.Channels) + channel;
        for (int tap = 1; tap < count; tap++)
        {
            int at = ((step + (tap * window.Dilation)) * input.Channels) + channel;
            winner = row[at] > row[winner] ? at : winner;
        }

        return winner;
    }
}
