namespace MlNetXai.Explanations.Tests.Models;

/// <summary>Dense layers with an activation after each but the last; the features are steps of one channel.</summary>
internal sealed class ReferenceMlp(string name, IReadOnlyList<DenseWeights> layers)
    : ReferenceModel(name, new(layers[0].Inputs, 1), layers[^1].Bias.Length)
{
    protected override double[] Logits(double[] x) => layers.Aggregate(x, (a, layer) => layer.Forward(a));

    protected override double[] Gradient(double[] x, double[] seed)
    {
        List<double[]> inputs = [x];
        foreach (DenseWeights layer in layers)
            inputs.Add(layer.Forward(inputs[^1]));
        for (int layer = layers.Count - 1; layer >= 0; layer--)
            seed = layers[layer].Backward(inputs[layer + 1], seed);
        return seed;
    }
}

/// <summary>A dense layer <c>[outputs, inputs]</c> and its activation: "relu", "tanh", "sigmoid" or "none".</summary>
internal sealed record DenseWeights(int Inputs, double[] Weight, double[] Bias, string Activation)
{
    public double[] Forward(double[] x)
    {
        double[] y = [.. Bias];
        for (int i = 0; i < y.Length; i++)
        {
            for (int j = 0; j < Inputs; j++)
                y[i] += Weight[(i * Inputs) + j] * x[j];
            y[i] = Activation switch { "relu" => Math.Max(y[i], 0), "tanh" => Math.Tanh(y[i]), "sigmoid" => 1 / (1 + Math.Exp(-y[i])), _ => y[i] };
        }

        return y;
    }

    public double[] Backward(double[] y, double[] dy)
    {
        double[] dx = new double[Inputs];
        for (int i = 0; i < y.Length; i++)
        {
            double slope = Activation switch { "relu" => y[i] > 0 ? 1 : 0, "tanh" => 1 - (y[i] * y[i]), "sigmoid" => y[i] * (1 - y[i]), _ => 1 };
            for (int j = 0; j < Inputs; j++)
                dx[j] += dy[i] * slope * Weight[(i * Inputs) + j];
        }

        return dx;
    }
}
