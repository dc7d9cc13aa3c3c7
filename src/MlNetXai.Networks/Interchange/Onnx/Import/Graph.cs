using Google.Protobuf.Collections;
using DataType = MlNetXai.Networks.Interchange.Onnx.TensorProto.Types.DataType;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>A file's graph, checked: one float input, one output, each name given once, no circle; nodes in order, those the output does not need left out.</summary>
internal sealed class Graph
{
    private const long OldestOpset = 9;
    private const long NewestOpset = 21;

    private readonly string _path;
    private readonly Dictionary<string, NodeProto> _producers = [];
    private readonly Dictionary<string, TensorProto> _initializers = [];
    private readonly Dictionary<string, int> _readers = [];

    /// <exception cref="ModelFileException">The graph is none that can be read.</exception>
    public Graph(ModelProto model, string path)
    {
        _path = path;
        (Model, GraphProto graph) = (model, model.Graph);
        Opset = model.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx")?.Version ?? 1;
        if (Opset is < OldestOpset or > NewestOpset)
            throw Fault($"uses opset {Opset}; opsets {OldestOpset} to {NewestOpset} are read", $"Export the model with opset_version between {OldestOpset} and {NewestOpset}, best 17.");
        if (graph.SparseInitializer.Count > 0)
            throw Fault($"holds a sparse tensor ('{graph.SparseInitializer[0].Values?.Name}')", "Export the model with dense weights.");
        HashSet<string> inputs = [.. graph.Input.Select(value => value.Name)];
        if (inputs.Count < graph.Input.Count)
            throw Twice(graph.Input.GroupBy(value => value.Name).First(own => own.Count() > 1).Key);
        foreach (TensorProto tensor in graph.Initializer)
        {
            if (tensor.Name.Length == 0 || !_initializers.TryAdd(tensor.Name, tensor))
                throw Twice(tensor.Name);
        }

        foreach (NodeProto node in graph.Node)
        {
            foreach (string name in node.Output.Where(name => name.Length > 0))
            {
                if (inputs.Contains(name) || _initializers.ContainsKey(name) || !_producers.TryAdd(name, node))
                    throw Twice(name);
            }
        }

        // Files up to IR 3 list weights among the inputs, too.
        ValueInfoProto[] given = [.. graph.Input.Where(value => !_initializers.ContainsKey(value.Name))];
        if (given.Length != 1)
            throw Fault($"has {given.Length} inputs{Names(given)}; exactly one is read", "Export the model with the signal as its only input.");
        if (graph.Output.Count != 1)
            throw Fault($"has {graph.Output.Count} outputs{Names(graph.Output)}; exactly one is read", "Export the model with its scores as the only output.");
        (Input, OutputName) = (given[0], graph.Output[0].Name);
        Nodes = Order(graph.Node);
    }

    /// <summary>The file's message.</summary>
    public ModelProto Model { get; }

    /// <summary>Version of the operators.</summary>
    public long Opset { get; }

    /// <summary>The input with its type.</summary>
    public ValueInfoProto Input { get; }

    /// <summary>Name of the input.</summary>
    public string InputName => Input.Name;

    /// <summary>Name of the output.</summary>
    public string OutputName { get; }

    /// <summary>Nodes that the output needs, each behind those it reads.</summary>
    public IReadOnlyList<NodeProto> Nodes { get; }

    /// <summary>Names of LSTM nodes that have one bias per direction.</summary>
    public HashSet<string> OneBias { get; } = [];

    /// <summary>Node that gives a name, or null.</summary>
    public NodeProto? Producer(string name) => _producers.GetValueOrDefault(name);

    /// <summary>Readers of a name among the nodes that are needed, the model's own output included.</summary>
    public int ReaderCount(string name) => _readers.GetValueOrDefault(name);

    /// <summary>A weight of the file, or null.</summary>
    public Constant? Constant(string name) => _initializers.TryGetValue(name, out TensorProto? tensor) ? Read(tensor) : null;

    /// <summary>Values of a tensor; every kind of float becomes single precision.</summary>
    /// <exception cref="ModelFileException">Its type is not read, or it has not as many values as its shape says.</exception>
    public Constant Read(TensorProto tensor)
    {
        Size[] sizes = [.. tensor.Dims.Select(size => new Size(size))];
        return (DataType)tensor.DataType is DataType.Int64 or DataType.Int32 or DataType.Bool
            ? new(sizes, Array.ConvertAll(TensorValues.Integers(tensor, _path), value => new Size(value)))
            : new(sizes, TensorValues.Floats(tensor, _path));
    }

    /// <summary>An error of this file.</summary>
    public ModelFileException Fault(string problem, string remedy, Exception? inner = null) => new(_path, problem, inner, remedy);

    /// <summary>Carries out <paramref name="body"/>; an error in it gets file and node in front.</summary>
    public void At(Node node, Action body)
    {
        try
        {
            body();
        }
        catch (ImportException error)
        {
            throw Fault($"{node.Place}: {error.Problem}", error.Remedy, error);
        }
        catch (Exception error) when (ContentFault.IsIn(error))
        {
            throw Fault($"{node.Place}: {ContentFault.Words(error, "its inputs, attributes or sizes are not what the operator prescribes")}", ImportException.WriteAgain, error);
        }
    }

    private static string Names(IEnumerable<ValueInfoProto> values) => values.Any() ? $" ({string.Join(", ", values.Select(value => $"'{value.Name}'"))})" : "";

    private ModelFileException Twice(string name) => Fault(
        name.Length == 0 ? "holds a weight without a name" : $"gives the name '{name}' to two tensors", ImportException.WriteAgain);

    // Depth first from the output, without recursion: a node is done when all it reads is.
    private List<NodeProto> Order(RepeatedField<NodeProto> nodes)
    {
        List<NodeProto> order = [];
        HashSet<NodeProto> done = new(ReferenceEqualityComparer.Instance), open = new(ReferenceEqualityComparer.Instance);
        Stack<NodeProto> path = new();
        if (Producer(OutputName) is not { } last)
            throw Fault($"has the output '{OutputName}', which none of its {nodes.Count} nodes gives", ImportException.WriteAgain);
        path.Push(last);
        _readers[OutputName] = 1;
        while (path.TryPeek(out NodeProto? node))
        {
            if (open.Add(node))
            {
                foreach (string name in node.Input.Where(name => name.Length > 0))
                {
                    _readers[name] = ReaderCount(name) + 1;
                    if (Producer(name) is { } source)
                    {
                        if (!open.Contains(source))
                            path.Push(source);
                        else if (!done.Contains(source))
                            throw Circle(path.Where(own => open.Contains(own) && !done.Contains(own)).Distinct(), source);
                    }
                    else if (name != InputName && !_initializers.ContainsKey(name))
                    {
                        throw Fault($"{new Node(node, Opset).Place}: it reads '{name}', which is neither a weight of the file, nor the input, nor given by a node", ImportException.WriteAgain);
                    }
                }
            }
            else
            {
                path.Pop();
                if (done.Add(node))
                    order.Add(node);
            }
        }

        return order;
    }

    // Open nodes that are not done yet lead from the output to the one at the top of the path.
    private ModelFileException Circle(IEnumerable<NodeProto> path, NodeProto source)
    {
        List<string> names = [.. path.TakeWhile(node => !ReferenceEquals(node, source)).Append(source).Select(node => $"'{Node.NameOf(node)}'").Reverse()];
        return Fault($"has nodes that read each other in a circle ({string.Join(" → ", names.Append(names[0]))})", ImportException.WriteAgain);
    }
}
