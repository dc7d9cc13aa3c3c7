using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>A layer with its name and its place in the network's weights.</summary>
/// <param name="Name">Name, unique in the network, e.g. "lstm1".</param>
/// <param name="Layer">Kind and settings.</param>
/// <param name="Input">Shape of its input.</param>
/// <param name="Output">Shape of its output.</param>
/// <param name="WeightStart">Index of its first weight.</param>
/// <param name="WeightLength">Number of its weights.</param>
public sealed record NetworkLayer(string Name, Layer Layer, RowShape Input, RowShape Output, int WeightStart, int WeightLength);

/// <summary>An immutable network: layers in a chain, weights, names of the classes. Its output is one row of logits.</summary>
/// <remarks>Safe for use by many threads at once. Results are the same bits for any number of threads and any batch a row is in.</remarks>
public sealed class Network : IInputGradient, IPrefixLogits
{
    private readonly float[] _weights;
    private readonly Lazy<NetworkRunner> _runner;
    private readonly Lazy<NetworkRunner?> _prefixRunner;

    /// <summary>Builds a network and checks every shape.</summary>
    /// <param name="name">Name for messages and reports.</param>
    /// <param name="inputShape">Steps and channels of an input row.</param>
    /// <param name="classes">Names of the classes, at least 2.</param>
    /// <param name="layers">Layers by name, in order; the last must give one step with a channel per class.</param>
    /// <param name="weights">All weights, layer after layer, each in the order of <see cref="Layer.Weights"/>; copied.</param>
    /// <exception cref="ShapeException">A layer does not fit its input, the output the classes, or the weights the layers.</exception>
    public Network(string name, RowShape inputShape, IReadOnlyList<string> classes, IReadOnlyList<(string Name, Layer Layer)> layers, ReadOnlySpan<float> weights)
    {
        (Name, InputShape, Classes) = (name, inputShape, [.. classes]);
        Layers = Chain(name, inputShape, layers);
        RowShape output = Layers.Count == 0 ? inputShape : Layers[^1].Output;
        if (output != new RowShape(1, classes.Count))
            throw new ShapeException($"Network '{name}' gives {output}; {classes.Count} classes need 1 step × {classes.Count} channels.");
        Require.Length(weights, WeightLength);
        _weights = weights.ToArray();
        foreach (NetworkLayer layer in Layers)
        {
            if (weights.Slice(layer.WeightStart, layer.WeightLength).IndexOfAnyNonFinite() is int bad and >= 0)
                throw new MlNetXaiException($"Network '{name}', layer {layer.Name}: weight {bad} is not finite. Take the model file of an earlier epoch, or train again with a lower learning rate.");
        }

        _runner = new(() => new NetworkRunner(this, KernelPath.Best, Environment.ProcessorCount));
        _prefixRunner = new(() => ForPrefixes() is { } everyStep ? new NetworkRunner(everyStep, KernelPath.Best, Environment.ProcessorCount) : null);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public RowShape InputShape { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Layers in order.</summary>
    public IReadOnlyList<NetworkLayer> Layers { get; }

    /// <summary>All weights, layer after layer.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Number of weights.</summary>
    public int WeightLength => Layers.Sum(layer => layer.WeightLength);

    /// <summary>Whether an output after every prefix comes from one pass: the network ends a recurrent chain with layers that act on a step alone.</summary>
    public bool HasPrefixLogits => Layers.Any(layer => layer.Layer is Lstm) && Layers.All(layer => layer.Layer is Lstm or Dropout or Dense);

    /// <summary>A network with initial weights drawn from the seed.</summary>
    /// <inheritdoc cref="Network(string, RowShape, IReadOnlyList{string}, IReadOnlyList{ValueTuple{string, Layer}}, ReadOnlySpan{float})"/>
    public static Network Initial(string name, RowShape inputShape, IReadOnlyList<string> classes, IReadOnlyList<(string Name, Layer Layer)> layers, ulong seed)
    {
        IReadOnlyList<NetworkLayer> chain = Chain(name, inputShape, layers);
        float[] weights = new float[chain.Sum(layer => layer.WeightLength)];
        foreach (NetworkLayer layer in chain)
            layer.Layer.Initialise(new Philox(seed, $"initial weights {layer.Name}"), weights.AsSpan(layer.WeightStart, layer.WeightLength));
        return new(name, inputShape, classes, layers, weights);
    }

    /// <summary>The same network with other weights.</summary>
    public Network With(ReadOnlySpan<float> weights) => new(Name, InputShape, Classes, [.. Layers.Select(layer => (layer.Name, layer.Layer))], weights);

    /// <inheritdoc/>
    public void Logits(Batch batch, Span<float> logits) => _runner.Value.Logits(batch, logits);

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

    /// <summary>Logits by the plain double passes: the twin that the fast passes are held against. Row by row, slow.</summary>
    internal double[] ReferenceLogits(ReadOnlySpan<double> row) => ReferenceActivations(row)[^1];

    /// <summary>Gradient of Σ seed·logits with respect to the input and, added to <paramref name="weightGradient"/>, the weights, by the plain double passes.</summary>
    internal double[] ReferenceGradient(ReadOnlySpan<double> row, ReadOnlySpan<double> seed, Span<double> weightGradient)
    {
        double[][] activations = ReferenceActivations(row);
        double[] weights = Array.ConvertAll(_weights, w => (double)w), dy = seed.ToArray();
        for (int i = Layers.Count - 1; i >= 0; i--)
        {
            NetworkLayer layer = Layers[i];
            dy = layer.Layer.ReferenceBackward(
                layer.Input, weights.AsSpan(layer.WeightStart, layer.WeightLength), activations[i], dy, weightGradient.Slice(layer.WeightStart, layer.WeightLength));
        }

        return dy;
    }

    private static List<NetworkLayer> Chain(string name, RowShape shape, IReadOnlyList<(string Name, Layer Layer)> layers)
    {
        List<NetworkLayer> chain = [];
        int start = 0;
        foreach ((string layerName, Layer layer) in layers)
        {
            if (chain.Any(other => other.Name == layerName))
                throw new ArgumentException($"Network '{name}' has two layers named '{layerName}'; give each its own name.");
            RowShape output;
            try
            {
                output = layer.Infer(shape);
            }
            catch (ShapeException error)
            {
                throw new ShapeException($"Network '{name}', layer '{layerName}': {error.Message}");
            }

            int length = layer.Weights.Sum(weight => weight.Length);
            chain.Add(new(layerName, layer, shape, output, start, length));
            start += length;
            shape = output;
        }

        return chain;
    }

    private NetworkRunner PrefixRunner(string missing) => _prefixRunner.Value
        ?? throw new MissingCapabilityException(Name, "A method that reads prefixes", missing, "a network whose recurrent layers are followed by dense layers only, or a method that needs scores alone (occlusion)");

    // The same layers, the last LSTM giving every step: dense layers then act on each.
    private Network? ForPrefixes()
    {
        if (!HasPrefixLogits)
            return null;
        List<(string, Layer)> layers = [];
        foreach (NetworkLayer layer in Layers)
            layers.Add((layer.Name, layer.Layer is Lstm { ReturnsSequence: false } lstm ? new Lstm(lstm.Inputs, lstm.Hidden, returnsSequence: true) : layer.Layer));
        return new(this, layers);
    }

    // A network whose output has a row of logits per step: for PrefixLogits alone.
    private Network(Network source, IReadOnlyList<(string Name, Layer Layer)> layers)
    {
        (Name, InputShape, Classes, _weights) = (source.Name, source.InputShape, source.Classes, source._weights);
        Layers = Chain(Name, InputShape, layers);
        _runner = null!;
        _prefixRunner = null!;
    }

    private double[][] ReferenceActivations(ReadOnlySpan<double> row)
    {
        double[] weights = Array.ConvertAll(_weights, w => (double)w);
        double[][] activations = [row.ToArray(), .. new double[Layers.Count][]];
        for (int i = 0; i < Layers.Count; i++)
            activations[i + 1] = Layers[i].Layer.ReferenceForward(Layers[i].Input, weights.AsSpan(Layers[i].WeightStart, Layers[i].WeightLength), activations[i]);
        return activations;
    }
}
