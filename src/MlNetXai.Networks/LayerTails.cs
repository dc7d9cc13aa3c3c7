using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>A layer that can do at the end of its own work, while a result is still in a register's reach, what the layers behind it would do: scale and shift channels, rectify.</summary>
internal interface ITakesTail
{
    /// <summary>A tail as this layer's kernels want it; memory of <paramref name="previous"/> is used again. Passes find it in <see cref="Pass.Tail"/>.</summary>
    /// <param name="path">Kernels.</param>
    /// <param name="weights">All weights of this layer.</param>
    /// <param name="tail">What comes behind it.</param>
    /// <param name="previous">What an earlier call gave.</param>
    object PrepareTail(KernelPath path, ReadOnlySpan<float> weights, LayerTail tail, object? previous);
}

/// <summary>What comes behind a layer: y = z·Scale + Shift per channel, then, if asked, the larger of y and 0.</summary>
internal sealed record LayerTail(double[] Scale, double[] Shift, bool Rectifies);

/// <summary>Which layers of a network are done as the tail of another, unless it trains.</summary>
internal static class LayerTails
{
    /// <summary>For each layer the places of those that it takes over, in order; each is read by the next and by no other.</summary>
    public static int[][] Find(IReadOnlyList<NetworkLayer> layers)
    {
        List<int>[] readers = [.. layers.Select(_ => new List<int>())];
        for (int i = 0; i < layers.Count; i++)
        {
            foreach (int source in layers[i].Sources.Where(source => source >= 0))
                readers[source].Add(i);
        }

        return [.. layers.Select((layer, i) => layer.Layer is ITakesTail ? Tail(layers, readers, i) : [])];
    }

    /// <summary>What the layers of a tail do together.</summary>
    public static LayerTail Join(IReadOnlyList<NetworkLayer> layers, int[] tail, int channels, ReadOnlySpan<float> weights)
    {
        double[] scale = new double[channels], shift = new double[channels];
        Array.Fill(scale, 1);
        float[] ownScale = new float[channels], ownShift = new float[channels];
        foreach (int place in tail)
        {
            NetworkLayer layer = layers[place];
            if (layer.Layer is not IChannelScale scaling)
                continue;
            scaling.ScaleAndShift(weights.Slice(layer.WeightStart, layer.WeightLength), ownScale, ownShift);
            for (int c = 0; c < channels; c++)
            {
                scale[c] *= ownScale[c];
                shift[c] = (shift[c] * ownScale[c]) + ownShift[c];
            }
        }

        return new(scale, shift, tail.Any(place => IsRelu(layers[place].Layer)));
    }

    // Up to the last layer that does something; dropout in between does nothing.
    private static int[] Tail(IReadOnlyList<NetworkLayer> layers, List<int>[] readers, int first)
    {
        List<int> tail = [];
        int length = 0;
        for (int at = first; readers[at] is [int next];)
        {
            Layer layer = layers[next].Layer;
            bool isIdentity = layer.IsIdentity(Purpose.Score);
            if (!isIdentity && layer is not IChannelScale && !IsRelu(layer))
                break;
            tail.Add(next);
            if (!isIdentity)
                length = tail.Count;
            if (IsRelu(layer))
                break;
            at = next;
        }

        return [.. tail.Take(length)];
    }

    private static bool IsRelu(Layer layer) => layer is ElementwiseLayer { Function.Kind: ElementwiseKind.Relu };
}
