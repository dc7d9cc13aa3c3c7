using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>An immutable network: a graph of layers without circles, weights, names of the classes. Its output is one row of logits.</summary>
/// <remarks>Safe for use by many threads at once. Results are the same bits for any number of threads and any batch a row is in.</remarks>
public sealed partial class Network : IInputGradient, IPrefixLogits
{
    /// <summary>Name by which a layer reads the batch.</summary>
    public const string InputName = "input";

    private readonly float[] _weights = [];
    private readonly Lazy<NetworkRunner> _runner;
    private readonly Lazy<NetworkRunner?> _prefixRunner;

    /// <summary>Builds a chain, in which each layer reads the one before, and checks every shape.</summary>
    /// <param name="name">Name for messages and reports.</param>
    /// <param name="inputShape">Steps and channels of an input row.</param>
    /// <param name="classes">Names of the classes, at least 2, or 1 of a sigmoid output.</param>
    /// <param name="layers">Layers by name, in order; the last must give one step with a channel per class.</param>
    /// <param name="weights">All weights, layer after layer, each in the order of <see cref="Layer.Weights"/>; copied.</param>
    /// <param name="output">What makes probabilities of the logits.</param>
    /// <exception cref="ArgumentException">A name is used twice, or is <see cref="InputName"/>, or there are too few classes, or one without a name of its own.</exception>
    /// <exception cref="ShapeException">Rows have no steps or channels, a layer does not fit its input, the output the classes, or the weights the layers.</exception>
    /// <exception cref="MlNetXaiException">A weight is NaN or infinite.</exception>
    public Network(
        string name, RowShape inputShape, IReadOnlyList<string> classes, IReadOnlyList<(string Name, Layer Layer)> layers, ReadOnlySpan<float> weights,
        OutputActivation output = OutputActivation.Softmax)
        : this(name, inputShape, classes, NetworkGraph.Chain(layers), weights, output)
    {
    }

    /// <summary>Builds a graph and checks names and every shape.</summary>
    /// <param name="name">Name for messages and reports.</param>
    /// <param name="inputShape">Steps and channels of an input row.</param>
    /// <param name="classes">Names of the classes, at least 2, or 1 of a sigmoid output.</param>
    /// <param name="nodes">Layers with what they read, in any order; the one that none reads is the output and must give one step with a channel per class.</param>
    /// <param name="weights">All weights in the order of <paramref name="nodes"/>, each layer's in the order of <see cref="Layer.Weights"/>; copied.</param>
    /// <param name="output">What makes probabilities of the logits.</param>
    /// <exception cref="ArgumentException">A name is used twice or unknown, layers read each other in a circle, several are read by none, or there are too few classes, or one without a name of its own.</exception>
    /// <exception cref="ShapeException">Rows have no steps or channels, a layer does not fit its inputs, the output the classes, or the weights the layers.</exception>
    /// <exception cref="MlNetXaiException">A weight is NaN or infinite.</exception>
    public Network(
        string name, RowShape inputShape, IReadOnlyList<string> classes, IReadOnlyList<GraphNode> nodes, ReadOnlySpan<float> weights,
        OutputActivation output = OutputActivation.Softmax)
        : this(name, inputShape, classes, NetworkGraph.Build(name, inputShape, nodes), output)
    {
        if (classes.Any(string.IsNullOrEmpty))
            throw new ArgumentException($"Network '{name}' has a class without a name. Name every class.", nameof(classes));
        if (classes.GroupBy(own => own, StringComparer.Ordinal).FirstOrDefault(own => own.Count() > 1) is { } twice)
            throw new ArgumentException($"Network '{name}' has two classes named '{twice.Key}'. Give each a name of its own.", nameof(classes));
        int fewest = output == OutputActivation.Softmax ? 2 : 1;
        if (classes.Count < fewest)
            throw new ArgumentException($"Network '{name}' has {classes.Count} classes; a {output} output needs at least {fewest}. Name one more, or let the output be Sigmoid (one class: binary).", nameof(classes));
        _weights = InOrder(nodes, weights);
        RowShape shape = Layers.Count == 0 ? inputShape : Layers[^1].Output;
        if (shape != new RowShape(1, classes.Count))
            throw new ShapeException($"Network '{name}' gives {shape}; {classes.Count} classes need 1 step × {classes.Count} channels.");
        RequireWeights();
    }

    private Network(string name, RowShape inputShape, IReadOnlyList<string> classes, IReadOnlyList<NetworkLayer> layers, OutputActivation output)
    {
        (Name, InputShape, Classes, Layers, Output) = (name, inputShape, [.. classes], layers, output);
        WeightLength = layers.Sum(layer => layer.WeightLength);
        _runner = new(() => new NetworkRunner(this, KernelPath.Best, Environment.ProcessorCount));
        _local = new(FindLocalPart);
        _prefixRunner = new(() => HasPrefixLogits ? new NetworkRunner(ForPrefixes(), KernelPath.Best, Environment.ProcessorCount) : null);
    }

    private Network(Network source, IReadOnlyList<NetworkLayer> layers, float[] weights)
        : this(source.Name, source.InputShape, source.Classes, layers, source.Output)
    {
        _weights = weights;
        RequireWeights();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public RowShape InputShape { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public OutputActivation Output { get; }

    /// <summary>Layers, each behind those it reads; the last is the output.</summary>
    public IReadOnlyList<NetworkLayer> Layers { get; }

    /// <summary>All weights, in the order of <see cref="Layers"/>.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Number of weights.</summary>
    public int WeightLength { get; }

    /// <summary>Whether an output after every prefix comes from one pass: the network is a chain of layers that read steps in order or act on each alone.</summary>
    public bool HasPrefixLogits => NetworkGraph.IsChain(Layers) && Layers.Any(layer => layer.Layer is ICausalRecurrence)
        && Layers.All(layer => layer.Layer is ICausalRecurrence { IsCausal: true } || layer.Layer.ActsOnSingleSteps);

    /// <inheritdoc/>
    public bool IsSmooth => Layers.All(layer => layer.Layer.IsSmooth);

    /// <summary>A chain with initial weights drawn from the seed.</summary>
    /// <param name="name">Name for messages and reports.</param>
    /// <param name="inputShape">Steps and channels of an input row.</param>
    /// <param name="classes">Names of the classes, at least 2, or 1 of a sigmoid output.</param>
    /// <param name="layers">Layers by name, in order; the last must give one step with a channel per class.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="scheme">How they are drawn.</param>
    /// <param name="output">What makes probabilities of the logits.</param>
    public static Network Initial(
        string name, RowShape inputShape, IReadOnlyList<string> classes, IReadOnlyList<(string Name, Layer Layer)> layers, ulong seed, InitialWeights scheme = InitialWeights.PyTorch,
        OutputActivation output = OutputActivation.Softmax) =>
        Initial(name, inputShape, classes, NetworkGraph.Chain(layers), seed, scheme, output);

    /// <summary>A graph with initial weights drawn from the seed and the layers' names.</summary>
    /// <param name="name">Name for messages and reports.</param>
    /// <param name="inputShape">Steps and channels of an input row.</param>
    /// <param name="classes">Names of the classes, at least 2, or 1 of a sigmoid output.</param>
    /// <param name="nodes">Layers with what they read, in any order.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="scheme">How they are drawn.</param>
    /// <param name="output">What makes probabilities of the logits.</param>
    public static Network Initial(
        string name, RowShape inputShape, IReadOnlyList<string> classes, IReadOnlyList<GraphNode> nodes, ulong seed, InitialWeights scheme = InitialWeights.PyTorch,
        OutputActivation output = OutputActivation.Softmax)
    {
        float[] weights = new float[nodes.Sum(WeightsOf)];
        int start = 0;
        foreach (GraphNode node in nodes)
        {
            int length = WeightsOf(node);
            node.Layer.Initialise(new Philox(seed, $"initial weights {node.Name}"), weights.AsSpan(start, length), scheme);
            start += length;
        }

        return new(name, inputShape, classes, nodes, weights, output);
    }

    /// <summary>The same network with other weights, in the order of <see cref="Layers"/>; copied.</summary>
    /// <exception cref="ShapeException">There are more or fewer weights.</exception>
    /// <exception cref="MlNetXaiException">A weight is NaN or infinite.</exception>
    public Network With(ReadOnlySpan<float> weights)
    {
        Require.Length(weights, WeightLength);
        return new(this, Layers, weights.ToArray());
    }

    /// <inheritdoc/>
    public void Logits(Batch batch, Span<float> logits) => _runner.Value.Logits(batch, logits);

    /// <summary>Probabilities of every row, by <see cref="Output"/>; of no rows, none.</summary>
    /// <param name="batch"><c>[row, step, channel]</c>, finite.</param>
    /// <param name="probabilities"><c>[row, class]</c>, overwritten.</param>
    /// <exception cref="ShapeException">The batch does not fit the network, or the probabilities the batch.</exception>
    /// <exception cref="MlNetXaiException">An input or a logit is NaN or infinite; row and place are named.</exception>
    public void Probabilities(Batch batch, Span<float> probabilities)
    {
        Logits(batch, probabilities);
        int classes = Classes.Count;
        double[] own = new double[classes];
        for (int row = 0; row < batch.Rows; row++)
        {
            Span<float> values = probabilities.Slice(row * classes, classes);
            Output.Probabilities(values, own);
            for (int c = 0; c < classes; c++)
                values[c] = (float)own[c];
        }
    }

    /// <inheritdoc/>
    public void InputGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, Span<float> scores, Span<float> gradient) =>
        _runner.Value.InputGradient(batch, targets, score, scores, gradient);

    /// <inheritdoc/>
    /// <exception cref="MissingCapabilityException">The network does not read its input step by step (<see cref="HasPrefixLogits"/>).</exception>
    public void PrefixLogits(Batch batch, Span<float> logits) => PrefixRunner("prefix logits").Logits(batch, logits);

    /// <inheritdoc/>
    /// <exception cref="MissingCapabilityException">The network does not read its input step by step (<see cref="HasPrefixLogits"/>).</exception>
    public IPrefixStates RunPrefixes(Batch batch)
    {
        PrefixRunner("prefix states");
        return _runner.Value.RunPrefixes(batch);
    }

    internal NetworkRunner On(KernelPath path, int threads) => new(this, path, threads);
    private static int WeightsOf(GraphNode node) => node.Layer.Weights.Sum(weight => weight.Length);

    // Weights from the order of the nodes to that of the layers.
    private float[] InOrder(IReadOnlyList<GraphNode> nodes, ReadOnlySpan<float> weights)
    {
        Require.Length(weights, WeightLength);
        Dictionary<string, NetworkLayer> layers = Layers.ToDictionary(layer => layer.Name);
        float[] ordered = new float[WeightLength];
        foreach (GraphNode node in nodes)
        {
            NetworkLayer layer = layers[node.Name];
            weights[..layer.WeightLength].CopyTo(ordered.AsSpan(layer.WeightStart));
            weights = weights[layer.WeightLength..];
        }

        return ordered;
    }

    private void RequireWeights()
    {
        foreach (NetworkLayer layer in Layers)
        {
            if (Weights.Slice(layer.WeightStart, layer.WeightLength).IndexOfAnyNonFinite() is int bad and >= 0)
                throw new MlNetXaiException($"Network '{Name}', layer {layer.Name}: weight {bad} is not finite. Take the model file of an earlier epoch, or train again with a lower learning rate.");
        }
    }

    private NetworkRunner PrefixRunner(string missing) => _prefixRunner.Value
        ?? throw new MissingCapabilityException(Name, "A method that reads prefixes", missing, "a network whose recurrent layers are followed by dense layers only, or a method that needs scores alone (occlusion)");

    // The same layers, recurrent ones giving every step: the others then act on each. The output has a row of logits per step.
    private Network ForPrefixes()
    {
        (string, Layer)[] layers = [.. Layers.Select(layer => (layer.Name, layer.Layer is ICausalRecurrence recurrence ? recurrence.WithEveryStep() : layer.Layer))];
        return new(this, NetworkGraph.Build(Name, InputShape, NetworkGraph.Chain(layers)), _weights);
    }
}
