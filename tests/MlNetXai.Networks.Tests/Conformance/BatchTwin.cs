using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Tests.Conformance;

/// <summary>Plain loss of a whole training batch: batch norm takes mean and variance from the batch, layer after layer, all rows at once.</summary>
internal static class BatchTwin
{
    /// <summary>Mean softmax cross-entropy.</summary>
    public static double Loss(Network network, double[] weights, Batch batch, int[] labels)
    {
        double[][] logits = Outputs(network, weights, batch)[network.Layers[^1].Name];
        return logits.Select((z, row) => Math.Log(z.Sum(value => Math.Exp(value - z.Max()))) + z.Max() - z[labels[row]]).Average();
    }

    /// <summary>Every layer's output of every row, by the layer's name.</summary>
    public static Dictionary<string, double[][]> Outputs(Network network, double[] weights, Batch batch)
    {
        Dictionary<string, double[][]> values = new() { [Network.InputName] = [.. Enumerable.Range(0, batch.Rows).Select(row => RandomRows.ToDouble(batch.Row(row)))] };
        foreach (NetworkLayer layer in network.Layers)
        {
            double[][] first = values[layer.Inputs[0]];
            double[] own = weights[layer.WeightStart..(layer.WeightStart + layer.WeightLength)];
            if (layer.Layer is BatchNorm1d norm)
                Moments(first, norm.Channels).CopyTo(own, 2 * norm.Channels);
            values[layer.Name] = [.. Enumerable.Range(0, batch.Rows).Select(row => layer.Layer is MergeLayer merge
                ? merge.ReferenceMerge(layer.InputShapes, [.. layer.Inputs.Select(name => values[name][row])])
                : layer.Layer.ReferenceForward(layer.Input, own, first[row]))];
        }

        return values;
    }

    /// <summary>Mean of each channel over rows and steps, then the biased variance of each.</summary>
    public static double[] Moments(double[][] rows, int channels)
    {
        double[][] ofChannel = [.. Enumerable.Range(0, channels).Select(c => rows.SelectMany(row => row.Where((_, i) => i % channels == c)).ToArray())];
        double[] means = [.. ofChannel.Select(values => values.Average())];
        return [.. means, .. ofChannel.Zip(means, (values, mean) => values.Average(value => (value - mean) * (value - mean)))];
    }
}
