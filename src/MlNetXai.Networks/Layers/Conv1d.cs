using System.Numerics.Tensors;
using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>Convolution over steps (cross-correlation, as PyTorch's and Keras').</summary>
/// <remarks>
/// y[t, o] = b[o] + Σⱼ Σᵢ w[o, i, j]·x[t·stride + j·dilation − left, i], zero outside the row; with groups, i runs over the inputs of o's group.
/// Shapes: x <c>[row, step, inputs]</c>, y <c>[row, window, outputs]</c>, weight <c>[outputs, inputs/groups, kernel]</c>, bias <c>[outputs]</c>. Initial weights as
/// PyTorch's: both uniform in ±1/√(inputs/groups · kernel).
/// </remarks>
public sealed class Conv1d : Layer, ITakesTail
{
    // 512 KB of L2.
    private const int FloatsAtOnce = 1 << 17;
    private const int FewestAtOnce = 128;
    private const int MostAtOnce = 1024;

    private readonly SlidingWindow _window;
    private readonly ConvolutionShape _shape;

    /// <param name="inputs">Channels in, at least 1.</param>
    /// <param name="outputs">Channels out, at least 1.</param>
    /// <param name="kernel">Taps, at least 1.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <exception cref="ArgumentException">A size is below 1, the groups do not divide inputs and outputs, or PyTorch's 'same' has a stride.</exception>
    public Conv1d(int inputs, int outputs, int kernel, Conv1dOptions? options = null)
    {
        options ??= new();
        HasBias = options.Bias;
        _window = SlidingWindow.Of(Require.AtLeast(kernel, 1, nameof(kernel)), options.Stride, options.Dilation, options.Padding);
        _shape = new(Require.AtLeast(inputs, 1, nameof(inputs)), Require.AtLeast(outputs, 1, nameof(outputs)), kernel, options.Stride, options.Dilation, options.Groups);
        if (inputs % options.Groups != 0 || outputs % options.Groups != 0)
            throw new ArgumentException($"{options.Groups} groups must divide the {inputs} inputs and the {outputs} outputs.");
    }

    /// <summary>Channels in.</summary>
    public int Inputs => _shape.Inputs;

    /// <summary>Channels out.</summary>
    public int Outputs => _shape.Outputs;

    /// <summary>Taps.</summary>
    public int Kernel => _window.Size;

    /// <summary>Steps from a window to the next.</summary>
    public int Stride => _window.Stride;

    /// <summary>Steps from a tap to the next.</summary>
    public int Dilation => _window.Dilation;

    /// <summary>Groups of channels that see only themselves.</summary>
    public int Groups => _shape.Groups;

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
            WeightShape weight = new("weight", Outputs, _shape.GroupInputs, Kernel);
            return HasBias ? [weight, new("bias", Outputs)] : [weight];
        }
    }

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input.Channels == Inputs
        ? new(_window.Count(Kind, input), Outputs)
        : throw new ShapeException($"conv1d layer wants {Inputs} channels and got {input}.");

    internal override void Initialise(Philox random, Span<float> weights, InitialWeights scheme) =>
        Initialisation.KernelAndBias(random, scheme, Kernel * _shape.GroupInputs, Kernel * Outputs, weights, HasBias ? Outputs : 0);

    internal override object Prepare(KernelPath path, ReadOnlySpan<float> weights, object? previous)
    {
        Prepared prepared = (Prepared?)previous ?? new(new ConvolutionWeights(_shape, path.Lanes), HasBias ? Epilogues(path, rectifies: false) : null);
        prepared.Weights.Fill(weights);
        for (int g = 0; HasBias && g < Groups; g++)
            weights.Slice(_shape.WeightLength + (g * _shape.GroupOutputs), _shape.GroupOutputs).CopyTo(prepared.Bias![g].Shift.Span);
        return prepared;
    }

    object ITakesTail.PrepareTail(KernelPath path, ReadOnlySpan<float> weights, LayerTail tail, object? previous)
    {
        // y = (z + b)·scale + shift.
        Tail own = (Tail?)previous ?? new(Epilogues(path, tail.Rectifies), new float[Outputs]);
        for (int o = 0; o < Outputs; o++)
        {
            (int group, int column) = Math.DivRem(o, _shape.GroupOutputs);
            own.Scale[o] = (float)tail.Scale[o];
            own.Epilogues[group].Scale.Span[column] = own.Scale[o];
            own.Epilogues[group].Shift.Span[column] = (float)(((HasBias ? weights[_shape.WeightLength + o] : 0) * tail.Scale[o]) + tail.Shift[o]);
        }

        return own;
    }

    internal override int GradientLength(KernelPath path) => (Groups * GroupGradientLength(path.Lanes)) + (HasBias ? Outputs : 0);

    internal override Kept Keeps(Purpose purpose) => purpose == Purpose.Train ? Kept.Input : Kept.Nothing;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        Prepared p = (Prepared)prepared!;
        Epilogue[]? epilogues = (pass.Tail as Tail)?.Epilogues ?? p.Bias;
        int windows = Infer(input).Steps, length = windows * Outputs;
        WindowChunks chunks = new(pass.Rows, windows, AtOnce(Stride * Inputs));
        for (int i = 0; i < chunks.Count; i++)
        {
            (int row, int rows, int first, int count) = chunks.At(i);
            ReadOnlySpan<float> padded = Padded(pass, x, input, chunks.At(i), out int rowStride);
            for (int g = 0; g < Groups; g++)
            {
                pass.Path.Convolve(
                    View(padded, rows, rowStride, count, g), p.Weights.Forward[g], y[((row * length) + (first * Outputs) + (g * _shape.GroupOutputs))..], new(length, Outputs), epilogues?[g]);
            }
        }
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        Prepared p = (Prepared)prepared!;
        if (pass.Tail is Tail tail)
            dy = BeforeTail(pass, tail, x, dy);
        if (!gradient.IsEmpty)
            AddWeightGradient(pass, p.Weights, input, x, dy, gradient);
        if (!dx.IsEmpty)
            InputGradient(pass, p.Weights, input, dy, dx);
    }

    internal override void Unpack(KernelPath path, ReadOnlySpan<float> gradient, Span<float> weights)
    {
        int length = Groups * GroupGradientLength(path.Lanes);
        ConvolutionWeights.Unpack(_shape, PaddedOutputs(path.Lanes), gradient[..length], weights);
        if (HasBias)
            TensorPrimitives.Add(weights[_shape.WeightLength..], gradient.Slice(length, Outputs), weights[_shape.WeightLength..]);
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        RowShape output = Infer(input);
        int left = _window.Margins(input.Steps).Left;
        double[] y = new double[output.Length];
        for (int t = 0; t < output.Steps; t++)
        {
            for (int o = 0; o < Outputs; o++)
            {
                double sum = HasBias ? weights[_shape.WeightLength + o] : 0;
                for (int j = 0; j < Kernel; j++)
                {
                    int step = (t * Stride) + (j * Dilation) - left;
                    for (int i = 0; i < _shape.GroupInputs && step >= 0 && step < input.Steps; i++)
                        sum += weights[(((o * _shape.GroupInputs) + i) * Kernel) + j] * x[(step * Inputs) + (o / _shape.GroupOutputs * _shape.GroupInputs) + i];
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
                    gradient[_shape.WeightLength + o] += d;
                for (int j = 0; j < Kernel; j++)
                {
                    int step = (t * Stride) + (j * Dilation) - left;
                    for (int i = 0; i < _shape.GroupInputs && step >= 0 && step < input.Steps; i++)
                    {
                        int w = (((o * _shape.GroupInputs) + i) * Kernel) + j, at = (step * Inputs) + (o / _shape.GroupOutputs * _shape.GroupInputs) + i;
                        gradient[w] += d * x[at];
                        dx[at] += d * weights[w];
                    }
                }
            }
        }

        return dx;
    }

    // Windows whose padded rows stay in L2 when each moves on by so many floats, and that are enough to share the weights' way there.
    private static int AtOnce(int stepFloats) => Math.Clamp(FloatsAtOnce / stepFloats, FewestAtOnce, MostAtOnce);

    private int PaddedOutputs(int lanes) => (_shape.GroupOutputs + lanes - 1) / lanes * lanes;

    private int GroupGradientLength(int lanes) => Kernel * _shape.GroupInputs * PaddedOutputs(lanes);

    private Epilogue[] Epilogues(KernelPath path, bool rectifies)
    {
        Epilogue[] epilogues = [.. Enumerable.Range(0, Groups).Select(_ => new Epilogue(new(PaddedOutputs(path.Lanes)), new(PaddedOutputs(path.Lanes)), rectifies))];
        foreach (Epilogue epilogue in epilogues)
            epilogue.Scale.Span.Fill(1);
        return epilogues;
    }

    // What the windows of a chunk read.
    private ReadOnlySpan<float> Padded(Pass pass, ReadOnlySpan<float> x, RowShape input, (int Row, int Rows, int First, int Count) chunk, out int rowStride)
    {
        int first = (chunk.First * Stride) - _window.Margins(input.Steps).Left, count = ((chunk.Count - 1) * Stride) + _window.Reach;
        return new PaddedRows(x, input.Steps, Inputs).Take(chunk.Row, chunk.Rows, first, count, pass.Scratch, out rowStride);
    }

    private ConvolutionView View(ReadOnlySpan<float> padded, int rows, int rowStride, int windows, int group) => new()
    {
        Values = padded[(group * _shape.GroupInputs)..],
        Rows = rows,
        RowStride = rowStride,
        Steps = windows,
        StepStride = Stride * Inputs,
        Taps = Kernel,
        TapStride = Dilation * Inputs,
        Channels = _shape.GroupInputs,
    };

    // Gradient of the sums from that of the output y, which is what a step with a tail keeps.
    private ReadOnlySpan<float> BeforeTail(Pass pass, Tail tail, ReadOnlySpan<float> y, ReadOnlySpan<float> dy)
    {
        Span<float> back = pass.Scratch.Tail(dy.Length);
        if (tail.Epilogues[0].Rectifies)
            pass.Path.ElementwiseBack(new(ElementwiseKind.Relu), y, dy, back);
        else
            dy.CopyTo(back);
        for (int i = 0; i < back.Length; i += Outputs)
            TensorPrimitives.Multiply(back.Slice(i, Outputs), tail.Scale, back.Slice(i, Outputs));
        return back;
    }

    private void AddWeightGradient(Pass pass, ConvolutionWeights weights, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> gradient)
    {
        int windows = Infer(input).Steps, length = GroupGradientLength(pass.Path.Lanes);
        WindowChunks chunks = new(pass.Rows, windows, AtOnce(Stride * Inputs));
        for (int i = 0; i < chunks.Count; i++)
        {
            (int row, int rows, int first, int count) = chunks.At(i);
            ReadOnlySpan<float> padded = Padded(pass, x, input, chunks.At(i), out int rowStride), back = dy[(((row * windows) + first) * Outputs)..];
            for (int g = 0; g < Groups; g++)
            {
                pass.Path.AddWeightGradient(
                    View(padded, rows, rowStride, count, g), back[(g * _shape.GroupOutputs)..], new(windows * Outputs, Outputs), weights.Forward[g],
                    gradient.Slice(g * length, length), pass.Scratch);
            }
        }

        if (!HasBias)
            return;
        Span<float> bias = gradient.Slice(Groups * length, Outputs);
        for (int i = 0; i < pass.Rows * windows; i++)
            TensorPrimitives.Add(bias, dy.Slice(i * Outputs, Outputs), bias);
    }

    // Inputs at padded steps stride·m + phase: a convolution of dy per phase, chunks cut along m.
    private void InputGradient(Pass pass, ConvolutionWeights weights, RowShape input, ReadOnlySpan<float> dy, Span<float> dx)
    {
        int windows = Infer(input).Steps, left = _window.Margins(input.Steps).Left;
        (int begin, int end, int furthest, int nearest) = (int.MaxValue, 0, 0, int.MaxValue);
        for (int r = 0; r < Stride; r++)
        {
            ConvolutionPhase phase = weights.Phases[r];
            (int first, int count) = InputsOf(r, left, input.Steps);
            if (phase.Taps.Length == 0 || count == 0)
                continue;
            (begin, end) = (Math.Min(begin, first), Math.Max(end, first + count));
            (furthest, nearest) = (Math.Max(furthest, phase.Offsets[0]), Math.Min(nearest, phase.Offsets[^1]));
        }

        if (weights.Phases.Any(phase => phase.Taps.Length == 0))
            dx.Clear();
        if (end == 0)
            return;
        WindowChunks chunks = new(pass.Rows, end - begin, AtOnce(Outputs));
        for (int i = 0; i < chunks.Count; i++)
        {
            (int row, int rows, int first, int count) = chunks.At(i);
            first += begin;
            ReadOnlySpan<float> padded = new PaddedRows(dy, windows, Outputs).Take(row, rows, first - furthest, count + furthest - nearest, pass.Scratch, out int rowStride);
            for (int r = 0; r < Stride; r++)
            {
                ConvolutionPhase phase = weights.Phases[r];
                (int own, int ownCount) = InputsOf(r, left, input.Steps);
                (int from, int to) = (Math.Max(own, first), Math.Min(own + ownCount, first + count));
                if (phase.Taps.Length == 0 || from >= to)
                    continue;
                int source = (from - first + furthest - phase.Offsets[0]) * Outputs, target = (row * input.Length) + (((from * Stride) + r - left) * Inputs);
                for (int g = 0; g < Groups; g++)
                {
                    ConvolutionView view = new()
                    {
                        Values = padded[(source + (g * _shape.GroupOutputs))..],
                        Rows = rows,
                        RowStride = rowStride,
                        Steps = to - from,
                        StepStride = Outputs,
                        Taps = phase.Taps.Length,
                        TapStride = phase.Distance * Outputs,
                        Channels = _shape.GroupOutputs,
                    };
                    pass.Path.Convolve(view, weights.Back[g][r]!, dx[(target + (g * _shape.GroupInputs))..], new(input.Length, Stride * Inputs), null);
                }
            }
        }
    }

    // The m with 0 ≤ stride·m + phase − left < steps.
    private (int First, int Count) InputsOf(int phase, int left, int steps)
    {
        int first = left <= phase ? 0 : (left - phase + Stride - 1) / Stride;
        int last = left - phase + steps - 1 < 0 ? -1 : (left - phase + steps - 1) / Stride;
        return (first, Math.Max(last - first + 1, 0));
    }

    private sealed record Tail(Epilogue[] Epilogues, float[] Scale);

    // By group: what becomes of its sums.
    private sealed record Prepared(ConvolutionWeights Weights, Epilogue[]? Bias);
}
