using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>Operators that move values or choose among them: of activations, most move axes only and need no layer.</summary>
internal static class ShapeOperators
{
    private const int Float = (int)TensorProto.Types.DataType.Float;

    public static IReadOnlyList<Value> Identity(Node node, Run run) => [node.Required(0)];

    public static IReadOnlyList<Value> Cast(Node node, Run run)
    {
        long type = node.RequiredInt("to");
        if (node.Input(0) is Constant constant)
        {
            return [(TensorProto.Types.DataType)type switch
            {
                TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Double or TensorProto.Types.DataType.Float16 => constant.ToReals(),
                TensorProto.Types.DataType.Int64 or TensorProto.Types.DataType.Int32 => constant.ToNumbers(),
                TensorProto.Types.DataType.Bool => new Constant(constant.Sizes, Array.ConvertAll(constant.ToNumbers().Numbers(), number => new Size(number == 0 ? 0 : 1))),
                _ => throw new ImportException($"it casts to type {type}", ImportException.Rewrite),
            }];
        }

        ImportException.ThrowIf(type != Float, $"a cast of signals to type {(TensorProto.Types.DataType)type}");
        return [node.Activation()];
    }

    public static IReadOnlyList<Value> Reshape(Node node, Run run)
    {
        Size[] wanted = node.RequiredConstant(1).Numbers();
        return Moved(node, sizes => Shapes.Target(sizes, wanted, node.Flag("allowzero")));
    }

    // Steps that are flattened, not only reshaped, are channels from here on, even those of a single channel.
    public static IReadOnlyList<Value> Flatten(Node node, Run run)
    {
        Value value = Moved(node, sizes => Shapes.Flattened(sizes, node.Int("axis", 1)))[0];
        return [value is Activation { Shape.Steps: > 1 } x && x.IsRows(0) ? run.RequireChannels(node, x, 1) : value];
    }

    public static IReadOnlyList<Value> Squeeze(Node node, Run run)
    {
        IReadOnlyList<long>? axes = node.Axes(1, inputFrom: 13);
        return Moved(node, sizes => Shapes.Squeezed(sizes, axes));
    }

    public static IReadOnlyList<Value> Unsqueeze(Node node, Run run)
    {
        IReadOnlyList<long> axes = node.Axes(1, inputFrom: 13) ?? throw new ImportException("it names no axes", ImportException.WriteAgain);
        return Moved(node, sizes => Shapes.Unsqueezed(sizes, axes));
    }

    public static IReadOnlyList<Value> Transpose(Node node, Run run) => node.Required(0) switch
    {
        Constant constant => [constant.Transpose(Shapes.Order(node.Ints("perm"), constant.Sizes.Count))],
        _ => [node.Activation().Transpose(Shapes.Order(node.Ints("perm"), node.Activation().Axes.Count))],
    };

    public static IReadOnlyList<Value> Expand(Node node, Run run)
    {
        Size[] wanted = node.RequiredConstant(1).Numbers();
        if (node.Input(0) is Constant constant)
            return [constant.Expand(Shapes.Broadcast(constant.Sizes, wanted))];
        Activation x = node.Activation();
        Size[] sizes = Shapes.Broadcast(x.Sizes, wanted);
        ImportException.ThrowIf(Shapes.Product(sizes) != Shapes.Product(x.Sizes), $"repeating [{Shapes.Text(x.Sizes)}] to [{Shapes.Text(sizes)}]");
        return [x.Reshape(sizes)];
    }

    public static IReadOnlyList<Value> Concat(Node node, Run run)
    {
        long number = node.RequiredInt("axis");
        int axes = SizesOf(node).Count, axis = Shapes.Axis(number, axes);
        if (node.Inputs.Where((_, i) => SizesOf(node, i).Count != axes).Any())
            throw new ImportException("its inputs have different numbers of axes", ImportException.WriteAgain);
        if (node.Inputs.All(input => input is Constant))
            return [Constant.Concatenate([.. node.Inputs.Cast<Constant>()], axis)];

        Activation[] inputs = [.. node.Inputs.Select((_, i) => node.Activation(i))];
        return [inputs.Length == 1 ? inputs[0] : Joined(node, run, inputs, axis)];
    }

    public static IReadOnlyList<Value> Split(Node node, Run run)
    {
        IReadOnlyList<Size> sizes = SizesOf(node);
        int axis = Shapes.Axis(node.Int("axis", 0), sizes.Count);
        long all = sizes[axis].Known;
        IReadOnlyList<long>? parts = node.Opset >= 13 ? node.Constant(1)?.Known() : node.Ints("split");
        if (parts is null)
        {
            // Equal parts, the last one smaller where they do not fit.
            long count = node.Int("num_outputs", node.OutputCount), own = count > 0 ? (all + count - 1) / count : 0;
            parts = [.. Enumerable.Range(0, node.OutputCount).Select(i => Math.Clamp(all - (i * own), 0, own))];
        }

        if (parts.Count < node.OutputCount || parts.Any(part => part < 0) || parts.Sum() != all)
            throw new ImportException($"it splits {all} into {string.Join(", ", parts)} and gives {node.OutputCount} outputs", ImportException.WriteAgain);
        List<Value> outputs = [];
        long start = 0;
        for (int i = 0; i < node.OutputCount; i++)
        {
            outputs.Add(Cut(node, run, axis, start, parts[i]));
            start += parts[i];
        }

        return outputs;
    }

    public static IReadOnlyList<Value> Slice(Node node, Run run)
    {
        IReadOnlyList<Size> sizes = SizesOf(node);
        bool inputs = node.Opset >= 10;
        Size[] starts = Numbers("starts", 1)!, ends = Numbers("ends", 2)!;
        long[] axes = Numbers("axes", 3) is { } own ? [.. own.Select(axis => axis.Known)] : [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = inputs && Numbers("steps", 4) is { } stated ? [.. stated.Select(step => step.Known)] : [.. starts.Select(_ => 1L)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw new ImportException("its starts, ends, axes and steps are not equally many", ImportException.WriteAgain);

        Value value = node.Required(0);
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = Shapes.Axis(axes[i], sizes.Count);
            // All rows are kept, whatever their number.
            if (starts[i] == 0 && steps[i] == 1 && (ends[i] == sizes[axis] || (sizes[axis].TimesRows && ends[i].Number >= int.MaxValue)))
                continue;
            (long first, long count) = Shapes.Places(starts[i].Known, ends[i].Known, steps[i], sizes[axis].Known);
            value = Cut(node with { Inputs = [value] }, run, axis, first, count, count > 1 ? steps[i] : 1);
        }

        return [value];

        Size[]? Numbers(string name, int input)
        {
            Size[]? numbers = inputs ? node.Constant(input)?.Numbers() : node.Ints(name)?.Select(number => new Size(number)).ToArray();
            return numbers is null && input < 3 ? throw new ImportException($"it lacks {name}", ImportException.WriteAgain) : numbers;
        }
    }

    public static IReadOnlyList<Value> Gather(Node node, Run run)
    {
        Constant indices = node.RequiredConstant(1);
        IReadOnlyList<Size> sizes = SizesOf(node);
        int axis = Shapes.Axis(node.Int("axis", 0), sizes.Count);
        long all = sizes[axis].Known;
        int[] places = [.. indices.Known().Select(index => index >= -all && index < all
            ? (int)(index < 0 ? index + all : index)
            : throw new ImportException($"it takes place {index} of {all}", ImportException.WriteAgain))];
        bool areNeighbours = places.Select((place, i) => place == places[0] + i).All(same => same);
        Value part = node.Input(0) is Constant constant ? constant.Take([.. sizes.Select((_, i) => i == axis ? places : null)])
            : Cut(node, run, axis, places.FirstOrDefault(), places.Length, areNeighbours ? 1 : -1);
        // The axis is replaced by those of the indices.
        return Moved(node with { Inputs = [part] }, own => [.. own.Take(axis), .. indices.Sizes, .. own.Skip(axis + 1)]);
    }

    private static IReadOnlyList<Size> SizesOf(Node node, int input = 0) => node.Required(input) is Constant whole ? whole.Sizes : node.Activation(input).Sizes;

    private static IReadOnlyList<Value> Moved(Node node, Func<IReadOnlyList<Size>, Size[]> target) => node.Required(0) switch
    {
        Constant constant => [constant.Reshape(target(constant.Sizes))],
        _ => [node.Activation().Reshape(target(node.Activation().Sizes))],
    };

    private static Value Cut(Node node, Run run, int axis, long first, long count, long step = 1)
    {
        if (node.Input(0) is Constant constant)
            return constant.Take([.. constant.Sizes.Select((_, i) => i == axis ? Enumerable.Range(0, (int)count).Select(place => (int)(first + (place * step))).ToArray() : null)]);

        Activation x = node.Activation();
        if (count == 0)
            throw new ImportException($"it takes nothing of axis {axis}", ImportException.WriteAgain);
        ImportException.ThrowIf(step != 1, "taking places that are not neighbours in ascending order");
        if (first == 0 && count == x.Axes[axis].Size.Known)
            return x;

        // Neighbours on an axis are neighbours in the layer if the axis is the slowest part of its role.
        int total(Role role) => role == Role.Step ? x.Shape.Steps : x.Shape.Channels;
        if (x.Axes[axis].Digits is not [var digit] || digit.Role == Role.Row || digit.Stride * digit.Size.Known != total(digit.Role))
            throw new ImportException($"it takes a part of axis {axis}, which runs over {x.Axes[axis]}", ImportException.Rewrite);
        SliceAxis from = digit.Role == Role.Step ? SliceAxis.Steps : SliceAxis.Channels;
        return run.Layers.Slice(node, x, from, checked((int)(first * digit.Stride)), checked((int)(count * digit.Stride)))
            .With(axis, Axis.Of([digit with { Size = count }]));
    }

    private static Activation Joined(Node node, Run run, Activation[] inputs, int axis)
    {
        if (inputs.FirstOrDefault(input => input.Axes.Where((own, i) => i != axis && !own.IsSameAs(inputs[0].Axes[i])).Any()) is { } other)
        {
            throw new ImportException(
                $"it puts [{string.Join(", ", inputs[0].Axes)}] and [{string.Join(", ", other.Axes)}] side by side along axis {axis}", ImportException.Rewrite);
        }

        // What comes side by side: whole steps or channels, or a new axis of them; of one that was put in between, steps if there was one step.
        Role role = inputs.SelectMany(input => input.Axes[axis].Digits).Select(digit => (Role?)digit.Role).FirstOrDefault()
            ?? inputs.Select(input => input.Axes[axis].Role).FirstOrDefault(own => own is Role.Step or Role.Channel)
            ?? (inputs[0].Shape.Steps == 1 ? Role.Step : Role.Channel);
        long stride = 0;
        Size size = 0;
        foreach (Activation input in inputs)
        {
            long total = role == Role.Step ? input.Shape.Steps : input.Shape.Channels;
            (Size own, long inner) = input.Axes[axis].Digits switch
            {
                [] => (Size.One, total),
                [var digit] when digit.Role == role && role != Role.Row && digit.Stride * digit.Size.Known == total => (digit.Size, digit.Stride),
                _ => throw new ImportException($"it puts axes over {input.Axes[axis]} side by side", ImportException.Rewrite),
            };
            if (stride != 0 && inner != stride)
                throw new ImportException($"it puts {string.Join(" and ", inputs.Select(own => own.Shape))} side by side along axis {axis}", ImportException.Rewrite);
            (stride, size) = (inner, size + own);
        }

        Activation y = run.Layers.Concatenate(node, inputs, role == Role.Step ? SliceAxis.Steps : SliceAxis.Channels);
        return y.With(axis, Axis.Of([new(role, size, stride)]));
    }
}
