using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>From nodes by name to layers in an order in which each stands behind what it reads; finds every error of the graph and of shapes.</summary>
internal static class NetworkGraph
{
    /// <summary>Nodes of a chain: each reads the one before.</summary>
    public static IReadOnlyList<GraphNode> Chain(IReadOnlyList<(string Name, Layer Layer)> layers) =>
        [.. layers.Select((layer, i) => new GraphNode(layer.Name, layer.Layer, i == 0 ? Network.InputName : layers[i - 1].Name))];

    /// <summary>Whether each layer reads the one before and nothing else.</summary>
    public static bool IsChain(IReadOnlyList<NetworkLayer> layers)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].Sources is not [int source] || source != i - 1)
                return false;
        }

        return true;
    }

    /// <summary>Layers in order: the order given wherever that will do.</summary>
    /// <param name="network">Name of the network, for messages.</param>
    /// <param name="inputShape">Shape of a row of the batch.</param>
    /// <param name="nodes">Nodes in any order.</param>
    /// <exception cref="ArgumentException">A name is used twice or unknown, layers read each other in a circle, or more than one is read by none.</exception>
    /// <exception cref="ShapeException">Rows have no steps or channels, or a layer does not fit what it reads.</exception>
    public static IReadOnlyList<NetworkLayer> Build(string network, RowShape inputShape, IReadOnlyList<GraphNode> nodes)
    {
        if (inputShape.Steps < 1 || inputShape.Channels < 1 || (long)inputShape.Steps * inputShape.Channels > Array.MaxLength)
            throw new ShapeException($"Network '{network}' reads rows of {inputShape}; both must be at least 1 and their product below 2³¹.");
        int[][] sources = Sources(network, nodes);
        RequireOneOutput(network, nodes, sources);
        int[] order = Order(network, nodes, sources), places = new int[nodes.Count];
        List<NetworkLayer> layers = [];
        int start = 0;
        foreach (int i in order)
        {
            int[] own = [.. sources[i].Select(source => source < 0 ? -1 : places[source])];
            RowShape[] inputs = [.. own.Select(source => source < 0 ? inputShape : layers[source].Output)];
            RowShape output = Infer(network, nodes[i], inputs);
            int length = nodes[i].Layer.Weights.Sum(weight => weight.Length);
            places[i] = layers.Count;
            layers.Add(new(nodes[i].Name, nodes[i].Layer, inputs[0], output, start, length) { Inputs = [.. nodes[i].Inputs], InputShapes = inputs, Sources = own });
            start = checked(start + length);
        }

        RequireMaskable(network, layers, null, Purpose.Score);
        return layers;
    }

    /// <summary>Throws when steps may have to be left out in front of a layer that mixes steps and cannot leave one out.</summary>
    /// <param name="network">Name of the network, for messages.</param>
    /// <param name="layers">Layers in order.</param>
    /// <param name="batch">The batch, whose rows may be shorter than its steps; null asks of masking layers alone.</param>
    /// <param name="purpose">What for.</param>
    /// <exception cref="ShapeException">There is such a layer; it is named.</exception>
    public static void RequireMaskable(string network, IReadOnlyList<NetworkLayer> layers, Batch? batch, Purpose purpose)
    {
        int shortRow = batch is null ? -1 : batch.Lengths.Span.IndexOfAnyExcept(batch.Steps);
        string?[] gaps = new string?[layers.Count];
        string? Gaps(int source) => source >= 0 ? gaps[source] : shortRow < 0 ? null : $"row {shortRow} of the batch has data at {batch!.LengthOf(shortRow)} of {batch.Steps} steps";
        for (int i = 0; i < layers.Count; i++)
        {
            NetworkLayer layer = layers[i];
            string? own = layer.Sources.Select(Gaps).FirstOrDefault(text => text is not null);
            if (layer.Layer is Masking)
                own ??= $"layer '{layer.Name}' leaves out steps";
            if (own is null)
                continue;
            MaskUse use = layer.Layer.MaskUse(purpose);
            if (use == MaskUse.Refuses)
                throw new ShapeException($"Network '{network}', layer '{layer.Name}' of kind '{layer.Layer.Kind}' mixes steps and cannot leave one out, but {own}. Cut all rows to one length, or use layers that read step by step: recurrent ones, those that act on single steps, global pooling.");
            gaps[i] = use == MaskUse.HandsOn ? own : null;
        }
    }

    private static int[][] Sources(string network, IReadOnlyList<GraphNode> nodes)
    {
        Dictionary<string, int> places = new() { [Network.InputName] = -1 };
        for (int i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].Name == Network.InputName)
                throw new ArgumentException($"Network '{network}' has a layer named '{Network.InputName}', which is the name of the batch; give it another name.");
            if (!places.TryAdd(nodes[i].Name, i))
                throw new ArgumentException($"Network '{network}' has two layers named '{nodes[i].Name}'; give each its own name.");
        }

        return [.. nodes.Select(node =>
        {
            if (node.Inputs.Count == 0)
                throw new ArgumentException($"Network '{network}', layer '{node.Name}' reads nothing; name a layer, or '{Network.InputName}' for the batch.");
            if (node.Inputs.Count > 1 && node.Layer is not MergeLayer)
                throw new ArgumentException($"Network '{network}', layer '{node.Name}' of kind '{node.Layer.Kind}' reads {node.Inputs.Count} layers ({string.Join(", ", node.Inputs)}) and can read one; join them by an add or concatenate layer.");
            return node.Inputs.Select(input => places.TryGetValue(input, out int place)
                ? place
                : throw new ArgumentException($"Network '{network}', layer '{node.Name}' reads '{input}', which is no layer of it; name one of its layers, or '{Network.InputName}' for the batch.")).ToArray();
        })];
    }

    // With one layer that none reads, every layer's readers lead to it: no layer is unused.
    private static void RequireOneOutput(string network, IReadOnlyList<GraphNode> nodes, int[][] sources)
    {
        HashSet<int> read = [.. sources.SelectMany(own => own)];
        string[] outputs = [.. nodes.Where((_, i) => !read.Contains(i)).Select(node => $"'{node.Name}'")];
        if (outputs.Length > 1)
            throw new ArgumentException($"Network '{network}': layers {string.Join(", ", outputs)} are read by none; one layer must be, the output. Remove the others, or let a layer read them.");
    }

    private static int[] Order(string network, IReadOnlyList<GraphNode> nodes, int[][] sources)
    {
        List<int>[] readers = [.. nodes.Select(_ => new List<int>())];
        int[] missing = new int[nodes.Count];
        for (int i = 0; i < sources.Length; i++)
        {
            foreach (int source in sources[i].Where(source => source >= 0))
            {
                readers[source].Add(i);
                missing[i]++;
            }
        }

        PriorityQueue<int, int> ready = new();
        for (int i = 0; i < missing.Length; i++)
        {
            if (missing[i] == 0)
                ready.Enqueue(i, i);
        }

        List<int> order = [];
        while (ready.TryDequeue(out int next, out _))
        {
            order.Add(next);
            foreach (int reader in readers[next])
            {
                if (--missing[reader] == 0)
                    ready.Enqueue(reader, reader);
            }
        }

        return order.Count == nodes.Count
            ? [.. order]
            : throw new ArgumentException($"Network '{network}': layers read each other in a circle ({Circle(nodes, sources, missing)}); a layer can read earlier ones only.");
    }

    // From a layer that never became ready, back along inputs that never did, until one comes again.
    private static string Circle(IReadOnlyList<GraphNode> nodes, int[][] sources, int[] missing)
    {
        List<int> path = [];
        int at = Array.FindIndex(missing, count => count > 0);
        while (!path.Contains(at))
        {
            path.Add(at);
            at = sources[at].First(source => source >= 0 && missing[source] > 0);
        }

        return string.Join(" reads ", path.Skip(path.IndexOf(at)).Append(at).Select(place => $"'{nodes[place].Name}'"));
    }

    private static RowShape Infer(string network, GraphNode node, RowShape[] inputs)
    {
        try
        {
            return node.Layer is MergeLayer merge ? merge.Infer(inputs) : node.Layer.Infer(inputs[0]);
        }
        catch (ShapeException error)
        {
            throw new ShapeException($"Network '{network}', layer '{node.Name}': {error.Message}");
        }
    }
}
