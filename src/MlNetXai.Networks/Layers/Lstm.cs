using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>Long short-term memory without peepholes; gives the last step's hidden state, or every step's.</summary>
/// <remarks>
/// i, f, o = σ(W x + U h + b), g = tanh(…), c = f·c′ + i·g, h = o·tanh c; initial h and c are 0 (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000).
/// Shapes: x <c>[row, step, inputs]</c>, y <c>[row, 1, hidden]</c> or <c>[row, step, hidden]</c>. Weights as PyTorch's: weight_ih <c>[4·hidden, inputs]</c>,
/// weight_hh <c>[4·hidden, hidden]</c>, two biases <c>[4·hidden]</c> that add, rows in blocks i, f, g, o; initial weights uniform in ±1/√hidden.
/// </remarks>
/// <param name="inputs">Channels in, at least 1.</param>
/// <param name="hidden">Units, at least 1.</param>
/// <param name="returnsSequence">Whether every step's hidden state is the output.</param>
public sealed class Lstm(int inputs, int hidden, bool returnsSequence = false) : Layer, ICausalRecurrence
{
    // Rows × steps whose gate gradients are held at once: enough depth for a fast product, little enough to stay in L2.
    private const int ChunkRows = 192;

    /// <summary>Channels in.</summary>
    public int Inputs { get; } = Require.AtLeast(inputs, 1, nameof(inputs));

    /// <summary>Units.</summary>
    public int Hidden { get; } = Require.AtLeast(hidden, 1, nameof(hidden));

    /// <summary>Whether the output has every step, or the last alone.</summary>
    public bool ReturnsSequence { get; } = returnsSequence;

    /// <inheritdoc/>
    public override string Kind => "lstm";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings =>
        new Dictionary<string, double> { ["inputs"] = Inputs, ["hidden"] = Hidden, ["returnsSequence"] = ReturnsSequence ? 1 : 0 };

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights =>
    [
        new("weight_ih", 4 * Hidden, Inputs), new("weight_hh", 4 * Hidden, Hidden), new("bias_ih", 4 * Hidden), new("bias_hh", 4 * Hidden),
    ];

    bool ICausalRecurrence.IsCausal => true;

    private int InputWeights => 4 * Hidden * Inputs;

    private int HiddenWeights => 4 * Hidden * Hidden;

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input.Channels == Inputs
        ? new(ReturnsSequence ? input.Steps : 1, Hidden)
        : throw new ShapeException($"LSTM layer wants {Inputs} channels and got {input}.");

    internal override void Initialise(Philox random, Span<float> weights, InitialWeights scheme)
    {
        if (scheme == InitialWeights.PyTorch)
        {
            Initialisation.Uniform(random, 1 / Math.Sqrt(Hidden), weights);
            return;
        }

        Initialisation.Kernel(random, scheme, Inputs, 4 * Hidden, weights[..InputWeights]);
        Initialisation.Orthogonal(random, 4 * Hidden, Hidden, weights.Slice(InputWeights, HiddenWeights), stream: 1);
        Span<float> biases = weights[(InputWeights + HiddenWeights)..];
        biases.Clear();

        // The forget gate's: it keeps the cell at first (Jozefowicz, Zaremba and Sutskever 2015).
        biases.Slice(Hidden, Hidden).Fill(1);
    }

    internal override object Prepare(KernelPath path, ReadOnlySpan<float> weights, object? previous)
    {
        ReadOnlySpan<float> biases = weights[(InputWeights + HiddenWeights)..];
        float[] bias = new float[4 * Hidden];
        for (int i = 0; i < bias.Length; i++)
            bias[i] = biases[i] + biases[bias.Length + i];
        LstmPanels panels = (LstmPanels?)previous ?? new(Inputs, Hidden, path.Lanes);
        panels.Fill(weights[..InputWeights], weights.Slice(InputWeights, HiddenWeights), bias);
        return panels;
    }

    internal override int StateLength(Pass pass, RowShape input) => new Layout(this, pass, input).Length;

    internal override int GradientLength(KernelPath path) => LstmPanels.GradientLength(Inputs, Hidden, path.Lanes);

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        LstmPanels weights = (LstmPanels)prepared!;
        Layout layout = new(this, pass, input);
        LstmBlock block = layout.Block(pass.Rows, input.Steps, x, state);
        if (pass.InitialState is { } initial)
        {
            initial.H.Span.CopyTo(block.H);
            initial.C.Span.CopyTo(block.C);
        }
        else
        {
            block.H[..layout.Slot].Clear();
            block.C[..layout.Slot].Clear();
        }

        pass.Path.LstmForward(weights, ref block);
        int padded = weights.PaddedHidden;
        int steps = ReturnsSequence ? input.Steps : 1;
        for (int step = 0; step < steps; step++)
        {
            int slot = block.HSlot(ReturnsSequence ? step + 1 : input.Steps);
            for (int row = 0; row < pass.Rows; row++)
                block.H.Slice((slot * layout.Slot) + (row * padded), Hidden).CopyTo(y[(((row * steps) + step) * Hidden)..]);
        }
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        LstmBlock block = new Layout(this, pass, input).Block(pass.Rows, input.Steps, x, state);
        block.OutputGradient = dy;
        block.OutputIsSequence = ReturnsSequence;
        block.Dx = dx;
        block.Gradient = gradient;
        pass.Path.LstmBackward((LstmPanels)prepared!, ref block);
    }

    internal override void Unpack(KernelPath path, ReadOnlySpan<float> gradient, Span<float> weights)
    {
        int biases = InputWeights + HiddenWeights;
        LstmPanels.Unpack(
            Inputs, Hidden, path.Lanes, gradient, weights[..InputWeights], weights.Slice(InputWeights, HiddenWeights), weights.Slice(biases, 4 * Hidden),
            weights.Slice(biases + (4 * Hidden), 4 * Hidden));
    }

    Layer ICausalRecurrence.WithEveryStep() => new Lstm(Inputs, Hidden, returnsSequence: true);

    RecurrentState ICausalRecurrence.StateBefore(int step, Pass pass, RowShape input, Memory<float> state)
    {
        Layout layout = new(this, pass, input);
        return new(state.Slice(step * layout.Slot, layout.Slot), state.Slice(layout.HLength + (step * layout.Slot), layout.Slot));
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        Trace trace = Run(input.Steps, weights, x);
        return ReturnsSequence ? trace.H[Hidden..] : trace.H[(input.Steps * Hidden)..];
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        Trace trace = Run(input.Steps, weights, x);
        double[] dx = new double[input.Length], dc = new double[Hidden], dz = new double[4 * Hidden], dh = new double[Hidden];
        for (int t = input.Steps - 1; t >= 0; t--)
        {
            for (int j = 0; j < Hidden; j++)
            {
                if (ReturnsSequence)
                    dh[j] += dy[(t * Hidden) + j];
                else if (t == input.Steps - 1)
                    dh[j] += dy[j];
                double i = trace.Gate(t, 0, j), f = trace.Gate(t, 1, j), g = trace.Gate(t, 2, j), o = trace.Gate(t, 3, j);
                double u = Math.Tanh(trace.C[((t + 1) * Hidden) + j]);
                dc[j] += dh[j] * o * (1 - (u * u));
                dz[j] = dc[j] * g * i * (1 - i);
                dz[Hidden + j] = dc[j] * trace.C[(t * Hidden) + j] * f * (1 - f);
                dz[(2 * Hidden) + j] = dc[j] * i * (1 - (g * g));
                dz[(3 * Hidden) + j] = dh[j] * u * o * (1 - o);
                dc[j] *= f;
            }

            Array.Clear(dh);
            for (int r = 0; r < 4 * Hidden; r++)
            {
                for (int d = 0; d < Inputs; d++)
                {
                    gradient[(r * Inputs) + d] += dz[r] * x[(t * Inputs) + d];
                    dx[(t * Inputs) + d] += dz[r] * weights[(r * Inputs) + d];
                }

                for (int k = 0; k < Hidden; k++)
                {
                    gradient[InputWeights + (r * Hidden) + k] += dz[r] * trace.H[(t * Hidden) + k];
                    dh[k] += dz[r] * weights[InputWeights + (r * Hidden) + k];
                }

                gradient[InputWeights + HiddenWeights + r] += dz[r];
                gradient[InputWeights + HiddenWeights + (4 * Hidden) + r] += dz[r];
            }
        }

        return dx;
    }

    private Trace Run(int steps, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        Trace trace = new(Hidden, new double[(steps + 1) * Hidden], new double[(steps + 1) * Hidden], new double[steps * 4 * Hidden]);
        int biases = InputWeights + HiddenWeights;
        for (int t = 0; t < steps; t++)
        {
            for (int r = 0; r < 4 * Hidden; r++)
            {
                double z = weights[biases + r] + weights[biases + (4 * Hidden) + r];
                for (int d = 0; d < Inputs; d++)
                    z += weights[(r * Inputs) + d] * x[(t * Inputs) + d];
                for (int k = 0; k < Hidden; k++)
                    z += weights[InputWeights + (r * Hidden) + k] * trace.H[(t * Hidden) + k];
                trace.Gates[(t * 4 * Hidden) + r] = r / Hidden == 2 ? Math.Tanh(z) : 1 / (1 + Math.Exp(-z));
            }

            for (int j = 0; j < Hidden; j++)
            {
                double c = (trace.Gate(t, 1, j) * trace.C[(t * Hidden) + j]) + (trace.Gate(t, 0, j) * trace.Gate(t, 2, j));
                trace.C[((t + 1) * Hidden) + j] = c;
                trace.H[((t + 1) * Hidden) + j] = trace.Gate(t, 3, j) * Math.Tanh(c);
            }
        }

        return trace;
    }

    // h, c: [step + 1][unit] with the initial state first; gates: [step][i, f, g, o][unit].
    private sealed record Trace(int Hidden, double[] H, double[] C, double[] Gates)
    {
        public double Gate(int step, int gate, int unit) => Gates[(((step * 4) + gate) * Hidden) + unit];
    }

    // Where the parts of a block's state lie: h, c, gates, dh, dc, dz, chunk of inputs.
    private readonly struct Layout
    {
        private readonly bool _keepsH;
        private readonly bool _keepsC;
        private readonly int _cLength;
        private readonly int _gates;
        private readonly int _dh;
        private readonly int _dz;
        private readonly int _xChunk;
        private readonly int _chunkSteps;

        public Layout(Lstm layer, Pass pass, RowShape input)
        {
            int lanes = pass.Path.Lanes, panels = (layer.Hidden + lanes - 1) / lanes, width = 4 * lanes;
            bool goesBack = pass.Purpose is Purpose.InputGradient or Purpose.Train;
            _keepsH = layer.ReturnsSequence || pass.Purpose is Purpose.Train or Purpose.Trace;
            _keepsC = goesBack || pass.Purpose == Purpose.Trace;
            Slot = pass.Rows * panels * lanes;
            HLength = checked((_keepsH ? input.Steps + 1 : 2) * Slot);
            _cLength = checked((_keepsC ? input.Steps + 1 : 2) * Slot);
            if (!goesBack)
                return;
            _chunkSteps = Math.Clamp(ChunkRows / pass.Rows, 1, input.Steps);
            _gates = checked(input.Steps * Slot * 4);
            _dh = pass.Rows * (((panels * lanes) + width - 1) / width * width);
            _dz = _chunkSteps * Slot * 4;
            _xChunk = pass.Purpose == Purpose.Train ? _chunkSteps * pass.Rows * (layer.Inputs + 1) : 0;
        }

        /// <summary>Floats of one step's h or c.</summary>
        public int Slot { get; }

        public int HLength { get; }

        public int Length => checked(HLength + _cLength + _gates + _dh + (_dh == 0 ? 0 : Slot) + _dz + _xChunk);

        public LstmBlock Block(int rows, int steps, ReadOnlySpan<float> x, Span<float> state)
        {
            LstmBlock block = new()
            {
                Rows = rows,
                Steps = steps,
                X = x,
                KeepsH = _keepsH,
                KeepsC = _keepsC,
                ChunkSteps = _chunkSteps,
                H = Take(ref state, HLength),
                C = Take(ref state, _cLength),
                Gates = Take(ref state, _gates),
            };
            if (_gates > 0)
            {
                block.Dh = Take(ref state, _dh);
                block.Dc = Take(ref state, Slot);
                block.Dz = Take(ref state, _dz);
                block.XChunk = Take(ref state, _xChunk);
            }

            return block;
        }

        private static Span<float> Take(scoped ref Span<float> state, int length)
        {
            Span<float> part = state[..length];
            state = state[length..];
            return part;
        }
    }
}
