using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>Gated recurrent unit, in one or both directions; gives the final hidden state, or every step's.</summary>
/// <remarks>
/// r, z = σ(W x + U h′ + b), n = tanh(W_n x + b_in + r⊙(U_n h′ + b_hn)), h = (1 − z)⊙n + z⊙h′; initial h is 0. That is PyTorch's form (reset after the product); the original one
/// (Cho et al. 2014) has n = tanh(W_n x + b_n + U_n(r⊙h′)).
/// Weights of a direction as PyTorch's: weight_ih <c>[3·hidden, inputs]</c>, weight_hh <c>[3·hidden, hidden]</c>, biases bias_ih and bias_hh <c>[3·hidden]</c>, or one, bias, where the
/// reset acts before the product; rows in blocks r, z, n; the backward direction's names end in _reverse. Initial weights uniform in ±1/√hidden.
/// </remarks>
public sealed class Gru : RecurrentLayer
{
    /// <param name="inputs">Channels in, at least 1.</param>
    /// <param name="hidden">Units of a direction, at least 1.</param>
    /// <param name="returnsSequence">Whether every step's hidden state is the output. Default false.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    public Gru(int inputs, int hidden, bool returnsSequence = false, GruOptions? options = null)
        : base(inputs, hidden, returnsSequence, options?.Direction ?? default, options?.Gates ?? default) => ResetAfter = options?.ResetAfter ?? true;

    /// <summary>Whether the reset gate acts after the product with the hidden state, with two biases, or before it, with one.</summary>
    public bool ResetAfter { get; }

    /// <inheritdoc/>
    public override string Kind => "gru";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>
    {
        ["inputs"] = Inputs,
        ["hidden"] = Hidden,
        ["returnsSequence"] = ReturnsSequence ? 1 : 0,
        ["direction"] = (int)Direction,
        ["gates"] = (int)Gates,
        ["resetAfter"] = ResetAfter ? 1 : 0,
    };

    private protected override IReadOnlyList<WeightShape> WeightsOfDirection =>
    [
        new("weight_ih", 3 * Hidden, Inputs), new("weight_hh", 3 * Hidden, Hidden),
        .. ResetAfter ? (WeightShape[])[new("bias_ih", 3 * Hidden), new("bias_hh", 3 * Hidden)] : [new("bias", 3 * Hidden)],
    ];

    private protected override int DirectionLength => InputWeights + HiddenWeights + (3 * Hidden * (ResetAfter ? 2 : 1));

    private protected override CellKind Cell => Gates == GateActivation.HardSigmoid
        ? ResetAfter ? CellKind.HardGru : CellKind.HardGruResetBefore
        : ResetAfter ? CellKind.Gru : CellKind.GruResetBefore;

    private protected override bool ResetsBefore => !ResetAfter;

    private protected override int GateCount => 4;

    private int InputWeights => 3 * Hidden * Inputs;

    private int HiddenWeights => 3 * Hidden * Hidden;

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
            Initialisation.Kernel(random, scheme, Inputs, 3 * Hidden, own[..InputWeights], (uint)(2 * d));
            Initialisation.Orthogonal(random, 3 * Hidden, Hidden, own.Slice(InputWeights, HiddenWeights), (uint)((2 * d) + 1));
            own[(InputWeights + HiddenWeights)..].Clear();
        }
    }

    // The panels' four columns of a unit: r, z, the candidate's part from the input, and that from the hidden state; reset before the product, the latter is apart.
    private protected override void Fill(RecurrentPanels panels, ReadOnlySpan<float> weights)
    {
        int block = Hidden * Hidden;
        ReadOnlySpan<float> biases = weights[(InputWeights + HiddenWeights)..];
        float[] input = new float[4 * Hidden * Inputs], hidden = new float[4 * block], bias = new float[4 * Hidden];
        weights[..InputWeights].CopyTo(input);
        weights.Slice(InputWeights, 2 * block).CopyTo(hidden);
        biases[..(3 * Hidden)].CopyTo(bias);
        ReadOnlySpan<float> candidate = weights.Slice(InputWeights + (2 * block), block);
        if (!ResetAfter)
        {
            panels.Fill(input, hidden, bias, candidate);
            return;
        }

        candidate.CopyTo(hidden.AsSpan(3 * block));
        for (int i = 0; i < 2 * Hidden; i++)
            bias[i] += biases[(3 * Hidden) + i];
        biases.Slice(5 * Hidden, Hidden).CopyTo(bias.AsSpan(3 * Hidden));
        panels.Fill(input, hidden, bias);
    }

    private protected override void UnpackDirection(int lanes, ReadOnlySpan<float> gradient, Span<float> weights)
    {
        int block = Hidden * Hidden;
        float[] input = new float[4 * Hidden * Inputs], hidden = new float[4 * block], bias = new float[4 * Hidden], candidate = new float[ResetAfter ? 0 : block];
        RecurrentPanels.Unpack(Inputs, Hidden, lanes, gradient, input, hidden, bias, candidate);
        Add(weights, input.AsSpan(0, InputWeights));
        Add(weights[InputWeights..], hidden.AsSpan(0, 2 * block));
        Add(weights[(InputWeights + (2 * block))..], ResetAfter ? hidden.AsSpan(3 * block) : candidate);
        Span<float> biases = weights[(InputWeights + HiddenWeights)..];
        Add(biases, bias.AsSpan(0, 3 * Hidden));
        if (!ResetAfter)
            return;
        Add(biases[(3 * Hidden)..], bias.AsSpan(0, 2 * Hidden));
        Add(biases[(5 * Hidden)..], bias.AsSpan(3 * Hidden));
    }

    private protected override Layer WithEveryStep() => new Gru(Inputs, Hidden, returnsSequence: true, new() { Direction = Direction, Gates = Gates, ResetAfter = ResetAfter });

    // Gates of the twin: r, z, n, and q = U_n h′ + b_hn, or r⊙h′.
    private protected override void ReferenceStep(ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReferenceStates states, int step)
    {
        Span<double> h = states.H(step), r = states.Gate(step, 0), z = states.Gate(step, 1), n = states.Gate(step, 2), q = states.Gate(step, 3);
        for (int j = 0; j < Hidden; j++)
        {
            r[j] = Gate(FromInput(weights, x, j) + FromHidden(weights, h, j));
            z[j] = Gate(FromInput(weights, x, Hidden + j) + FromHidden(weights, h, Hidden + j));
        }

        for (int j = 0; j < Hidden; j++)
            q[j] = ResetAfter ? FromHidden(weights, h, (2 * Hidden) + j) : r[j] * h[j];
        for (int j = 0; j < Hidden; j++)
        {
            double hidden = ResetAfter ? r[j] * q[j] : FromHidden(weights, q, (2 * Hidden) + j);
            n[j] = Math.Tanh(FromInput(weights, x, (2 * Hidden) + j) + hidden);
            states.H(step + 1)[j] = ((1 - z[j]) * n[j]) + (z[j] * h[j]);
        }
    }

    private protected override void ReferenceStepBack(
        ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReferenceStates states, int step, Span<double> dh, Span<double> dc, Span<double> dx, Span<double> gradient)
    {
        Span<double> h = states.H(step), r = states.Gate(step, 0), z = states.Gate(step, 1), n = states.Gate(step, 2), q = states.Gate(step, 3);
        double[] before = new double[Hidden], dq = new double[Hidden], dr = new double[Hidden];
        for (int j = 0; j < Hidden; j++)
        {
            double da = dh[j] * (1 - z[j]) * (1 - (n[j] * n[j]));
            before[j] += dh[j] * z[j];
            BackInput(weights, x, (2 * Hidden) + j, da, dx, gradient);
            BackInput(weights, x, Hidden + j, dh[j] * (h[j] - n[j]) * Slope(z[j]), dx, gradient);
            BackHidden(weights, h, Hidden + j, dh[j] * (h[j] - n[j]) * Slope(z[j]), before, gradient);
            if (ResetAfter)
            {
                dr[j] = da * q[j];
                BackHidden(weights, h, (2 * Hidden) + j, da * r[j], before, gradient);
            }
            else
            {
                BackHidden(weights, q, (2 * Hidden) + j, da, dq, gradient);
            }
        }

        for (int j = 0; j < Hidden; j++)
        {
            if (!ResetAfter)
            {
                dr[j] = dq[j] * h[j];
                before[j] += dq[j] * r[j];
            }

            BackInput(weights, x, j, dr[j] * Slope(r[j]), dx, gradient);
            BackHidden(weights, h, j, dr[j] * Slope(r[j]), before, gradient);
        }

        before.CopyTo(dh);
    }

    private static void Add(Span<float> target, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            target[i] += values[i];
    }

    // W x + b of a row of the weights; where there is one bias, it stands here.
    private double FromInput(ReadOnlySpan<double> weights, ReadOnlySpan<double> x, int row)
    {
        double sum = weights[InputWeights + HiddenWeights + row];
        for (int d = 0; d < Inputs; d++)
            sum += weights[(row * Inputs) + d] * x[d];
        return sum;
    }

    private double FromHidden(ReadOnlySpan<double> weights, ReadOnlySpan<double> h, int row)
    {
        double sum = ResetAfter ? weights[InputWeights + HiddenWeights + (3 * Hidden) + row] : 0;
        for (int k = 0; k < Hidden; k++)
            sum += weights[InputWeights + (row * Hidden) + k] * h[k];
        return sum;
    }

    private void BackInput(ReadOnlySpan<double> weights, ReadOnlySpan<double> x, int row, double dz, Span<double> dx, Span<double> gradient)
    {
        gradient[InputWeights + HiddenWeights + row] += dz;
        for (int d = 0; d < Inputs; d++)
        {
            gradient[(row * Inputs) + d] += dz * x[d];
            dx[d] += dz * weights[(row * Inputs) + d];
        }
    }

    private void BackHidden(ReadOnlySpan<double> weights, ReadOnlySpan<double> h, int row, double dz, Span<double> dh, Span<double> gradient)
    {
        if (ResetAfter)
            gradient[InputWeights + HiddenWeights + (3 * Hidden) + row] += dz;
        for (int k = 0; k < Hidden; k++)
        {
            gradient[InputWeights + (row * Hidden) + k] += dz * h[k];
            dh[k] += dz * weights[InputWeights + (row * Hidden) + k];
        }
    }
}
