using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>Our layers as they come up, with weights by name. What the output does not need in the end is left out.</summary>
/// <param name="input">Shape of a row of the batch.</param>
internal sealed class LayerList(RowShape input)
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly Dictionary<string, (string Source, int Left, int Right)> _margins = [];
    private readonly Dictionary<string, string> _finals = [];

    /// <summary>A layer with what belongs to it.</summary>
    /// <param name="Node">The node that gives it.</param>
    /// <param name="Layer">Kind and settings.</param>
    /// <param name="Weights">Values by name.</param>
    /// <param name="Inputs">What it reads.</param>
    /// <param name="Output">Shape of its output.</param>
    public sealed record Entry(Node Node, Layer Layer, IReadOnlyDictionary<string, float[]> Weights, IReadOnlyList<string> Inputs, RowShape Output);

    /// <summary>The layer of a name, or null for the batch.</summary>
    public Entry? this[string name] => _entries.GetValueOrDefault(name);

    /// <summary>Adds a layer behind one or several others.</summary>
    /// <returns>Its output, with the axes of the first input and its own shape.</returns>
    public Activation Add(Node node, Layer layer, IReadOnlyList<Activation> inputs, params IReadOnlyList<(string Name, float[] Values)> weights)
    {
        RowShape[] shapes = [.. inputs.Select(own => own.Shape)];
        RowShape output;
        try
        {
            output = layer is MergeLayer merge ? merge.Infer(shapes) : layer.Infer(shapes[0]);
        }
        catch (ShapeException error)
        {
            // Some shapes come with a remedy of their own.
            string[] sentences = error.Message.Split(". ", 2);
            throw new ImportException(sentences[0].TrimEnd('.'), sentences is [_, string remedy] ? remedy : Layouts.ShapeRemedy);
        }

        string key = Append(new(node, layer, Finite(node, weights), [.. inputs.Select(own => own.Source)], output));
        return inputs[0] with { Source = key, Shape = output, IsOnlyReader = true };
    }

    /// <summary>Adds a layer behind another.</summary>
    public Activation Add(Node node, Layer layer, Activation input, params IReadOnlyList<(string Name, float[] Values)> weights) => Add(node, layer, [input], weights);

    /// <summary>Puts another layer, or other weights, in the place of one.</summary>
    public void Replace(Node node, string source, Layer layer, params IReadOnlyList<(string Name, float[] Values)> weights)
    {
        _entries[source] = _entries[source] with { Layer = layer, Weights = Finite(node, weights) };
        _margins.Remove(source);
    }

    /// <summary>Zeros in front of and behind the steps: a convolution or average that follows takes them as its padding, for others a convolution of one tap makes them.</summary>
    public Activation Pad(Node node, Activation x, int axis, int left, int right)
    {
        float[] taps = new float[x.Shape.Channels];
        Array.Fill(taps, 1);
        Conv1dOptions options = new() { Groups = x.Shape.Channels, Bias = false, Padding = Padding.Explicit(left, right) };
        Activation y = Add(node, new Conv1d(x.Shape.Channels, x.Shape.Channels, 1, options), x, ("weight", taps));
        _margins[y.Source] = (x.Source, left, right);
        return y.With(axis, Axis.Whole(Role.Step, y.Shape.Steps));
    }

    /// <summary>The input as it was before zeros were put around it, and how many these were.</summary>
    public (Activation X, int Left, int Right) WithoutPad(Activation x)
    {
        if (!_margins.TryGetValue(x.Source, out (string Source, int Left, int Right) margin))
            return (x, 0, 0);
        return (x with { Source = margin.Source, Shape = x.Shape with { Steps = x.Shape.Steps - margin.Left - margin.Right } }, margin.Left, margin.Right);
    }

    /// <summary>States that the last step of a layer's output is what another layer gives.</summary>
    public void HasFinal(Activation sequence, Activation final) => _finals[sequence.Source] = final.Source;

    /// <summary>Some neighbouring steps or channels; a part that stands by itself already is taken from there.</summary>
    public Activation Slice(Node node, Activation x, SliceAxis axis, int start, int count)
    {
        bool steps = axis == SliceAxis.Steps;
        if (start == 0 && count == (steps ? x.Shape.Steps : x.Shape.Channels))
            return x;
        RowShape shape = steps ? x.Shape with { Steps = count } : x.Shape with { Channels = count };
        if (steps && count == 1 && start == x.Shape.Steps - 1 && _finals.TryGetValue(x.Source, out string? final))
            return x with { Source = final, Shape = shape };
        if (this[x.Source] is { Layer: Concatenate joined } entry && (joined.Axis == ConcatenateAxis.Steps) == steps)
        {
            int at = 0;
            foreach (string part in entry.Inputs)
            {
                int own = steps ? ShapeOf(part).Steps : ShapeOf(part).Channels;
                if (at == start && own == count)
                    return x with { Source = part, Shape = shape, IsOnlyReader = false };
                at += own;
            }
        }

        return Add(node, new Slice(axis, start, count), x);
    }

    /// <summary>Steps or channels of several layers side by side; parts of one layer in their order are that layer.</summary>
    public Activation Concatenate(Node node, IReadOnlyList<Activation> inputs, SliceAxis axis)
    {
        bool steps = axis == SliceAxis.Steps;
        string? source = this[inputs[0].Source]?.Inputs[0];
        int at = 0;
        foreach (Activation part in inputs)
        {
            bool continues = this[part.Source] is { Layer: Slice slice } entry && entry.Inputs[0] == source && slice.Axis == axis && slice.Start == at;
            at = continues ? at + ((Slice)this[part.Source]!.Layer).Count : int.MinValue;
        }

        if (source is not null && at == (steps ? ShapeOf(source).Steps : ShapeOf(source).Channels))
            return inputs[0] with { Source = source, Shape = ShapeOf(source), IsOnlyReader = false };
        return Add(node, new Concatenate(steps ? ConcatenateAxis.Steps : ConcatenateAxis.Channels), inputs);
    }

    /// <summary>A layer that gives what a sigmoid makes <paramref name="output"/> of, in its order, or null: behind the sigmoids, values are only moved.</summary>
    public string? BeforeSigmoid(string output)
    {
        Dictionary<string, string> before = [];
        foreach (string key in _order.ToArray())
        {
            Entry entry = _entries[key];
            if (entry.Layer is Sigmoid)
                before[key] = entry.Inputs[0];
            else if (entry.Layer is Flatten or Layers.Slice or Layers.Concatenate && entry.Inputs.All(before.ContainsKey))
                before[key] = Append(entry with { Inputs = [.. entry.Inputs.Select(source => before[source])] });
        }

        return before.GetValueOrDefault(output);
    }

    /// <summary>The node whose probabilities <paramref name="output"/> is made of without any weights but scales and shifts, or null.</summary>
    public Node? Probabilities(string output)
    {
        HashSet<string> seen = [];
        Stack<string> open = new([output]);
        while (open.TryPop(out string? name))
        {
            if (this[name] is not { } entry || !seen.Add(name) || (entry.Layer.Weights.Count > 0 && entry.Layer is not Affine))
                continue;
            if (entry.Layer is SoftmaxLayer or Sigmoid or HardSigmoid)
                return entry.Node;
            foreach (string source in entry.Inputs)
                open.Push(source);
        }

        return null;
    }

    /// <summary>Shape of what a layer gives, or of the batch.</summary>
    public RowShape ShapeOf(string name) => this[name]?.Output ?? input;

    /// <summary>The layers that <paramref name="output"/> needs, as a network wants them, with their weights one after the other.</summary>
    public (IReadOnlyList<GraphNode> Nodes, float[] Weights) Needed(string output)
    {
        HashSet<string> needed = [];
        Stack<string> open = new([output]);
        while (open.TryPop(out string? name))
        {
            if (this[name] is { } entry && needed.Add(name))
            {
                foreach (string source in entry.Inputs)
                    open.Push(source);
            }
        }

        Dictionary<string, string> names = new() { [Network.InputName] = Network.InputName };
        Dictionary<string, int> taken = new() { [Network.InputName] = 2 };
        List<GraphNode> nodes = [];
        List<float> weights = [];
        foreach (string key in _order.Where(needed.Contains))
        {
            Entry entry = _entries[key];
            names[key] = FreeName(NameOf(entry.Node), taken);
            nodes.Add(new(names[key], entry.Layer, [.. entry.Inputs.Select(source => names[source])]));
            foreach (WeightShape shape in entry.Layer.Weights)
                weights.AddRange(entry.Weights[shape.Name]);
        }

        return (nodes, [.. weights]);
    }

    // A key until the end: layers that are left out shall take no names.
    private string Append(Entry entry)
    {
        string key = $"#{_order.Count}";
        _order.Add(key);
        _entries[key] = entry;
        return key;
    }

    private static Dictionary<string, float[]> Finite(Node node, IReadOnlyList<(string Name, float[] Values)> weights)
    {
        foreach ((string name, float[] values) in weights)
        {
            if (((ReadOnlySpan<float>)values).IndexOfAnyNonFinite() is not (int bad and >= 0))
                continue;
            int input = node.Inputs.ToList().FindIndex(value => value is Constant { IsReal: true } constant && ((ReadOnlySpan<float>)constant.Reals()).IndexOfAnyNonFinite() >= 0);
            throw new ImportException(
                $"its {(input < 0 ? name : $"tensor '{node.Proto.Input[input]}'")} holds {values[bad]}",
                "Export the model again with weights that are finite: of an earlier epoch, or trained with a lower learning rate.");
        }

        return weights.ToDictionary(pair => pair.Name, pair => pair.Values);
    }

    // PyTorch's "/body/body.0/Conv" is body.body.0.
    private static string NameOf(Node node)
    {
        string[] parts = node.Name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 1 && parts[^1] == node.Operator)
            parts = parts[..^1];
        return parts.Length == 0 ? node.Operator : string.Join('.', parts);
    }

    // Names that are taken get the next number of theirs.
    private static string FreeName(string wanted, Dictionary<string, int> taken)
    {
        string free = wanted;
        while (!taken.TryAdd(free, 2))
            free = $"{wanted}_{taken[wanted]++}";
        return free;
    }
}
