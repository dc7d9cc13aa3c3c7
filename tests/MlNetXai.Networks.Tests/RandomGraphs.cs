using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Tests;

/// <summary>Networks of layers joined at random, the same for the same seed.</summary>
internal static class RandomGraphs
{
    private static readonly RowShape Input = new(4, 3);

    /// <summary>Up to 12 layers, each reading any of those before; what none has read is joined before the head.</summary>
    public static Network Make(int seed)
    {
        Philox.Stream random = new Philox((ulong)seed, "random graph").Draws();
        List<GraphNode> nodes = [];
        Dictionary<string, RowShape> shapes = new() { [Network.InputName] = Input };
        int count = 1 + random.Below(12);
        for (int i = 0; i < count; i++)
        {
            string[] names = [.. shapes.Keys];
            string first = names[random.Below(names.Length)];
            GraphNode node = random.Below(5) switch
            {
                0 => new($"n{i}", new Add(), [first, .. Alike(first)]),
                1 => new($"n{i}", new Concatenate(ConcatenateAxis.Channels), [first, .. names.Where(name => shapes[name].Steps == shapes[first].Steps && random.Below(3) == 0)]),
                2 => new($"n{i}", new Concatenate(ConcatenateAxis.Steps), [first, .. names.Where(name => shapes[name].Channels == shapes[first].Channels && random.Below(3) == 0)]),
                3 => new($"n{i}", new Lstm(shapes[first].Channels, 1 + random.Below(4), returnsSequence: true), first),
                _ => new($"n{i}", new Dense(shapes[first].Channels, 1 + random.Below(5)), first),
            };
            Add(node);

            IEnumerable<string> Alike(string name) => Enumerable.Range(0, 1 + random.Below(2)).Select(_ => names.Where(other => shapes[other] == shapes[name]).ToArray())
                .Select(alike => alike[random.Below(alike.Length)]).ToArray();
        }

        string[] unread = [.. nodes.Select(node => node.Name).Where(name => !nodes.Any(node => node.Inputs.Contains(name)))];
        foreach (string name in unread)
            Add(new($"last {name}", new Lstm(shapes[name].Channels, 3), name));
        Add(new("join", new Concatenate(), [.. unread.Select(name => $"last {name}")]));
        Add(new("head", new Dense(3 * unread.Length, 2), "join"));
        return Network.Initial($"graph {seed}", Input, ["a", "b"], nodes, (ulong)seed);

        void Add(GraphNode node)
        {
            nodes.Add(node);
            RowShape[] inputs = [.. node.Inputs.Select(name => shapes[name])];
            shapes[node.Name] = node.Layer is MergeLayer merge ? merge.Infer(inputs) : node.Layer.Infer(inputs[0]);
        }
    }
}
