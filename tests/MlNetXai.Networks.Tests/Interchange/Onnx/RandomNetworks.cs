using MlNetXai.Networks.Layers;
using MlNetXai.Networks.Tests.Conformance;
using Slice = MlNetXai.Networks.Layers.Slice;

namespace MlNetXai.Networks.Tests.Interchange.Onnx;

/// <summary>Small networks around layers of given kinds, with random settings, neighbours and weights; the same for the same seed.</summary>
internal static class RandomNetworks
{
    /// <summary>The layer stands between neighbours that give and want different orders of axes.</summary>
    public static Network Make(string kind, int seed)
    {
        Builder builder = new(new Philox((ulong)seed, $"network around {kind}"));
        builder.AddNeighbour();
        builder.Add(kind);
        builder.AddNeighbour();
        return builder.Finish($"{kind} {seed}");
    }

    /// <summary>2 to 12 layers of any kind.</summary>
    public static Network Mix(int seed)
    {
        string[] kinds = [.. LayerKinds.Names];
        Builder builder = new(new Philox((ulong)seed, "network of any layers"));
        int count = 2 + builder.Below(11);
        for (int i = 0; i < count; i++)
            builder.Add(kinds[builder.Below(kinds.Length)]);
        return builder.Finish($"mix {seed}");
    }

    private sealed class Builder
    {
        private readonly List<GraphNode> _nodes = [];
        private readonly Dictionary<string, RowShape> _shapes = [];
        private Philox.Stream _random;
        private string _last = Network.InputName;

        public Builder(Philox philox)
        {
            _random = philox.Draws();
            _shapes[_last] = new(1 + Below(12), 1 + Below(5));
        }

        private RowShape Shape => _shapes[_last];

        public int Below(int bound) => _random.Below(bound);

        public void AddNeighbour() => Add(Below(6) switch { 0 => "relu", 1 => "conv1d", 2 => "lstm", 3 => "dense", 4 => "layer-norm", _ => "affine" });

        /// <summary>Adds a layer of a kind, or nothing where none fits what was built.</summary>
        public void Add(string kind)
        {
            (string from, RowShape shape) = (_last, Shape);
            switch (kind)
            {
                case "add":
                    Append(new Dense(shape.Channels, shape.Channels));
                    string left = _last;
                    Layer right = Below(2) == 0 ? new Conv1d(shape.Channels, shape.Channels, 3, new() { Padding = Padding.SameKeras }) : new Lstm(shape.Channels, shape.Channels, returnsSequence: true);
                    Append(right, from);
                    Append(new Add(), left, _last, from);
                    break;
                case "concatenate" when Below(2) == 0:
                    Append(new Conv1d(shape.Channels, 1 + Below(3), 1));
                    Append(new Concatenate(ConcatenateAxis.Channels), from, _last, from);
                    break;
                case "concatenate":
                    Append(Below(2) == 0 ? new Tanh() : new Slice(SliceAxis.Steps, shape.Steps - 1, 1));
                    Append(new Concatenate(ConcatenateAxis.Steps), from, _last, from);
                    break;
                case "masking":
                    // Only layers that can leave steps out may follow.
                    Append(new Masking(17));
                    Append(new Dense(shape.Channels, 3));
                    Append(new Lstm(3, 4));
                    break;
                default:
                    if (LayerSamples.TryMake(kind, ref _random, shape) is { } layer)
                        Append(layer);
                    break;
            }
        }

        public Network Finish(string name)
        {
            Append(Below(4) switch { 0 => new Flatten(FlattenOrder.TimeMajor), 1 => new Flatten(FlattenOrder.ChannelMajor), 2 => new GlobalMaxPool(), _ => new Lstm(Shape.Channels, 3) });
            string[] classes = [.. Enumerable.Range(0, 2 + Below(3)).Select(i => $"class {i}")];
            Append(new Dense(Shape.Channels, classes.Length));
            float[] weights = [.. _nodes.SelectMany((node, i) => new LayerSample(node.Layer.Kind, i, node.Layer, []).Weights().Select(weight => node.Layer is BatchNorm1d ? weight : weight / 2))];
            return new(name, _shapes[Network.InputName], classes, _nodes, weights, Below(2) == 0 ? OutputActivation.Sigmoid : OutputActivation.Softmax);
        }

        private void Append(Layer layer, params string[] inputs)
        {
            GraphNode node = new($"n{_nodes.Count}", layer, inputs.Length == 0 ? [_last] : inputs);
            RowShape[] shapes = [.. node.Inputs.Select(input => _shapes[input])];
            _nodes.Add(node);
            _last = node.Name;
            _shapes[_last] = layer is MergeLayer merge ? merge.Infer(shapes) : layer.Infer(shapes[0]);
        }
    }
}
