using System.Collections.Concurrent;
using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>What explanations ask of a network's layers: gradients at them, and other ways back through them, as passes over a graph with some layers exchanged.</summary>
public sealed partial class Network : ILayerGradient, IGuidedGradient, IRescaledGradient
{
    // By what was exchanged, made when first asked for.
    private readonly ConcurrentDictionary<string, NetworkRunner> _exchanged = new(StringComparer.Ordinal);

    /// <summary>Whether every nonlinearity is a rectifier or a maximum, as <see cref="GuidedGradient"/> needs.</summary>
    public bool HasGuidedGradient => Layers.All(layer => Guided(layer) is not null);

    /// <summary>Whether every layer is linear, elementwise or a maximum, as <see cref="RescaledGradient"/> needs.</summary>
    public bool HasRescaledGradient => Layers.All(layer => Rescaled(layer, MaxPoolingRule.Rescale) is not null);

    /// <inheritdoc/>
    public void LayerGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, string layer, Span<float> scores, Span<float> output, Span<float> gradient) =>
        _runner.Value.LayerGradient(batch, targets, score, PlaceOf(layer), isTotal: false, scores, output, gradient);

    /// <inheritdoc/>
    public void HiddenGradient(
        Batch batch, ReadOnlySpan<int> targets, ScoreKind score, string layer, HiddenDerivative derivative, Span<float> scores, Span<float> hidden, Span<float> gradient)
    {
        NetworkRunner runner = _exchanged.GetOrAdd($"hidden {layer}", _ => new(WithHiddenSequence(layer), KernelPath.Best, Environment.ProcessorCount));
        int place = runner.Layers.ToList().FindIndex(candidate => candidate.Name == layer);
        runner.LayerGradient(batch, targets, score, place, derivative == HiddenDerivative.Total, scores, hidden, gradient);
    }

    /// <inheritdoc/>
    public void GuidedGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, Span<float> scores, Span<float> gradient)
    {
        NetworkRunner runner = _exchanged.GetOrAdd("guided", _ => new(Exchanged("guided-backprop", Guided), KernelPath.Best, Environment.ProcessorCount));
        runner.InputGradient(batch, targets, score, scores, gradient);
    }

    /// <inheritdoc/>
    public void RescaledGradient(
        Batch batch, Batch references, ReadOnlySpan<int> targets, MaxPoolingRule maxPooling, Span<float> scores, Span<float> referenceScores, Span<float> multipliers)
    {
        NetworkRunner runner = _exchanged.GetOrAdd($"rescaled {maxPooling}", _ => new(Exchanged("deeplift", layer => Rescaled(layer, maxPooling)), KernelPath.Best, Environment.ProcessorCount));
        runner.PairedGradient(batch, references, targets, scores, referenceScores, multipliers);
    }

    /// <inheritdoc/>
    public double[] StepCentres(string layer)
    {
        // Middle of the first step and distance to the next.
        (double First, double Distance)[] places = new (double, double)[Layers.Count];
        int end = PlaceOf(layer);
        for (int i = 0; i <= end; i++)
        {
            (double first, double distance) = Layers[i].Sources[0] is int source and >= 0 ? places[source] : (0, 1);
            places[i] = WindowOf(Layers[i].Layer) is { } window
                ? (first + (distance * (((window.Reach - 1) / 2.0) - window.Margins(Layers[i].Input.Steps).Left)), distance * window.Stride)
                : Layers[i].Layer is Slice { Axis: SliceAxis.Steps } slice ? (first + (slice.Start * distance), distance) : (first, distance);
        }

        return [.. Enumerable.Range(0, Layers[end].Output.Steps).Select(step => places[end].First + (step * places[end].Distance))];
    }

    /// <summary>The same network in which a recurrent layer gives every step; what it gave alone is cut out behind it.</summary>
    internal Network WithHiddenSequence(string layer)
    {
        NetworkLayer found = Layers[PlaceOf(layer)];
        if (found.Layer is not RecurrentLayer recurrent)
        {
            throw new ArgumentException(
                $"Layer '{layer}' of '{Name}' is of kind '{found.Layer.Kind}' and has no hidden states; recurrent layers are {Names(candidate => candidate.Layer is RecurrentLayer)}.", nameof(layer));
        }

        return recurrent.ReturnsSequence ? this : Exchanged("grad-cam-rnn", candidate => candidate == found ? ((ICausalRecurrence)recurrent).WithEveryStep() : candidate.Layer, new($"{layer} final", new FinalState(recurrent), layer));
    }

    // What a layer slides over the steps, or null.
    private static SlidingWindow? WindowOf(Layer layer) => layer switch
    {
        Conv1d conv => new(conv.Kernel, conv.Stride, conv.Dilation, conv.Padding),
        MaxPool1d pool => new(pool.Size, pool.Stride, pool.Dilation, pool.Padding),
        AveragePool1d pool => new(pool.Size, pool.Stride, pool.Dilation, pool.Padding),
        _ => null,
    };

    private static Layer? Guided(NetworkLayer layer) => layer.Layer switch
    {
        Relu => new GuidedRelu(),
        MaxPool1d or GlobalMaxPool => layer.Layer,
        _ => Linear(layer.Layer),
    };

    private static Layer? Rescaled(NetworkLayer layer, MaxPoolingRule maxPooling) => layer.Layer switch
    {
        ElementwiseLayer elementwise => new RescaledElementwise(elementwise),
        MaxPool1d pooling => maxPooling == MaxPoolingRule.Rescale ? new RescaledMaximum(pooling) : pooling,
        GlobalMaxPool pooling => maxPooling == MaxPoolingRule.Rescale ? new RescaledMaximum(pooling) : pooling,
        _ => Linear(layer.Layer),
    };

    // A layer whose derivative is the same everywhere, or null.
    private static Layer? Linear(Layer layer) =>
        layer is Dense or Conv1d or BatchNorm1d or Affine or AveragePool1d or GlobalAveragePool or Flatten or Slice or Concatenate or Add or Dropout ? layer : null;

    /// <summary>The same weights in a graph with other layers.</summary>
    /// <param name="method">Who asks, for the message.</param>
    /// <param name="exchange">The layer in the place of one; null where there is none for it.</param>
    /// <param name="behind">A node without weights behind the layer that it reads, which is read in that one's place; or null.</param>
    private Network Exchanged(string method, Func<NetworkLayer, Layer?> exchange, GraphNode? behind = null)
    {
        List<GraphNode> nodes = [];
        foreach (NetworkLayer layer in Layers)
        {
            Layer other = exchange(layer) ?? throw new MissingCapabilityException(
                Name, method, $"another way back than the gradient through layer '{layer.Name}' of kind '{layer.Layer.Kind}'", "integrated-gradients, which needs gradients alone");
            nodes.Add(new(layer.Name, other, [.. layer.Inputs.Select(input => input == behind?.Inputs[0] ? behind.Name : input)]));
            if (layer.Name == behind?.Inputs[0])
                nodes.Add(behind);
        }

        return new(this, NetworkGraph.Build(Name, InputShape, nodes), _weights);
    }

    private int PlaceOf(string layer)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            if (Layers[i].Name == layer)
                return i;
        }

        throw new ArgumentException($"'{Name}' has no layer '{layer}'; it has {Names(_ => true)}.", nameof(layer));
    }

    private string Names(Func<NetworkLayer, bool> which) => Layers.Where(which).Select(layer => $"'{layer.Name}'").ToArray() is { Length: > 0 } names ? string.Join(", ", names) : "not there";
}
