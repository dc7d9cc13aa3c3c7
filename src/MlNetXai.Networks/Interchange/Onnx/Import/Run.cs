using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>One reading of a graph: what its names stand for, and the layers so far.</summary>
/// <param name="graph">The graph.</param>
/// <param name="input">What the model's input is taken for.</param>
internal sealed class Run(Graph graph, Activation input)
{
    // Operators that turn, cut or scale weights, one behind the other.
    private const int MostTurns = 32;

    private long _given, _made;
    private readonly Dictionary<string, Value> _values = new() { [graph.InputName] = input with { IsOnlyReader = graph.ReaderCount(graph.InputName) == 1 } };

    /// <summary>What the model's input is taken for.</summary>
    public Activation Input => input;

    /// <summary>Layers so far.</summary>
    public LayerList Layers { get; } = new(input.Shape);

    /// <summary>Whether a recurrent layer, a convolution or a pooling has read the steps as such: the input's order of axes is certain.</summary>
    public bool HasReadSteps { get; private set; }

    /// <summary>Nodes that have been understood.</summary>
    public int NodesRead { get; private set; }

    /// <summary>What was changed on the way, one sentence each.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What a name stands for, or null.</summary>
    public Value? this[string name] => _values.TryGetValue(name, out Value? value) ? value : graph.Constant(name) is { } constant ? _values[name] = Given(constant) : null;

    /// <summary>Node that gives a name, or null.</summary>
    public NodeProto? Producer(string name) => graph.Producer(name);

    /// <summary>A node with what it reads.</summary>
    public Node NodeOf(NodeProto proto) => new(proto, graph.Opset) { Inputs = [.. proto.Input.Select(name => name.Length == 0 ? null : this[name])] };

    /// <summary>Whether the file says that an LSTM has one bias per direction.</summary>
    public bool HasOneBias(Node node) => graph.OneBias.Contains(node.Proto.Name);

    /// <summary>Values of a tensor that stands in a node.</summary>
    public Constant Read(TensorProto tensor) => Given(graph.Read(tensor));

    /// <summary>The one value of a constant, or null.</summary>
    public double? Scalar(string name) => this[name] is Constant { IsUniform: true } constant ? constant.Real() : null;

    /// <summary>Reads all nodes that the output needs.</summary>
    /// <exception cref="ModelFileException">A node is something that no layer stands for.</exception>
    public Activation Execute()
    {
        foreach (NodeProto proto in graph.Nodes)
        {
            Node node = NodeOf(proto);
            graph.At(node, () => Read(node));
            NodesRead++;
        }

        return this[graph.OutputName] switch
        {
            Activation activation => activation,
            Deferred deferred => throw graph.Fault($"the output is {deferred.Meaning} of {deferred.Node.Place}", ImportException.Rewrite),
            _ => throw graph.Fault("the output does not depend on the input", ImportException.WriteAgain),
        };
    }

    /// <summary>The input with an axis that runs over all steps, which is certain from here on.</summary>
    /// <param name="node">The node that takes it so.</param>
    /// <param name="x">The input.</param>
    /// <param name="axis">The axis taken as steps.</param>
    /// <param name="channels">The axis beside it: where steps were flattened into it, they are channels now.</param>
    /// <exception cref="ImportException">It runs over something else.</exception>
    public Activation RequireSteps(Node node, Activation x, int axis, int channels)
    {
        if (!x.IsSteps(axis) && x.Axes[axis].IsUnit)
            x = RequireChannels(node, x, channels);
        if (!x.IsSteps(axis))
            throw new ImportException($"it takes axis {axis} as steps, which runs over {x.Axes[axis]} where {x.Shape} are given", Layouts.Remedy);
        HasReadSteps |= x.Shape.Steps > 1;
        return x;
    }

    /// <summary>The input with an axis that runs over all channels; where it runs over all steps and channels, they are flattened.</summary>
    /// <exception cref="ImportException">It runs over something else.</exception>
    public Activation RequireChannels(Node node, Activation x, int axis)
    {
        if (x.IsChannels(axis))
            return x;
        Digit steps = new(Role.Step, x.Shape.Steps), channels = new(Role.Channel, x.Shape.Channels);
        FlattenOrder order = x.Axes[axis].IsSameAs(Axis.Of([channels, steps])) ? FlattenOrder.ChannelMajor : FlattenOrder.TimeMajor;
        if (order == FlattenOrder.TimeMajor && !x.Axes[axis].IsSameAs(Axis.Of([steps, channels])))
            throw new ImportException($"it takes axis {axis} as channels, which runs over {x.Axes[axis]} where {x.Shape} are given", Layouts.Remedy);
        return Layers.Add(node, new Flatten(order), x).With(axis, Axis.Whole(Role.Channel, x.Shape.Length));
    }

    private Constant Given(Constant constant)
    {
        _given += constant.StoredCount;
        return constant;
    }

    // A name that is read once keeps what may grow into the layer; one that is read often does not.
    private void Read(Node node)
    {
        IReadOnlyList<Value> outputs = Operators.Read(node, this);
        _made += outputs.OfType<Constant>().Sum(constant => (long)constant.StoredCount);
        if (_made > Constant.LargestCount + (MostTurns * _given))
            throw new ImportException($"the constants computed up to here have {_made} values, those in the file {_given}", ImportException.Rewrite);
        for (int i = 0; i < node.OutputCount; i++)
        {
            string name = node.Proto.Output[i];
            if (name.Length == 0)
                continue;
            Value value = i < outputs.Count ? outputs[i] : new Deferred(node, $"output {i}");
            _values[name] = value is Activation activation ? activation with { IsOnlyReader = activation.IsOnlyReader && graph.ReaderCount(name) == 1 } : value;
        }
    }
}
