using MlNetXai.Networks;

namespace MlNetXai.Explanations.Tests.Models;

/// <summary>Stacked LSTM (gates i, f, g, o as PyTorch's) and a dense layer on its last step, in plain loops.</summary>
internal sealed class ReferenceLstm(string name, RowShape shape, IReadOnlyList<LstmWeights> layers, double[] headWeight, double[] headBias)
    : ReferenceModel(name, shape, headBias.Length), IPrefixLogits
{
    /// <summary>Steps computed since the model was made.</summary>
    public long StepsRun { get; private set; }

    public void PrefixLogits(Batch batch, Span<float> logits)
    {
        int length = batch.Steps * Classes.Count;
        for (int row = 0; row < batch.Rows; row++)
        {
            State[] states = Run(Start, ToDouble(batch.Row(row)));
            for (int step = 0; step < batch.Steps; step++)
                Write(Head(states[step]), logits.Slice((row * length) + (step * Classes.Count), Classes.Count));
        }
    }

    public IPrefixStates RunPrefixes(Batch batch) =>
        new PrefixStates(this, [.. Enumerable.Range(0, batch.Rows).Select(row => Run(Start, ToDouble(batch.Row(row))))]);

    protected override double[] Logits(double[] x) => Head(Run(Start, x)[^1]);

    protected override double[] Gradient(double[] x, double[] seed)
    {
        State[] states = Run(Start, x);
        int hidden = layers[^1].Hidden;
        double[][] dh = [.. layers.Select(layer => new double[layer.Hidden])];
        double[][] dc = [.. layers.Select(layer => new double[layer.Hidden])];
        double[] dx = new double[x.Length];
        for (int j = 0; j < seed.Length; j++)
        {
            for (int unit = 0; unit < hidden; unit++)
                dh[^1][unit] += seed[j] * headWeight[(j * hidden) + unit];
        }

        for (int step = InputShape.Steps - 1; step >= 0; step--)
        {
            State before = step == 0 ? Start : states[step - 1];
            double[] below = [];
            for (int layer = layers.Count - 1; layer >= 0; layer--)
            {
                if (layer < layers.Count - 1)
                {
                    for (int unit = 0; unit < below.Length; unit++)
                        dh[layer][unit] += below[unit];
                }

                below = layers[layer].Backward(states[step].Gates[layer], states[step].C[layer], before.C[layer], dh[layer], dc[layer]);
            }

            below.CopyTo(dx, step * InputShape.Channels);
        }

        return dx;
    }

    private State Start => new([.. layers.Select(l => new double[l.Hidden])], [.. layers.Select(l => new double[l.Hidden])], []);

    private State[] Run(State state, double[] x)
    {
        int channels = InputShape.Channels;
        State[] states = new State[x.Length / channels];
        for (int step = 0; step < states.Length; step++)
        {
            StepsRun++;
            double[] input = x[(step * channels)..((step + 1) * channels)];
            double[][] h = new double[layers.Count][], c = new double[layers.Count][], gates = new double[layers.Count][];
            for (int layer = 0; layer < layers.Count; layer++)
            {
                (h[layer], c[layer], gates[layer]) = layers[layer].Forward(input, state.H[layer], state.C[layer]);
                input = h[layer];
            }

            states[step] = state = new(h, c, gates);
        }

        return states;
    }

    private double[] Head(State state)
    {
        double[] h = state.H[^1], logits = [.. headBias];
        for (int j = 0; j < logits.Length; j++)
        {
            for (int unit = 0; unit < h.Length; unit++)
                logits[j] += headWeight[(j * h.Length) + unit] * h[unit];
        }

        return logits;
    }

    private sealed record State(double[][] H, double[][] C, double[][] Gates);

    private sealed class PrefixStates(ReferenceLstm model, State[][] states) : IPrefixStates
    {
        public void Logits(int start, Batch suffixes, Span<float> logits)
        {
            int classes = model.Classes.Count;
            for (int row = 0; row < states.Length; row++)
            {
                State before = start == 0 ? model.Start : states[row][start - 1];
                Write(model.Head(model.Run(before, ToDouble(suffixes.Row(row)))[^1]), logits.Slice(row * classes, classes));
            }
        }
    }
}

/// <summary>Weights of one LSTM layer: <c>[4H, inputs]</c>, <c>[4H, H]</c>, <c>[4H]</c>.</summary>
internal sealed record LstmWeights(int Inputs, int Hidden, double[] Input, double[] Recurrent, double[] Bias)
{
    public (double[] H, double[] C, double[] Gates) Forward(double[] x, double[] h, double[] c)
    {
        double[] gates = new double[4 * Hidden], nextH = new double[Hidden], nextC = new double[Hidden];
        for (int i = 0; i < gates.Length; i++)
        {
            double z = Bias[i];
            for (int j = 0; j < Inputs; j++)
                z += Input[(i * Inputs) + j] * x[j];
            for (int j = 0; j < Hidden; j++)
                z += Recurrent[(i * Hidden) + j] * h[j];
            gates[i] = i / Hidden == 2 ? Math.Tanh(z) : 1 / (1 + Math.Exp(-z));
        }

        for (int unit = 0; unit < Hidden; unit++)
        {
            nextC[unit] = (gates[Hidden + unit] * c[unit]) + (gates[unit] * gates[(2 * Hidden) + unit]);
            nextH[unit] = gates[(3 * Hidden) + unit] * Math.Tanh(nextC[unit]);
        }

        return (nextH, nextC, gates);
    }

    /// <summary>Turns dh, dc of this step into those of the step before, in place, and gives the gradient of the input.</summary>
    public double[] Backward(double[] gates, double[] c, double[] previousC, double[] dh, double[] dc)
    {
        double[] dz = new double[4 * Hidden], dx = new double[Inputs];
        for (int unit = 0; unit < Hidden; unit++)
        {
            double i = gates[unit], f = gates[Hidden + unit], g = gates[(2 * Hidden) + unit], o = gates[(3 * Hidden) + unit], t = Math.Tanh(c[unit]);
            double total = dc[unit] + (dh[unit] * o * (1 - (t * t)));
            dz[unit] = total * g * i * (1 - i);
            dz[Hidden + unit] = total * previousC[unit] * f * (1 - f);
            dz[(2 * Hidden) + unit] = total * i * (1 - (g * g));
            dz[(3 * Hidden) + unit] = dh[unit] * t * o * (1 - o);
            dc[unit] = total * f;
        }

        Array.Clear(dh);
        for (int i = 0; i < dz.Length; i++)
        {
            for (int j = 0; j < Inputs; j++)
                dx[j] += dz[i] * Input[(i * Inputs) + j];
            for (int j = 0; j < Hidden; j++)
                dh[j] += dz[i] * Recurrent[(i * Hidden) + j];
        }

        return dx;
    }
}
