using MlNetXai.Networks.Layers;
using Slice = MlNetXai.Networks.Layers.Slice;

namespace MlNetXai.Networks.Tests.Interchange.Onnx;

/// <summary>Small networks around a layer of a given kind, with random settings, neighbours and weights; the same for the same seed.</summary>
internal static class RandomNetworks
{
    /// <summary>The layer stands between neighbours that give and want different orders of axes.</summary>
    public static Network Make(string kind, int seed)
    {
        Builder builder = new(new Philox((ulong)seed, $"network around {kind}"));
        builder.Neighbour();
        builder.Add(kind);
        builder.Neighbour();
        return builder.Head($"{kind} {seed}");
    }

    /// <summary>Up to 12 layers of any kind.</summary>
    public static Network Mix(IReadOnlyList<string> kinds, int seed)
    {
        Builder builder = new(new Philox((ulong)seed, "network of any layers"));
        int count = 2 + builder.Random.Below(11);
        for (int i = 0; i < count; i++)
            builder.Add(kinds[builder.Random.Below(kinds.Count)]);
        return builder.Head($"mix {seed}");
    }

    private sealed class Builder
    {
        private readonly List<GraphNode> _nodes = [];
        private readonly RowShape _input;
        private string _last = Network.InputName;
        private RowShape _shape;

        // A field of a mutable struct: it must not be read-only.
        public Philox.Stream Random;

        public Builder(Philox philox)
        {
            Random = philox.Draws();
            _input = _shape = new(1 + Random.Below(12), 1 + Random.Below(5));
        }

        public void Neighbour() => Add(Random.Below(6) switch { 0 => "relu", 1 => "conv1d", 2 => "lstm", 3 => "dense", 4 => "layer-norm", _ => "affine" });

        public void Add(string kind)
        {
            string from = _last;
            switch (kind)
            {
                case "add":
                    Append(new Dense(_shape.Channels, _shape.Channels));
                    string left = _last;
                    (_last, RowShape shape) = (from, _shape);
                    Append(Coin() ? new Conv1d(shape.Channels, shape.Channels, 3, new() { Padding = Padding.SameKeras }) : new Lstm(shape.Channels, shape.Channels, returnsSequence: true));
                    Append(new Add(), left, _last, from);
                    break;
                case "concatenate":
                    bool channels = Coin();
                    Append(channels ? new Conv1d(_shape.Channels, 1 + Random.Below(3), 1) : Coin() ? new Tanh() : new Slice(SliceAxis.Steps, _shape.Steps - 1, 1));
                    Append(new Concatenate(channels ? ConcatenateAxis.Channels : ConcatenateAxis.Steps), from, _last, from);
                    break;
                case "masking":
                    // Only layers that can leave steps out may follow.
                    Append(new Masking(17));
                    Append(new Dense(_shape.Channels, 3));
                    Append(new Lstm(3, 4));
                    break;
                default:
                    Append(Layer(kind));
                    break;
            }
        }

        public Network Head(string name)
        {
            Append(Random.Below(4) switch { 0 => new Flatten(FlattenOrder.TimeMajor), 1 => new Flatten(FlattenOrder.ChannelMajor), 2 => new GlobalMaxPool(), _ => new Lstm(_shape.Channels, 3) });
            int classes = 2 + Random.Below(3);
            Append(new Dense(_shape.Channels, classes));
            Philox random = new((ulong)Random.Below(int.MaxValue), "weights");
            List<float> weights = [];
            foreach (WeightShape weight in _nodes.SelectMany(node => node.Layer.Weights))
            {
                for (int i = 0; i < weight.Length; i++)
                {
                    double unit = random.Uniform((uint)weights.Count);
                    weights.Add((float)(weight.Name == "running_var" ? 0.5 + unit : unit - 0.5));
                }
            }

            return new(name, _input, [.. Enumerable.Range(0, classes).Select(i => $"class {i}")], _nodes, weights.ToArray(), Coin() ? OutputActivation.Sigmoid : OutputActivation.Softmax);
        }

        private Layer Layer(string kind)
        {
            int steps = _shape.Steps, channels = _shape.Channels, size = 1 + Random.Below(5);
            return kind switch
            {
                "affine" => new Affine(channels),
                "average-pool1d" => new AveragePool1d(size, Pooling(size), Coin()),
                "batch-norm1d" => new BatchNorm1d(channels, epsilon: 1e-3),
                "conv1d" => Convolution(size),
                "dense" => new Dense(channels, 1 + Random.Below(6)),
                "dropout" => new Dropout(0.5, $"n{_nodes.Count}"),
                "elu" => new Elu(0.7),
                "flatten" => new Flatten(Coin() ? FlattenOrder.TimeMajor : FlattenOrder.ChannelMajor),
                "gelu" => new Gelu(Coin()),
                "global-average-pool" => new GlobalAveragePool(),
                "global-max-pool" => new GlobalMaxPool(),
                "gru" => new Gru(channels, size, Coin(), new() { Direction = Direction(), Gates = Gates(), ResetAfter = Coin() }),
                "hard-sigmoid" => Coin() ? new HardSigmoid() : new HardSigmoid(0.4, 0.3),
                "layer-norm" => new LayerNorm(channels, epsilon: 1e-3),
                "leaky-relu" => new LeakyRelu(0.2),
                "lstm" => new Lstm(channels, size, Coin(), new() { Direction = Direction(), Gates = Gates(), OneBias = Coin() }),
                "max-pool1d" => new MaxPool1d(size, Pooling(size)),
                "relu" => new Relu(),
                "sigmoid" => new Sigmoid(),
                "slice" => Coin() ? new Slice(SliceAxis.Steps, steps / 3, 1 + (steps / 3)) : new Slice(SliceAxis.Channels, channels / 2, 1),
                "softmax" => new SoftmaxLayer(),
                "tanh" => new Tanh(),
                _ => throw new NotSupportedException($"Kind '{kind}' has no random form yet; add one here."),
            };
        }

        // Options that leave no window without an element of the row.
        private PoolingOptions Pooling(int size)
        {
            while (true)
            {
                PoolingOptions options = new()
                {
                    Stride = Coin() ? null : 1 + Random.Below(3),
                    Dilation = Coin() ? 1 : 1 + Random.Below(3),
                    Padding = Random.Below(3) switch { 0 => Padding.Valid, 1 => Padding.SameKeras, _ => Padding.Explicit(Random.Below(4), Random.Below(4)) },
                };
                if (Fits(new MaxPool1d(size, options)))
                    return options;
                if (size > _shape.Steps)
                    return new() { Padding = Padding.SameKeras };
            }
        }

        private Conv1d Convolution(int size)
        {
            while (true)
            {
                int groups = Coin() ? 1 : _shape.Channels, stride = 1 + Random.Below(3);
                Padding padding = Random.Below(4) switch { 0 => Padding.Valid, 1 => Padding.SameKeras, 2 when stride == 1 => Padding.SamePyTorch, _ => Padding.Explicit(Random.Below(6), Random.Below(6)) };
                Conv1d layer = new(
                    _shape.Channels, groups * (1 + Random.Below(3)), size, new() { Stride = stride, Dilation = 1 + Random.Below(3), Groups = groups, Bias = Coin(), Padding = padding });
                if (Fits(layer))
                    return layer;
            }
        }

        private bool Fits(Layer layer)
        {
            try
            {
                layer.Infer(_shape);
                return true;
            }
            catch (ShapeException)
            {
                return false;
            }
        }

        private RecurrentDirection Direction() => (RecurrentDirection)Random.Below(3);

        private GateActivation Gates() => (GateActivation)Random.Below(2);

        private bool Coin() => Random.Below(2) == 0;

        private void Append(Layer layer, params string[] inputs)
        {
            string[] sources = inputs.Length == 0 ? [_last] : inputs;
            GraphNode node = new($"n{_nodes.Count}", layer, sources);
            RowShape[] shapes = [.. sources.Select(Shape)];
            _nodes.Add(node);
            (_last, _shape) = (node.Name, layer is MergeLayer merge ? merge.Infer(shapes) : layer.Infer(shapes[0]));
            _shapes[_last] = _shape;
        }

        private readonly Dictionary<string, RowShape> _shapes = [];

        private RowShape Shape(string name) => name == Network.InputName ? _input : _shapes[name];
    }
}
