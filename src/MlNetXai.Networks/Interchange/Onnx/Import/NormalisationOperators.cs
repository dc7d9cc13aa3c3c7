using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>Means and what is normalised by them.</summary>
internal static class NormalisationOperators
{
    public static IReadOnlyList<Value> BatchNormalization(Node node, Run run)
    {
        Activation x = run.RequireChannels(node, node.Activation(), 1);
        int channels = x.Shape.Channels;
        float[] variance = node.Weights(4, channels);
        if (variance.AsSpan().ContainsAnyInRange(float.NegativeInfinity, -float.Epsilon))
            throw new ImportException($"its variance ('{node.Proto.Input[4]}') has negative values", ImportException.WriteAgain);
        if (node.Flag("training_mode"))
            run.Notes.Add($"{node.Place} was exported while training; it normalises by its running mean and variance here.");
        // ONNX's momentum is the share of the old statistics.
        BatchNorm1d layer = new(channels, node.Real("epsilon", 1e-5), 1 - node.Real("momentum", 0.9));
        return [run.Layers.Add(node, layer, x, ("weight", node.Weights(1, channels)), ("bias", node.Weights(2, channels)), ("running_mean", node.Weights(3, channels)), ("running_var", variance))];
    }

    public static IReadOnlyList<Value> LayerNormalization(Node node, Run run)
    {
        Activation x = node.Activation();
        int axis = x.AxisAt(node.Int("axis", -1));
        Size[] sizes = x.Sizes;
        x = run.RequireChannels(node, x.Reshape([.. sizes.Take(axis), Shapes.Product(sizes.Skip(axis))]), axis);
        int channels = x.Shape.Channels;
        float[] bias = node.Constant(2) is { } shift ? shift.Expand(Shapes.Broadcast(shift.Sizes, sizes.AsSpan(axis).ToArray())).Reals() : new float[channels];
        Constant scale = node.RequiredConstant(1);
        float[] weight = scale.Expand(Shapes.Broadcast(scale.Sizes, sizes.AsSpan(axis).ToArray())).Reals();
        return [run.Layers.Add(node, new LayerNorm(channels, node.Real("epsilon", 1e-5)), x, ("weight", weight), ("bias", bias)).Reshape(sizes)];
    }

    /// <summary>Over steps, the global mean; over channels, part of a layer norm.</summary>
    public static IReadOnlyList<Value> ReduceMean(Node node, Run run)
    {
        if (node.Input(0) is Deferred)
            return Formulas.Defer(node, run, "a mean");
        Activation x = node.Activation();
        IReadOnlyList<long>? stated = node.Axes(1, inputFrom: 18);
        if (stated is not { Count: > 0 } && node.Flag("noop_with_empty_axes"))
            return [x];
        HashSet<int> axes = stated is { Count: > 0 } ? [.. stated.Select(x.AxisAt)] : [.. Enumerable.Range(0, x.Axes.Count)];
        bool keeps = node.Flag("keepdims", otherwise: true);
        IEnumerable<Axis> means = axes.Select(axis => x.Axes[axis]).Where(axis => !axis.IsUnit);
        if (means.Any(axis => axis.Digits is not [{ Role: Role.Step }]))
            return Formulas.Defer(node, run, $"a mean over {string.Join(" and ", means)}, which is read over all steps, or as part of a layer norm,");
        Activation y = means.Any() ? run.Layers.Add(node, new GlobalAveragePool(), x) : x;
        if (means.Any() && means.Aggregate(Size.One, (product, axis) => product * axis.Size) != x.Shape.Steps)
            throw new ImportException($"it takes the mean over a part of the {x.Shape.Steps} steps", ImportException.Rewrite);
        return [y with { Axes = [.. x.Axes.Select((axis, i) => axes.Contains(i) ? Axis.Unit : axis).Where((_, i) => keeps || !axes.Contains(i))] }];
    }
}
