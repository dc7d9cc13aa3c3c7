using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Tests.Conformance;

/// <summary>Whole networks of all kinds of layers joined at random, the same for the same seed.</summary>
internal static class NetworkSamples
{
    private static readonly RowShape Input = new(7, 3);

    /// <summary>Up to 10 layers, each reading any of those before; what none has read is brought to one step and joined before the head of two classes.</summary>
    /// <param name="seed">Seed of layers, settings and weights.</param>
    /// <param name="training">Whether dropout and masking are left out, of which a twin of training knows nothing.</param>
    public static Network Make(int seed, bool training)
    {
        Philox.Stream random = new Philox((ulong)seed, "network sample").Draws();
        string[] kinds = [.. LayerKinds.Names.Where(kind => !training || kind is not ("dropout" or "masking"))];
        Dictionary<string, RowShape> shapes = new() { [Network.InputName] = Input };
        HashSet<string> masked = [];
        List<GraphNode> nodes = [];
        for (int count = 1 + random.Below(10); nodes.Count < count;)
        {
            string[] names = [.. shapes.Keys];
            string first = names[random.Below(names.Length)], kind = kinds[random.Below(kinds.Length)];
            if (LayerSamples.TryMake(kind, ref random, shapes[first]) is not { } layer)
                continue;
            List<string> inputs = [first];
            for (int more = random.Below(3); more > 0 && layer is MergeLayer merge; more--)
            {
                string[] fitting = [.. names.Where(name => Fits(merge, shapes[first], shapes[name]))];
                inputs.Add(fitting[random.Below(fitting.Length)]);
            }

            // Behind a masking layer stands what can leave a step out.
            bool behindMask = inputs.Any(masked.Contains);
            if (!behindMask || Enum.GetValues<Purpose>().All(purpose => layer.MaskUse(purpose) != MaskUse.Refuses))
                Add(new($"{kind} {nodes.Count}", layer, inputs), behindMask || layer is Masking);
        }

        string[] unread = [.. nodes.Select(node => node.Name).Where(name => !nodes.Any(node => node.Inputs.Contains(name)))];
        foreach (string name in unread)
            Add(new($"last {name}", shapes[name].Length > 60 || masked.Contains(name) ? new Lstm(shapes[name].Channels, 3) : new Flatten(), name), false);
        Add(new("join", new Concatenate(), [.. unread.Select(name => $"last {name}")]), false);
        Add(new("head", new Dense(shapes["join"].Channels, 2), "join"), false);

        float[] weights = [.. nodes.SelectMany(node => new LayerSample(node.Layer.Kind, seed, node.Layer, [Input]).Weights().Select(weight => weight * Scale(node.Layer)))];
        return new($"network {seed}", Input, ["a", "b"], nodes, weights);

        void Add(GraphNode node, bool hasMask)
        {
            nodes.Add(node);
            RowShape[] read = [.. node.Inputs.Select(name => shapes[name])];
            shapes[node.Name] = node.Layer is MergeLayer merge ? merge.Infer(read) : node.Layer.Infer(read[0]);
            if (hasMask && node.Layer.MaskUse(Purpose.Score) == MaskUse.HandsOn)
                masked.Add(node.Name);
        }
    }

    /// <summary>Rows, some of whose steps are 0 for masking layers to find.</summary>
    public static Batch Rows(int rows, int seed)
    {
        Batch batch = RandomRows.Make(rows, Input, (ulong)seed);
        for (int row = 0; row < rows; row += 3)
            batch.Row(row).Slice(row % Input.Steps * Input.Channels, Input.Channels).Clear();
        return batch;
    }

    private static bool Fits(MergeLayer merge, RowShape first, RowShape other)
    {
        try
        {
            merge.Infer([first, other]);
            return true;
        }
        catch (ShapeException)
        {
            return false;
        }
    }

    // Sums over many inputs stay of the size of their inputs.
    private static float Scale(Layer layer) => layer is Dense or Conv1d or Lstm or Gru ? 1 / MathF.Sqrt(layer.Weights[0].Dimensions.Skip(1).Aggregate(1, (product, size) => product * size)) : 1;
}
