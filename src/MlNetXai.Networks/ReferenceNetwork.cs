using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>What a layer hands back in place of its gradient, for one row.</summary>
/// <param name="layer">The layer.</param>
/// <param name="input">What it read, <c>[step, channel]</c>.</param>
/// <param name="reached">What reached its output from behind.</param>
/// <param name="gradient">What it would hand back as its gradient.</param>
/// <returns>What it hands back, in the shape of its input.</returns>
public delegate double[] LayerRule(NetworkLayer layer, double[] input, double[] reached, double[] gradient);

/// <summary>A network's plain passes in double precision, one row at a time: slow, and written for reading.</summary>
/// <remarks>What the fast passes are held against, and what answers when single precision is in doubt. Dropout is off, batch normalisation uses its running statistics.</remarks>
public sealed class ReferenceNetwork
{
    private readonly double[] _weights;

    /// <summary>The passes of a network with its own weights.</summary>
    public ReferenceNetwork(Network network)
        : this(network, ToDouble(network.Weights))
    {
    }

    /// <summary>The passes of a network's graph with weights in double precision.</summary>
    /// <param name="network">The graph.</param>
    /// <param name="weights">All weights, in the order of <see cref="Network.Layers"/>; copied.</param>
    /// <exception cref="ShapeException">There are more or fewer weights than the network has.</exception>
    public ReferenceNetwork(Network network, ReadOnlySpan<double> weights)
    {
        Require.Length(weights, network.WeightLength);
        (Network, _weights) = (network, weights.ToArray());
    }

    /// <summary>The graph.</summary>
    public Network Network { get; }

    /// <summary>Logits of a row, <c>[class]</c>.</summary>
    /// <param name="row"><c>[step, channel]</c>.</param>
    /// <param name="length">Steps that hold data, the rest being padding; 0 (the default) = all.</param>
    public double[] Logits(ReadOnlySpan<double> row, int length = 0) => Activations(row, length).Values[^1];

    /// <summary>Score of one class and its gradient ∂score/∂x, <c>[step, channel]</c>.</summary>
    /// <param name="row"><c>[step, channel]</c>.</param>
    /// <param name="target">Class.</param>
    /// <param name="kind">Which score.</param>
    /// <param name="length">Steps that hold data, the rest being padding; 0 (the default) = all.</param>
    public (double Score, double[] Gradient) InputGradient(ReadOnlySpan<double> row, int target, ScoreKind kind = ScoreKind.Logit, int length = 0)
    {
        (double[][] activations, bool[][] masks) = Activations(row, length);
        (double score, double[] seed) = Score(activations[^1], target, kind);
        return (score, Backward(activations, masks, seed, new double[_weights.Length])[0]);
    }

    /// <summary>Output of a named layer and the total derivative of a class's score with respect to it, both in that layer's output shape.</summary>
    /// <param name="row"><c>[step, channel]</c>.</param>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="target">Class.</param>
    /// <param name="kind">Which score.</param>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public (double[] Activation, double[] Gradient) LayerGradient(ReadOnlySpan<double> row, string layer, int target, ScoreKind kind = ScoreKind.Logit)
    {
        int index = Network.Layers.ToList().FindIndex(candidate => candidate.Name == layer);
        if (index < 0)
            throw new ArgumentException($"'{Network.Name}' has no layer '{layer}'; it has {string.Join(", ", Network.Layers.Select(candidate => candidate.Name))}.", nameof(layer));
        (double[][] activations, bool[][] masks) = Activations(row);
        double[] seed = Score(activations[^1], target, kind).Seed;
        return (activations[index + 1], Backward(activations, masks, seed, new double[_weights.Length])[index + 1]);
    }

    /// <summary>Hidden states of a recurrent layer at every step and ds/dh, <c>[step, unit]</c>; it may hand on the last alone.</summary>
    /// <param name="row"><c>[step, channel]</c>.</param>
    /// <param name="layer">Name of the recurrent layer.</param>
    /// <param name="target">Class.</param>
    /// <param name="derivative">By which ways.</param>
    /// <param name="kind">Which score.</param>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public (double[] Hidden, double[] Gradient) HiddenGradient(
        ReadOnlySpan<double> row, string layer, int target, HiddenDerivative derivative = HiddenDerivative.Total, ScoreKind kind = ScoreKind.Logit)
    {
        ReferenceNetwork whole = new(Network.WithHiddenSequence(layer), _weights);
        (double[] hidden, double[] gradient) = whole.LayerGradient(row, layer, target, kind);
        if (derivative == HiddenDerivative.Direct)
            return (hidden, gradient);
        NetworkLayer found = whole.Network.Layers.Single(candidate => candidate.Name == layer);
        return (hidden, ((RecurrentLayer)found.Layer).ReferenceHiddenGradient(found.Input, WeightsOf(found), whole.Outputs(row)[found.Inputs[0]], gradient));
    }

    /// <summary>Output of every layer by its name, and the row itself as <see cref="Network.InputName"/>.</summary>
    /// <param name="row"><c>[step, channel]</c>.</param>
    public IReadOnlyDictionary<string, double[]> Outputs(ReadOnlySpan<double> row)
    {
        double[][] values = Activations(row).Values;
        Dictionary<string, double[]> outputs = new(StringComparer.Ordinal) { [Network.InputName] = values[0] };
        for (int i = 0; i < Network.Layers.Count; i++)
            outputs[Network.Layers[i].Name] = values[i + 1];
        return outputs;
    }

    /// <summary>What reaches the input when a class's logit is handed back and some layers hand back something else than their gradient, <c>[step, channel]</c>.</summary>
    /// <param name="row"><c>[step, channel]</c>.</param>
    /// <param name="target">Class.</param>
    /// <param name="rule">What a layer with one input hands back.</param>
    /// <param name="kind">Which score.</param>
    public double[] HandBack(ReadOnlySpan<double> row, int target, LayerRule rule, ScoreKind kind = ScoreKind.Logit)
    {
        (double[][] activations, bool[][] masks) = Activations(row);
        return Backward(activations, masks, Score(activations[^1], target, kind).Seed, new double[_weights.Length], rule)[0];
    }

    /// <summary>Score of one class from logits.</summary>
    /// <param name="logits"><c>[class]</c>.</param>
    /// <param name="target">Class.</param>
    /// <param name="kind">Which score.</param>
    public double ScoreOf(ReadOnlySpan<double> logits, int target, ScoreKind kind) => Score(logits, target, kind).Score;

    /// <summary>Gradient of Σ seed·logits with respect to the input and, added to <paramref name="weightGradient"/>, the weights.</summary>
    internal double[] Gradient(ReadOnlySpan<double> row, double[] seed, Span<double> weightGradient, int length = 0)
    {
        (double[][] activations, bool[][] masks) = Activations(row, length);
        return Backward(activations, masks, seed, weightGradient)[0];
    }

    /// <summary>Output of every layer, the input first, and which steps of each hold data (empty = all).</summary>
    /// <param name="row"><c>[step, channel]</c>.</param>
    /// <param name="length">Steps that hold data; 0 = all.</param>
    internal (double[][] Values, bool[][] HoldData) Activations(ReadOnlySpan<double> row, int length = 0)
    {
        double[][] activations = [row.ToArray(), .. new double[Network.Layers.Count][]];
        bool[][] masks = [length == 0 ? [] : [.. Enumerable.Range(0, Network.InputShape.Steps).Select(step => step < length)], .. new bool[Network.Layers.Count][]];
        for (int i = 0; i < Network.Layers.Count; i++)
        {
            NetworkLayer layer = Network.Layers[i];
            bool[] mask = layer.Sources.Select(source => masks[source + 1]).Aggregate(Both);
            activations[i + 1] = layer.Layer is MergeLayer merge
                ? merge.ReferenceMerge(layer.InputShapes, [.. layer.Sources.Select(source => activations[source + 1])])
                : layer.Layer.ReferenceForward(layer.Input, WeightsOf(layer), activations[layer.Sources[0] + 1], mask);
            if (layer.Layer is Masking masking && masking.Find(layer.Input, Array.ConvertAll(activations[layer.Sources[0] + 1], value => (float)value)) is { } found)
                mask = Both(mask, found.Row(0).ToArray());
            masks[i + 1] = layer.Layer.MaskUse(Purpose.Score) == MaskUse.HandsOn ? mask : [];
        }

        return (activations, masks);

        static bool[] Both(bool[] a, bool[] b) => a.Length == 0 ? b : b.Length == 0 ? a : [.. a.Zip(b, (one, other) => one && other)];
    }

    private static double[] ToDouble(ReadOnlySpan<float> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = values[i];
        return result;
    }

    // Gradients of the input, then of every layer's output.
    private double[][] Backward(
        double[][] activations, bool[][] masks, double[] seed, Span<double> weightGradient, LayerRule? rule = null)
    {
        double[][] gradients = [.. activations.Select(values => new double[values.Length])];
        seed.CopyTo(gradients[^1], 0);
        for (int i = Network.Layers.Count - 1; i >= 0; i--)
        {
            NetworkLayer layer = Network.Layers[i];
            for (int k = 0; k < layer.Sources.Count; k++)
            {
                double[] own = layer.Layer is MergeLayer merge
                    ? merge.ReferenceSplit(k, layer.InputShapes, gradients[i + 1])
                    : layer.Layer.ReferenceBackward(
                        layer.Input, WeightsOf(layer), activations[layer.Sources[0] + 1], gradients[i + 1], weightGradient.Slice(layer.WeightStart, layer.WeightLength),
                        masks[layer.Sources[0] + 1]);
                if (rule is not null && layer.Sources.Count == 1)
                    own = rule(layer, activations[layer.Sources[0] + 1], gradients[i + 1], own);
                double[] sum = gradients[layer.Sources[k] + 1];
                for (int j = 0; j < sum.Length; j++)
                    sum[j] += own[j];
            }
        }

        return gradients;
    }

    private ReadOnlySpan<double> WeightsOf(NetworkLayer layer) => _weights.AsSpan(layer.WeightStart, layer.WeightLength);

    // A score and its derivative with respect to the logits.
    private (double Score, double[] Seed) Score(ReadOnlySpan<double> logits, int target, ScoreKind kind)
    {
        double[] seed = new double[logits.Length];
        if (kind == ScoreKind.Logit)
        {
            seed[target] = 1;
            return (logits[target], seed);
        }

        double logProbability = LogProbability(logits, target), probability = Math.Exp(logProbability);
        for (int j = 0; j < seed.Length; j++)
        {
            double own = j == target ? 1 : 0;
            seed[j] = Network.Output == OutputActivation.Sigmoid ? own * (1 - probability) : own - Math.Exp(LogProbability(logits, j));
            if (kind == ScoreKind.Probability)
                seed[j] *= probability;
        }

        return (kind == ScoreKind.Probability ? probability : logProbability, seed);
    }

    private double LogProbability(ReadOnlySpan<double> logits, int target)
    {
        if (Network.Output == OutputActivation.Sigmoid)
            return logits[target] >= 0 ? -Math.Log(1 + Math.Exp(-logits[target])) : logits[target] - Math.Log(1 + Math.Exp(logits[target]));
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double logit in logits)
            largest = Math.Max(largest, logit);
        foreach (double logit in logits)
            sum += Math.Exp(logit - largest);
        return logits[target] - largest - Math.Log(sum);
    }
}
