using MlNetXai.Networks;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Explanations.Evaluation;

/// <summary>Copies of a network with some of its layers initialised anew. Their weights are made once and kept; the copies are not, as each holds the memory of its passes.</summary>
internal sealed class RandomisedNetworks(Network network, InitialWeights scheme, Batch? training)
{
    private const int BlockRows = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, float[]> _weights = new(StringComparer.Ordinal);

    /// <summary>What is initialised together, from the output down: each layer that has weights, with the normalisation that reads it alone.</summary>
    public IReadOnlyList<IReadOnlyList<NetworkLayer>> Units { get; } = FindUnits(network);

    /// <summary>Throws when statistics must be estimated and there is nothing to estimate them from.</summary>
    /// <exception cref="MlNetXaiException">The network normalises by statistics of its training, and there are no training rows.</exception>
    /// <exception cref="ShapeException">The training rows do not fit the network.</exception>
    public void RequireTraining()
    {
        if (training is not null)
            TargetScores.RequireFits(network, training);
        if (training is not { Rows: > 0 } && network.Layers.FirstOrDefault(layer => layer.Layer is BatchNorm1d) is { } layer)
        {
            throw new MlNetXaiException(
                $"'{network.Name}', layer {layer.Name} normalises by means and variances of its training, which must be estimated anew behind random layers. Give training rows (1,000 are enough).");
        }
    }

    /// <summary>Whether these are copies of that network with statistics of those rows.</summary>
    public bool AreOf(Network original, Batch? rows) => ReferenceEquals(network, original) && ReferenceEquals(training, rows);

    /// <summary>The network with the layers' weights drawn anew, and the statistics of every batch normalisation behind them estimated from the training rows.</summary>
    public Network With(IReadOnlySet<string> layers, ulong seed)
    {
        string key = $"{seed}: {string.Join(", ", layers.Order(StringComparer.Ordinal))}";
        lock (_lock)
        {
            if (!_weights.TryGetValue(key, out float[]? weights))
                _weights[key] = weights = Draw(layers, seed);
            return network.With(weights);
        }
    }

    private float[] Draw(IReadOnlySet<string> layers, ulong seed)
    {
        GraphNode[] nodes = [.. network.Layers.Select(layer => new GraphNode(layer.Name, layer.Layer, layer.Inputs))];
        Network initial = Network.Initial(network.Name, network.InputShape, network.Classes, nodes, seed, scheme, network.Output);
        float[] weights = network.Weights.ToArray();
        foreach (NetworkLayer layer in initial.Layers.Where(layer => layers.Contains(layer.Name)))
            initial.Weights.Slice(layer.WeightStart, layer.WeightLength).CopyTo(weights.AsSpan(network.Layers.Single(own => own.Name == layer.Name).WeightStart));

        HashSet<string> behind = [];
        foreach (NetworkLayer layer in network.Layers)
        {
            if (!layers.Contains(layer.Name) && !layer.Inputs.Any(behind.Contains))
                continue;
            behind.Add(layer.Name);
            if (layer.Layer is BatchNorm1d norm)
                Estimate(layer, norm, weights);
        }

        return weights;
    }

    private static List<List<NetworkLayer>> FindUnits(Network network)
    {
        List<List<NetworkLayer>> units = [];
        foreach (NetworkLayer layer in network.Layers.Where(layer => layer.WeightLength > 0))
        {
            if (layer.Layer is BatchNorm1d or LayerNorm or Affine && units.Find(unit => unit[^1].Name == layer.Inputs[0]) is { } normalised)
                normalised.Add(layer);
            else
                units.Add([layer]);
        }

        units.Reverse();
        return units;
    }

    // Mean and variance of what the layer reads, over rows and steps, into its running statistics: [weight, bias, running_mean, running_var].
    private void Estimate(NetworkLayer layer, BatchNorm1d norm, float[] weights)
    {
        Network before = Before(layer, weights);
        int channels = norm.Channels, width = before.Classes.Count;
        double[] sums = new double[channels], squares = new double[channels];
        float[] values = new float[BlockRows * width];
        long count = 0;

        // Two passes: the squares of large values that differ little would cancel.
        for (int pass = 0; pass < 2; pass++)
        {
            count = 0;
            for (int start = 0; start < training!.Rows; start += BlockRows)
            {
                int rows = Math.Min(BlockRows, training.Rows - start);
                before.Logits(training.Slice(start, rows), values.AsSpan(0, rows * width));
                for (int i = 0; i < rows * width; i++)
                {
                    int channel = i % channels;
                    if (pass == 0)
                        sums[channel] += values[i];
                    else
                        squares[channel] += (values[i] - sums[channel]) * (values[i] - sums[channel]);
                }

                count += (long)rows * width / channels;
            }

            for (int channel = 0; pass == 0 && channel < channels; channel++)
                sums[channel] /= count;
        }

        long divisor = norm.UnbiasedRunningVariance && count > 1 ? count - 1 : count;
        for (int channel = 0; channel < channels; channel++)
        {
            weights[layer.WeightStart + (2 * channels) + channel] = (float)sums[channel];
            weights[layer.WeightStart + (3 * channels) + channel] = (float)(squares[channel] / divisor);
        }
    }

    // The part of the network that the layer reads, flattened so that all its values come out as one row.
    private Network Before(NetworkLayer layer, float[] weights)
    {
        HashSet<string> needed = [layer.Inputs[0]];
        foreach (NetworkLayer own in network.Layers.Reverse().Where(own => needed.Contains(own.Name)))
            needed.UnionWith(own.Inputs);
        NetworkLayer[] kept = [.. network.Layers.Where(own => needed.Contains(own.Name))];
        string flat = $"{layer.Name} input";
        return new(
            network.Name,
            network.InputShape,
            [.. Enumerable.Range(0, layer.Input.Length).Select(index => $"{index}")],
            [.. kept.Select(own => new GraphNode(own.Name, own.Layer, own.Inputs)), new GraphNode(flat, new Flatten(), layer.Inputs[0])],
            [.. kept.SelectMany(own => weights.AsSpan(own.WeightStart, own.WeightLength).ToArray())],
            OutputActivation.Sigmoid);
    }
}
