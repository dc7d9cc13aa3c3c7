using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>Long short-term memory without peepholes, in one or both directions; gives the final hidden state, or every step's.</summary>
/// <remarks>
/// i, f, o = σ(W x + U h + b), g = tanh(…), c = f·c′ + i·g, h = o·tanh c; initial h and c are 0 (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000).
/// Weights of a direction as PyTorch's: weight_ih <c>[4·hidden, inputs]</c>, weight_hh <c>[4·hidden, hidden]</c>, two biases bias_ih and bias_hh <c>[4·hidden]</c> that add, or one, bias;
/// rows in blocks i, f, g, o; the backward direction's names end in _reverse. Initial weights uniform in ±1/√hidden.
/// </remarks>
public sealed class Lstm : RecurrentLayer
{
    /// <param name="inputs">Channels in, at least 1.</param>
    /// <param name="hidden">Units of a direction, at least 1.</param>
    /// <param name="returnsSequence">Whether every step's hidden state is the output. Default false.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    public Lstm(int inputs, int hidden, bool returnsSequence = false, LstmOptions? options = null)
        : base(inputs, hidden, returnsSequence, options?.Direction ?? default, options?.Gates ?? default) => OneBias = options?.OneBias ?? false;

    /// <summary>Whether a direction has one bias, or two that add.</summary>
    public bool OneBias { get; }

    /// <inheritdoc/>
    public override string Kind => "lstm";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings
    {
        get
        {
            Dictionary<string, double> settings = new() { ["inputs"] = Inputs, ["hidden"] = Hidden, ["returnsSequence"] = ReturnsSequence ? 1 : 0 };

            // Files of the plain layer stay as they were before it had options.
            if (Direction != default)
                settings["direction"] = (int)Direction;
            if (Gates != default)
                settings["gates"] = (int)Gates;
            if (OneBias)
                settings["oneBias"] = 1;
            return settings;
        }
    }

    private protected override IReadOnlyList<WeightShape> WeightsOfDirection =>
    [
        new("weight_ih", 4 * Hidden, Inputs), new("weight_hh", 4 * Hidden, Hidden),
        .. OneBias ? [new("bias", 4 * Hidden)] : (WeightShape[])[new("bias_ih", 4 * Hidden), new("bias_hh", 4 * Hidden)],
    ];

    private protected override int DirectionLength => InputWeights + HiddenWeights + (4 * Hidden * (OneBias ? 1 : 2));

    private protected override CellKind Cell => Gates == GateActivation.HardSigmoid ? CellKind.HardLstm : CellKind.Lstm;

    private protected override int GateCount => 4;

    private int InputWeights => 4 * Hidden * Inputs;

    private int HiddenWeights => 4 * Hidden * Hidden;

    internal override void Initialise(Philox random, Span<float> weights, InitialWeights scheme)
    {
        if (scheme == InitialWeights.PyTorch)
        {
            Initialisation.Uniform(random, 1 / Math.Sqrt(Hidden), weights);
            return;
        }

        for (int d = 0; d < DirectionCount; d++)
        {
            Span<float> own = weights.Slice(d * DirectionLength, DirectionLength);
            Initialisation.Kernel(random, scheme, Inputs, 4 * Hidden, own[..InputWeights], (uint)(2 * d));
            Initialisation.Orthogonal(random, 4 * Hidden, Hidden, own.Slice(InputWeights, HiddenWeights), (uint)((2 * d) + 1));
            Span<float> biases = own[(InputWeights + HiddenWeights)..];
            biases.Clear();

            // The forget gate's: it keeps the cell at first (Jozefowicz, Zaremba and Sutskever 2015).
            biases.Slice(Hidden, Hidden).Fill(1);
        }
    }

    private protected override void Fill(RecurrentPanels panels, ReadOnlySpan<float> weights)
    {
        ReadOnlySpan<float> biases = weights[(InputWeights + HiddenWeights)..];
        float[] bias = biases[..(4 * Hidden)].ToArray();
        for (int i = 0; i < bias.Length && !OneBias; i++)
            bias[i] += biases[bias.Length + i];
        panels.Fill(weights[..InputWeights], weights.Slice(InputWeights, HiddenWeights), bias);
    }

    private protected override void UnpackDirection(int lanes, ReadOnlySpan<float> gradient, Span<float> weights)
    {
        Span<float> biases = weights[(InputWeights + HiddenWeights)..], bias = new float[4 * Hidden];
        RecurrentPanels.Unpack(Inputs, Hidden, lanes, gradient, weights[..InputWeights], weights.Slice(InputWeights, HiddenWeights), bias);
        for (int i = 0; i < biases.Length; i++)
            biases[i] += bias[i % bias.Length];
    }

    private protected override Layer WithEveryStep() => new Lstm(Inputs, Hidden, returnsSequence: true, new() { Direction = Direction, Gates = Gates, OneBias = OneBias });

    private protected override void ReferenceStep(ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReferenceStates states, int step)
    {
        ReadOnlySpan<double> biases = weights[(InputWeights + HiddenWeights)..];
        for (int r = 0; r < 4 * Hidden; r++)
        {
            double z = biases[r] + (OneBias ? 0 : biases[(4 * Hidden) + r]);
            for (int d = 0; d < Inputs; d++)
                z += weights[(r * Inputs) + d] * x[d];
            for (int k = 0; k < Hidden; k++)
                z += weights[InputWeights + (r * Hidden) + k] * states.H(step)[k];
            states.Gate(step, r / Hidden)[r % Hidden] = r / Hidden == 2 ? Math.Tanh(z) : Gate(z);
        }

        for (int j = 0; j < Hidden; j++)
        {
            double c = (states.Gate(step, 1)[j] * states.C(step)[j]) + (states.Gate(step, 0)[j] * states.Gate(step, 2)[j]);
            states.C(step + 1)[j] = c;
            states.H(step + 1)[j] = states.Gate(step, 3)[j] * Math.Tanh(c);
        }
    }

    private protected override void ReferenceStepBack(
        ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReferenceStates states, int step, Span<double> dh, Span<double> dc, Span<double> dx, Span<double> gradient)
    {
        double[] dz = new double[4 * Hidden];
        for (int j = 0; j < Hidden; j++)
        {
            double i = states.Gate(step, 0)[j], f = states.Gate(step, 1)[j], g = states.Gate(step, 2)[j], o = states.Gate(step, 3)[j];
            double u = Math.Tanh(states.C(step + 1)[j]);
            dc[j] += dh[j] * o * (1 - (u * u));
            dz[j] = dc[j] * g * Slope(i);
            dz[Hidden + j] = dc[j] * states.C(step)[j] * Slope(f);
            dz[(2 * Hidden) + j] = dc[j] * i * (1 - (g * g));
            dz[(3 * Hidden) + j] = dh[j] * u * Slope(o);
            dc[j] *= f;
        }

        dh.Clear();
        for (int r = 0; r < 4 * Hidden; r++)
        {
            for (int d = 0; d < Inputs; d++)
            {
                gradient[(r * Inputs) + d] += dz[r] * x[d];
                dx[d] += dz[r] * weights[(r * Inputs) + d];
            }

            for (int k = 0; k < Hidden; k++)
            {
                gradient[InputWeights + (r * Hidden) + k] += dz[r] * states.H(step)[k];
                dh[k] += dz[r] * weights[InputWeights + (r * Hidden) + k];
            }

            for (int bias = InputWeights + HiddenWeights + r; bias < DirectionLength; bias += 4 * Hidden)
                gradient[bias] += dz[r];
        }
    }
}
