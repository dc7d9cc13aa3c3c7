using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>Convolution over steps (cross-correlation, as PyTorch's and Keras').</summary>
/// <remarks>
/// y[t, o] = b[o] + Σⱼ Σᵢ w[o, i, j]·x[t·stride + j·dilation − left, i], zero outside the row; with groups, i runs over the inputs of o's group.
/// Shapes: x <c>[row, step, inputs]</c>, y <c>[row, window, outputs]</c>, weight <c>[outputs, inputs/groups, kernel]</c>, bias <c>[outputs]</c>. Initial weights as
/// PyTorch's: both uniform in ±1/√(inputs/groups · kernel).
/// </remarks>
public sealed class Conv1d : Layer
{
    private readonly SlidingWindow _window;

    /// <param name="inputs">Channels in, at least 1.</param>
    /// <param name="outputs">Channels out, at least 1.</param>
    /// <param name="kernel">Taps, at least 1.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <exception cref="ArgumentException">A size is below 1, the groups do not divide inputs and outputs, or PyTorch's 'same' has a stride.</exception>
    public Conv1d(int inputs, int outputs, int kernel, Conv1dOptions? options = null)
    {
        options ??= new();
        (Inputs, Outputs) = (Require.AtLeast(inputs, 1, nameof(inputs)), Require.AtLeast(outputs, 1, nameof(outputs)));
        (Groups, HasBias) = (options.Groups, options.Bias);
        _window = SlidingWindow.Of(Require.AtLeast(kernel, 1, nameof(kernel)), options.Stride, options.Dilation, options.Padding);
        if (inputs % Groups != 0 || outputs % Groups != 0)
            throw new ArgumentException($"{Groups} groups must divide the {inputs} inputs and the {outputs} outputs.");
    }

    /// <summary>Channels in.</summary>
    public int Inputs { get; }

    /// <summary>Channels out.</summary>
    public int Outputs { get; }

    /// <summary>Taps.</summary>
    public int Kernel => _window.Size;

    /// <summary>Steps from a window to the next.</summary>
    public int Stride => _window.Stride;

    /// <summary>Steps from a tap to the next.</summary>
    public int Dilation => _window.Dilation;

    /// <summary>Groups of channels that see only themselves.</summary>
    public int Groups { get; }

    /// <summary>Whether each output has an added constant.</summary>
    public bool HasBias { get; }

    /// <summary>What happens at the ends of a row.</summary>
    public Padding Padding => _window.Padding;

    /// <inheritdoc/>
    public override string Kind => "conv1d";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => _window.AddTo(
        new() { ["inputs"] = Inputs, ["outputs"] = Outputs, ["kernel"] = Kernel, ["groups"] = Groups, ["bias"] = HasBias ? 1 : 0 });

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights
    {
        get
        {
            WeightShape weight = new("weight", Outputs, GroupInputs, Kernel);
            return HasBias ? [weight, new("bias", Outputs)] : [weight];
        }
    }

    private int GroupInputs => Inputs / Groups;

    private int GroupOutputs => Outputs / Groups;

    private int WeightLength => Outputs * GroupInputs * Kernel;

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input.Channels == Inputs
        ? new(_window.Count(Kind, input), Outputs)
        : throw new ShapeException($"conv1d layer wants {Inputs} channels and got {input}.");

    internal override void Initialise(Philox random, Span<float> weights, InitialWeights scheme) =>
        Initialisation.KernelAndBias(random, scheme, Kernel * GroupInputs, Kernel * Outputs, weights, HasBias ? Outputs : 0);

    internal override object Prepare(KernelPath path, ReadOnlySpan<float> weights, object? previous) => weights.ToArray();

    internal override int GradientLength(KernelPath path) => WeightLength + (HasBias ? Outputs : 0);

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        int length = Infer(input).Length;
        double[] weights = Array.ConvertAll((float[])prepared!, w => (double)w);
        for (int row = 0; row < pass.Rows; row++)
        {
            double[] own = ReferenceForward(input, weights, Array.ConvertAll(x.Slice(row * input.Length, input.Length).ToArray(), v => (double)v));
            for (int i = 0; i < length; i++)
                y[(row * length) + i] = (float)own[i];
        }
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        int length = Infer(input).Length;
        double[] weights = Array.ConvertAll((float[])prepared!, w => (double)w), sum = new double[weights.Length];
        for (int row = 0; row < pass.Rows; row++)
        {
            double[] own = ReferenceBackward(
                input, weights, Array.ConvertAll(x.Slice(row * input.Length, input.Length).ToArray(), v => (double)v),
                Array.ConvertAll(dy.Slice(row * length, length).ToArray(), v => (double)v), sum);
            for (int i = 0; i < own.Length && !dx.IsEmpty; i++)
                dx[(row * input.Length) + i] = (float)own[i];
        }

        for (int i = 0; i < gradient.Length; i++)
            gradient[i] += (float)sum[i];
    }

    internal override void Unpack(KernelPath path, ReadOnlySpan<float> gradient, Span<float> weights) =>
        System.Numerics.Tensors.TensorPrimitives.Add(weights, gradient, weights);

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        RowShape output = Infer(input);
        int left = _window.Margins(input.Steps).Left;
        double[] y = new double[output.Length];
        for (int t = 0; t < output.Steps; t++)
        {
            for (int o = 0; o < Outputs; o++)
            {
                double sum = HasBias ? weights[WeightLength + o] : 0;
                for (int j = 0; j < Kernel; j++)
                {
                    int step = (t * Stride) + (j * Dilation) - left;
                    for (int i = 0; i < GroupInputs && step >= 0 && step < input.Steps; i++)
                        sum += weights[(((o * GroupInputs) + i) * Kernel) + j] * x[(step * Inputs) + (o / GroupOutputs * GroupInputs) + i];
                }

                y[(t * Outputs) + o] = sum;
            }
        }

        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        int windows = Infer(input).Steps, left = _window.Margins(input.Steps).Left;
        double[] dx = new double[input.Length];
        for (int t = 0; t < windows; t++)
        {
            for (int o = 0; o < Outputs; o++)
            {
                double d = dy[(t * Outputs) + o];
                if (HasBias)
                    gradient[WeightLength + o] += d;
                for (int j = 0; j < Kernel; j++)
                {
                    int step = (t * Stride) + (j * Dilation) - left;
                    for (int i = 0; i < GroupInputs && step >= 0 && step < input.Steps; i++)
                    {
                        int w = (((o * GroupInputs) + i) * Kernel) + j, at = (step * Inputs) + (o / GroupOutputs * GroupInputs) + i;
                        gradient[w] += d * x[at];
                        dx[at] += d * weights[w];
                    }
                }
            }
        }

        return dx;
    }
}
