using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange;

/// <summary>The published in-hospital mortality networks of mimic3-benchmarks, from their Keras weights as safetensors.</summary>
/// <remarks>
/// Harutyunyan et al. 2019, doi:10.1038/s41597-019-0103-9. Tensors: <c>bidirectional_K/forward_lstm_K/…</c>, <c>bidirectional_K/backward_lstm_K/…</c>, <c>lstm_K/…</c>, <c>dense_1/…</c>, each of
/// <code>
/// kernel            [inputs, 4·units]   gate blocks i, f, c, o
/// recurrent_kernel  [units, 4·units]
/// bias              [4·units]
/// </code>
/// (dense: kernel [units, 1], bias [1]). Keras' c is the candidate, which PyTorch calls g: the blocks are in our order, the matrices transposed.
/// Gates are hard sigmoids: with logistic ones the probabilities change by a few percent.
/// </remarks>
public static class KerasIcuWeights
{
    private const string Remedy = "Use the file of the channel-wise or of the standard network as published, converted tensor by tensor.";

    /// <summary>Reads the channel-wise network (26,817 weights) or the standard one (7,569), whichever the file holds.</summary>
    /// <exception cref="ModelFileException">The file cannot be read, or a tensor is missing, of another shape, or none of the network's; it is named.</exception>
    public static Network Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        string[] classes = ["in-hospital death"];
        Dictionary<string, string> sources = [];
        Network network;
        if (file.Tensors.ContainsKey("lstm_18/kernel"))
        {
            network = Presets.ChannelWiseLstm(classes);
            for (int k = 1; k <= 17; k++)
                sources[$"lstm{k}"] = $"bidirectional_{k}/forward_lstm_{k}";
            sources["lstm"] = "lstm_18";
        }
        else
        {
            network = Presets.IcuLstm(classes);
            sources["lstm1"] = "bidirectional_1/forward_lstm_1";
            sources["lstm2"] = "lstm_2";
        }

        sources["dense"] = "dense_1";
        float[] weights = new float[network.WeightLength];
        HashSet<string> read = [];
        foreach (NetworkLayer layer in network.Layers)
        {
            int start = layer.WeightStart;
            foreach (WeightShape weight in layer.Layer.Weights)
            {
                (string name, bool isMatrix) = Source(sources[layer.Name], weight);
                Tensor tensor = Require(file, path, name, isMatrix ? [weight.Dimensions[1], weight.Dimensions[0]] : weight.Dimensions);
                Copy(tensor, isMatrix, weights.AsSpan(start, weight.Length));
                read.Add(name);
                start += weight.Length;
            }
        }

        return file.Tensors.Keys.FirstOrDefault(name => !read.Contains(name)) is { } extra
            ? throw new ModelFileException(path, $"tensor '{extra}' belongs to no layer of the {network.Name}", remedy: Remedy)
            : network.With(weights);
    }

    // Keras' name of one of our weights, and whether it is a matrix, which has its axes the other way round.
    private static (string Name, bool IsMatrix) Source(string layer, WeightShape weight)
    {
        string own = weight.Name.Replace("_reverse", "", StringComparison.Ordinal);
        string place = own.Length < weight.Name.Length ? layer.Replace("forward", "backward", StringComparison.Ordinal) : layer;
        return own switch
        {
            "weight_ih" or "weight" => ($"{place}/kernel", true),
            "weight_hh" => ($"{place}/recurrent_kernel", true),
            _ => ($"{place}/bias", false),
        };
    }

    private static Tensor Require(SafetensorsFile file, string path, string name, IReadOnlyList<int> shape)
    {
        if (!file.Tensors.TryGetValue(name, out Tensor? tensor))
            throw new ModelFileException(path, $"lacks the tensor '{name}'", remedy: Remedy);
        return tensor.Shape.SequenceEqual(shape)
            ? tensor
            : throw new ModelFileException(path, $"tensor '{name}' must have the shape [{string.Join(", ", shape)}] and has [{string.Join(", ", tensor.Shape)}]", remedy: Remedy);
    }

    private static void Copy(Tensor tensor, bool isMatrix, Span<float> target)
    {
        if (!isMatrix)
        {
            tensor.Values.CopyTo(target);
            return;
        }

        int rows = tensor.Shape[0], columns = tensor.Shape[1];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                target[(column * rows) + row] = tensor.Values[(row * columns) + column];
        }
    }
}
