using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>What LSTM and GRU share: directions, sequence or final state, steps that are left out, memory of a pass, and the plain twins' loop over time.</summary>
/// <remarks>
/// Without sequence the output is the state after the last step read: of the backward direction, the first step. A step left out (<see cref="Batch.Lengths"/>, <see cref="Masking"/>) keeps state and
/// output as they are, as in Keras: the forward direction ends, the backward one begins at the last step that holds data. Shapes: x <c>[row, step, inputs]</c>, y
/// <c>[row, step, outputs]</c> or <c>[row, 1, outputs]</c>, outputs = hidden, or 2·hidden for both directions.
/// </remarks>
public abstract class RecurrentLayer : Layer, ICausalRecurrence
{
    // Rows × steps whose gate gradients are held at once: enough depth for a fast product, little enough to stay in L2.
    private const int ChunkRows = 192;

    private protected RecurrentLayer(int inputs, int hidden, bool returnsSequence, RecurrentDirection direction, GateActivation gates)
    {
        Inputs = Require.AtLeast(inputs, 1, nameof(inputs));
        Hidden = Require.AtLeast(hidden, 1, nameof(hidden));
        ReturnsSequence = returnsSequence;
        Direction = Enum.IsDefined(direction)
            ? direction
            : throw new ArgumentOutOfRangeException(nameof(direction), direction, $"Direction is {(int)direction} and must be 0 (forward), 1 (backward) or 2 (both).");
        Gates = Enum.IsDefined(gates) ? gates : throw new ArgumentOutOfRangeException(nameof(gates), gates, $"Gates is {(int)gates} and must be 0 (sigmoid) or 1 (hard sigmoid).");
    }

    /// <summary>Channels in.</summary>
    public int Inputs { get; }

    /// <summary>Units of a direction.</summary>
    public int Hidden { get; }

    /// <summary>Whether the output has every step, or the final state alone.</summary>
    public bool ReturnsSequence { get; }

    /// <summary>Order in which steps are read.</summary>
    public RecurrentDirection Direction { get; }

    /// <summary>Nonlinearity of the gates.</summary>
    public GateActivation Gates { get; }

    /// <summary>Channels out: units of all directions.</summary>
    public int Outputs => DirectionCount * Hidden;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<WeightShape> Weights =>
    [
        .. Direction == RecurrentDirection.Backward ? [] : WeightsOfDirection,
        .. Direction == RecurrentDirection.Forward ? [] : WeightsOfDirection.Select(weight => weight with { Name = $"{weight.Name}_reverse" }),
    ];

    bool ICausalRecurrence.IsCausal => Direction == RecurrentDirection.Forward;

    private protected int DirectionCount => Direction == RecurrentDirection.Both ? 2 : 1;

    /// <summary>Weights of a direction, in order.</summary>
    private protected abstract IReadOnlyList<WeightShape> WeightsOfDirection { get; }

    /// <summary>Number of them.</summary>
    private protected abstract int DirectionLength { get; }

    /// <summary>The kernels' cell.</summary>
    private protected abstract CellKind Cell { get; }

    /// <summary>Whether a gate acts on the hidden state before its product.</summary>
    private protected virtual bool ResetsBefore => false;

    /// <summary>Gates that the twin keeps of a unit.</summary>
    private protected abstract int GateCount { get; }

    /// <inheritdoc/>
    public sealed override RowShape Infer(RowShape input) => input.Channels == Inputs
        ? new(ReturnsSequence ? input.Steps : 1, Outputs)
        : throw new ShapeException($"{Kind.ToUpperInvariant()} layer wants {Inputs} channels and got {input}.");

    internal sealed override bool IsSmooth => Gates == GateActivation.Sigmoid;

    internal sealed override MaskUse MaskUse(Purpose purpose) => ReturnsSequence ? Networks.MaskUse.HandsOn : Networks.MaskUse.Ends;

    internal sealed override Kept Keeps(Purpose purpose) => purpose == Purpose.Train ? Kept.Input : Kept.Nothing;

    internal sealed override object Prepare(KernelPath path, ReadOnlySpan<float> weights, object? previous)
    {
        RecurrentPanels[] panels = (RecurrentPanels[]?)previous ?? [.. Enumerable.Range(0, DirectionCount).Select(_ => new RecurrentPanels(Inputs, Hidden, path.Lanes, ResetsBefore))];
        for (int d = 0; d < panels.Length; d++)
            Fill(panels[d], weights.Slice(d * DirectionLength, DirectionLength));
        return panels;
    }

    internal sealed override int StateLength(Pass pass, RowShape input) => checked(DirectionCount * new Layout(this, pass, input).Length);

    internal sealed override int GradientLength(KernelPath path) => checked(DirectionCount * RecurrentPanels.GradientLength(Inputs, Hidden, path.Lanes, ResetsBefore));

    internal sealed override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        Layout layout = new(this, pass, input);
        for (int d = 0; d < DirectionCount; d++)
        {
            RecurrentPanels weights = ((RecurrentPanels[])prepared!)[d];
            RecurrentBlock block = layout.Block(pass, input.Steps, x, state.Slice(d * layout.Length, layout.Length), IsReversed(d));
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

            pass.Path.RecurrentForward(Cell, weights, ref block);
            int padded = weights.PaddedHidden;
            int steps = ReturnsSequence ? input.Steps : 1;
            for (int step = 0; step < steps; step++)
            {
                int slot = block.HSlot(ReturnsSequence ? step + 1 : input.Steps), time = ReturnsSequence ? block.Time(step) : 0;
                for (int row = 0; row < pass.Rows; row++)
                    block.H.Slice((slot * layout.Slot) + (row * padded), Hidden).CopyTo(y[(((((row * steps) + time) * DirectionCount) + d) * Hidden)..]);
            }
        }
    }

    internal sealed override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        Layout layout = new(this, pass, input);
        int gradientLength = gradient.Length / DirectionCount;
        for (int d = 0; d < DirectionCount; d++)
        {
            RecurrentBlock block = layout.Block(pass, input.Steps, x, state.Slice(d * layout.Length, layout.Length), IsReversed(d));
            block.OutputGradient = dy;
            block.OutputIsSequence = ReturnsSequence;
            block.OutputChannels = Outputs;
            block.OutputOffset = d * Hidden;
            block.Dx = dx;
            block.AddsDx = d > 0;
            block.HiddenGradient = pass.HiddenGradient.Span;
            block.Gradient = gradient.Slice(d * gradientLength, gradientLength);
            pass.Path.RecurrentBackward(Cell, ((RecurrentPanels[])prepared!)[d], ref block);
        }
    }

    internal sealed override void Unpack(KernelPath path, ReadOnlySpan<float> gradient, Span<float> weights)
    {
        int length = gradient.Length / DirectionCount;
        for (int d = 0; d < DirectionCount; d++)
            UnpackDirection(path.Lanes, gradient.Slice(d * length, length), weights.Slice(d * DirectionLength, DirectionLength));
    }

    Layer ICausalRecurrence.WithEveryStep() => WithEveryStep();

    RecurrentState ICausalRecurrence.StateBefore(int step, Pass pass, RowShape input, Memory<float> state)
    {
        Layout layout = new(this, pass, input);
        return new(state.Slice(step * layout.Slot, layout.Slot), state.Slice(layout.HLength + (step * layout.Slot), layout.Slot));
    }

    internal sealed override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x) => ReferenceForward(input, weights, x, []);

    internal sealed override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<bool> holdsData)
    {
        int steps = ReturnsSequence ? input.Steps : 1;
        double[] y = new double[steps * Outputs];
        for (int d = 0; d < DirectionCount; d++)
        {
            ReferenceStates states = Run(weights.Slice(d * DirectionLength, DirectionLength), x, holdsData, input.Steps, IsReversed(d));
            for (int s = input.Steps - steps; s < input.Steps; s++)
            {
                int time = !ReturnsSequence ? 0 : IsReversed(d) ? input.Steps - 1 - s : s;
                states.H(s + 1).CopyTo(y.AsSpan((time * Outputs) + (d * Hidden)));
            }
        }

        return y;
    }

    internal sealed override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient) =>
        ReferenceBackward(input, weights, x, dy, gradient, []);

    internal sealed override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient, ReadOnlySpan<bool> holdsData) =>
        ReferenceBackward(input, weights, x, dy, gradient, holdsData, []);

    /// <summary>Twin of the total derivative with respect to every hidden state, through later steps too, <c>[step, outputs]</c>.</summary>
    internal double[] ReferenceHiddenGradient(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy)
    {
        double[] hidden = new double[input.Steps * Outputs];
        ReferenceBackward(input, weights, x, dy, new double[weights.Length], [], hidden);
        return hidden;
    }

    private double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient, ReadOnlySpan<bool> holdsData, Span<double> hidden)
    {
        double[] dx = new double[input.Length];
        for (int d = 0; d < DirectionCount; d++)
        {
            ReadOnlySpan<double> own = weights.Slice(d * DirectionLength, DirectionLength);
            ReferenceStates states = Run(own, x, holdsData, input.Steps, IsReversed(d));
            double[] dh = new double[Hidden], dc = new double[Hidden];
            for (int s = input.Steps - 1; s >= 0; s--)
            {
                int time = IsReversed(d) ? input.Steps - 1 - s : s;
                for (int j = 0; j < Hidden; j++)
                {
                    if (ReturnsSequence)
                        dh[j] += dy[(time * Outputs) + (d * Hidden) + j];
                    else if (s == input.Steps - 1)
                        dh[j] += dy[(d * Hidden) + j];
                }

                if (!hidden.IsEmpty)
                    dh.CopyTo(hidden[((time * Outputs) + (d * Hidden))..]);

                if (holdsData.IsEmpty || holdsData[time])
                    ReferenceStepBack(
                        own, x.Slice(time * Inputs, Inputs), states, s, dh, dc, dx.AsSpan(time * Inputs, Inputs), gradient.Slice(d * DirectionLength, DirectionLength));
            }
        }

        return dx;
    }

    /// <summary>Takes a direction's weights into its panels.</summary>
    private protected abstract void Fill(RecurrentPanels panels, ReadOnlySpan<float> weights);

    /// <summary>Adds a direction's gradient in the panels' layout to the plain one.</summary>
    private protected abstract void UnpackDirection(int lanes, ReadOnlySpan<float> gradient, Span<float> weights);

    /// <summary>The same layer with every step in its output.</summary>
    private protected abstract Layer WithEveryStep();

    /// <summary>One step of the twin: gates, and h and c at <paramref name="step"/> + 1.</summary>
    private protected abstract void ReferenceStep(ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReferenceStates states, int step);

    /// <summary>One step of the twin back: dh and dc of the state after the step become those of the state before.</summary>
    private protected abstract void ReferenceStepBack(
        ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReferenceStates states, int step, Span<double> dh, Span<double> dc, Span<double> dx, Span<double> gradient);

    /// <summary>The gate function of the twin.</summary>
    private protected double Gate(double z) => Gates == GateActivation.HardSigmoid ? Math.Clamp((0.2 * z) + 0.5, 0, 1) : 1 / (1 + Math.Exp(-z));

    /// <summary>Its derivative, from its value.</summary>
    private protected double Slope(double gate) => Gates == GateActivation.Sigmoid ? gate * (1 - gate) : gate is > 0 and < 1 ? 0.2 : 0;

    private bool IsReversed(int direction) => direction == 1 || Direction == RecurrentDirection.Backward;

    private ReferenceStates Run(ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<bool> holdsData, int steps, bool isReversed)
    {
        ReferenceStates states = new(Hidden, GateCount, steps);
        for (int s = 0; s < steps; s++)
        {
            int time = isReversed ? steps - 1 - s : s;
            if (holdsData.IsEmpty || holdsData[time])
            {
                ReferenceStep(weights, x.Slice(time * Inputs, Inputs), states, s);
                continue;
            }

            states.H(s).CopyTo(states.H(s + 1));
            states.C(s).CopyTo(states.C(s + 1));
        }

        return states;
    }

    /// <summary>What the twin keeps, in the order in which steps are read: h and c with the initial state first, and gates.</summary>
    private protected sealed class ReferenceStates(int hidden, int gates, int steps)
    {
        private readonly double[] _h = new double[(steps + 1) * hidden];
        private readonly double[] _c = new double[(steps + 1) * hidden];
        private readonly double[] _gates = new double[steps * gates * hidden];

        public Span<double> H(int step) => _h.AsSpan(step * hidden, hidden);

        public Span<double> C(int step) => _c.AsSpan(step * hidden, hidden);

        public Span<double> Gate(int step, int gate) => _gates.AsSpan(((step * gates) + gate) * hidden, hidden);
    }

    // Where the parts of a direction's state lie: h, c, gates, dh, carry, dz, chunk of inputs, held rows.
    private readonly struct Layout
    {
        private readonly bool _keepsH;
        private readonly bool _keepsC;
        private readonly int _cLength;
        private readonly int _gates;
        private readonly int _dh;
        private readonly int _dz;
        private readonly int _xChunk;
        private readonly int _reset;
        private readonly int _resetChunk;
        private readonly int _chunkSteps;

        public Layout(RecurrentLayer layer, Pass pass, RowShape input)
        {
            int lanes = pass.Path.Lanes, panels = (layer.Hidden + lanes - 1) / lanes, width = 4 * lanes;
            bool goesBack = pass.Purpose is Purpose.InputGradient or Purpose.Train;
            _keepsH = layer.ReturnsSequence || pass.Purpose is Purpose.Train or Purpose.Trace;
            _keepsC = goesBack || pass.Purpose == Purpose.Trace;
            Slot = pass.Rows * panels * lanes;
            _reset = layer.ResetsBefore ? pass.Rows * (((panels * lanes) + width - 1) / width * width) : 0;
            _gates = layer.ResetsBefore ? Slot * 4 : 0;
            HLength = checked((_keepsH ? input.Steps + 1 : 2) * Slot);
            _cLength = checked((_keepsC ? input.Steps + 1 : 2) * Slot);
            if (!goesBack)
                return;
            _chunkSteps = Math.Clamp(ChunkRows / pass.Rows, 1, input.Steps);
            _gates = checked(input.Steps * Slot * 4);
            _dh = pass.Rows * (((panels * lanes) + width - 1) / width * width);
            _dz = _chunkSteps * Slot * 4;
            _xChunk = pass.Purpose == Purpose.Train ? _chunkSteps * pass.Rows * (layer.Inputs + 1) : 0;
            _resetChunk = pass.Purpose == Purpose.Train && layer.ResetsBefore ? _chunkSteps * Slot : 0;
        }

        /// <summary>Floats of one step's h or c.</summary>
        public int Slot { get; }

        public int HLength { get; }

        public int Length => checked(HLength + _cLength + _gates + _reset + (_dh == 0 ? 0 : (2 * _dh) + (2 * Slot)) + _dz + _xChunk + _resetChunk);

        public RecurrentBlock Block(Pass pass, int steps, ReadOnlySpan<float> x, Span<float> state, bool isReversed)
        {
            RecurrentBlock block = new()
            {
                Rows = pass.Rows,
                Steps = steps,
                X = x,
                KeepsH = _keepsH,
                KeepsC = _keepsC,
                IsReversed = isReversed,
                Mask = pass.Mask,
                ChunkSteps = _chunkSteps,
                H = Take(ref state, HLength),
                C = Take(ref state, _cLength),
                Gates = Take(ref state, _gates),
                KeepsGates = _dh > 0,
                Reset = Take(ref state, _reset),
            };
            if (_dh > 0)
            {
                block.Dh = Take(ref state, _dh);
                block.Carry = Take(ref state, Slot);
                block.Dz = Take(ref state, _dz);
                block.XChunk = Take(ref state, _xChunk);
                block.ResetChunk = Take(ref state, _resetChunk);
                block.Held = Take(ref state, _dh + Slot);
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
