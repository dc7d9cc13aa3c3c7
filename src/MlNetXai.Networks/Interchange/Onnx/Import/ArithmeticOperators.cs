using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>Sums, products and powers. Two constants are folded; with one, a scale and a shift of each channel remain; two activations can be added, and be parts of a known formula.</summary>
internal static class ArithmeticOperators
{
    public static IReadOnlyList<Value> Add(Node node, Run run) => (node.Required(0), node.Required(1)) switch
    {
        (Constant a, Constant b) => [Constant.Combine(a, b, (x, y) => x + y, (x, y) => x + y)],
        (Deferred, _) or (_, Deferred) => Formulas.Defer(node, run, "a sum"),
        (Constant, _) => [Scaled(node, run, 1, 1, 0, shift => shift)],
        (_, Constant) => [Scaled(node, run, 0, 1, 1, shift => shift)],
        _ => [Sum(node, run, node.Activation(0), node.Activation(1))],
    };

    public static IReadOnlyList<Value> Sub(Node node, Run run) => (node.Required(0), node.Required(1)) switch
    {
        (Constant a, Constant b) => [Constant.Combine(a, b, (x, y) => x - y, (x, y) => x - y)],
        (Deferred, _) or (_, Deferred) => Formulas.Defer(node, run, "a difference"),
        (Constant, _) => [Scaled(node, run, 1, -1, 0, shift => shift)],
        (_, Constant) => [Scaled(node, run, 0, 1, 1, shift => -shift)],
        _ => [Sum(node, run, node.Activation(0), Affine(node, run, node.Activation(1), -1))],
    };

    public static IReadOnlyList<Value> Mul(Node node, Run run) => (node.Required(0), node.Required(1)) switch
    {
        (Constant a, Constant b) => [Constant.Combine(a, b, (x, y) => x * y, (x, y) => x * y)],
        (Activation x, Constant scale) => [WindowOperators.ScaledMean(node, run, x, scale) ?? Scaled(node, run, 0, null, 1, scale => scale)],
        (Constant, Activation) => [Scaled(node, run, 1, null, 0, scale => scale)],
        _ => Formulas.Defer(node, run, "a product of two signals"),
    };

    public static IReadOnlyList<Value> Div(Node node, Run run) => (node.Required(0), node.Required(1)) switch
    {
        (Constant a, Constant b) => [Constant.Combine(a, b, (x, y) => x / y, (x, y) => x / y)],
        (Activation, Constant) => [Scaled(node, run, 0, null, 1, scale => 1 / scale)],
        _ => Formulas.Defer(node, run, "a quotient by a signal"),
    };

    public static IReadOnlyList<Value> Neg(Node node, Run run) => node.Required(0) switch
    {
        Constant constant => [Constant.Combine(constant, constant, (x, _) => -x, (x, _) => 0 - x)],
        Deferred => Formulas.Defer(node, run, "a negative"),
        _ => [Affine(node, run, node.Activation(), -1)],
    };

    public static IReadOnlyList<Value> Pow(Node node, Run run) => (node.Required(0), node.Required(1)) switch
    {
        (Constant a, Constant b) => [Constant.Combine(a.ToReals(), b.ToReals(), Math.Pow, (x, _) => x)],
        (Activation x, Constant { IsUniform: true } exponent) when exponent.Real() == 1 => [x],
        _ => Formulas.Defer(node, run, "a power of a signal"),
    };

    public static IReadOnlyList<Value> Sqrt(Node node, Run run) => node.Required(0) is Constant constant
        ? [constant.Map(Math.Sqrt)]
        : Formulas.Defer(node, run, "a square root of a signal");

    /// <summary>x·scale, the same number for all channels.</summary>
    public static Activation Affine(Node node, Run run, Activation x, float scale) => Affine(node, run, x, Filled(x, scale), Filled(x, 0));

    // A given scale means that the constant is the shift, none that it is the scale.
    private static Activation Scaled(Node node, Run run, int signal, float? scale, int constant, Func<float, float> function)
    {
        Activation x = node.Activation(signal);
        (x, float[] values) = PerChannel(node, run, x, node.RequiredConstant(constant));
        values = Array.ConvertAll(values, value => function(value));
        return scale is float stated ? Affine(node, run, x, Filled(x, stated), values) : Affine(node, run, x, values, Filled(x, 0));
    }

    private static Activation Sum(Node node, Run run, Activation a, Activation b)
    {
        int axes = Math.Max(a.Axes.Count, b.Axes.Count);
        a = a with { Axes = [.. Enumerable.Repeat(Axis.Unit, axes - a.Axes.Count), .. a.Axes] };
        b = b with { Axes = [.. Enumerable.Repeat(Axis.Unit, axes - b.Axes.Count), .. b.Axes] };
        for (int i = 0; i < axes; i++)
        {
            // One is flattened already, the other only under its axes.
            if (!a.Axes[i].IsSameAs(b.Axes[i]) && a.Axes[i].Size == b.Axes[i].Size)
                (a, b) = (run.RequireChannels(node, a, i), run.RequireChannels(node, b, i));
            if (!a.Axes[i].IsSameAs(b.Axes[i]))
                throw new ImportException($"its operands run over [{string.Join(", ", a.Axes)}] and [{string.Join(", ", b.Axes)}], which must be the same", ImportException.Rewrite);
        }

        return a.Source == b.Source ? Affine(node, run, a, 2) : run.Layers.Add(node, new Add(), [a, b]);
    }

    // The constant's value for each channel, the same at all rows and steps. A constant that differs over steps as well is one over channels once these are flattened.
    private static (Activation X, float[] Values) PerChannel(Node node, Run run, Activation x, Constant constant)
    {
        Size[] sizes = Shapes.Broadcast(x.Sizes, constant.Sizes);
        x = x with { Axes = [.. Enumerable.Repeat(Axis.Unit, sizes.Length - x.Axes.Count), .. x.Axes] };
        ImportException.ThrowIf(Shapes.Product(sizes) != Shapes.Product(x.Sizes), $"repeating [{Shapes.Text(x.Sizes)}] to [{Shapes.Text(sizes)}]");
        if (constant.IsUniform)
            return (x, Filled(x, (float)constant.Real()));

        Constant own = constant.Reshape([.. Enumerable.Repeat(Size.One, sizes.Length - constant.Sizes.Count), .. constant.Sizes]);
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (own.Sizes[axis] == Size.One || !(x.Axes[axis].Has(Role.Step) || x.Axes[axis].Has(Role.Row)))
                continue;
            if (x.Shape.Channels > 1 && !x.Axes[axis].Has(Role.Channel))
            {
                bool isCertain = run.HasReadSteps || x.Axes.Where((other, i) => own.Sizes[i] != Size.One && other.Has(Role.Channel)).Any();
                throw new ImportException(
                    $"its constant of shape [{Shapes.Text(constant.Sizes)}] differs along axis {axis}, which runs over {x.Axes[axis]}; a scale or a shift of each channel, the same at all steps, is read",
                    isCertain ? ImportException.Rewrite : Layouts.Remedy);
            }

            x = run.RequireChannels(node, x, axis);
        }

        float[] stored = own.Reals(), values = new float[x.Shape.Channels];
        for (int channel = 0; channel < values.Length; channel++)
        {
            long place = 0;
            for (int axis = 0; axis < sizes.Length; axis++)
                place = (place * own.Sizes[axis].Known) + (own.Sizes[axis] == Size.One ? 0 : x.Axes[axis].PlaceOfChannel(channel));
            values[channel] = stored[place];
        }

        return (x, values);
    }

    // Into the layer in front if it can take it and nothing else reads it; otherwise a layer of its own.
    private static Activation Affine(Node node, Run run, Activation x, float[] scale, float[] shift)
    {
        bool scales = scale.AsSpan().ContainsAnyExcept(1f), shifts = shift.AsSpan().ContainsAnyExcept(0f);
        if (!scales && !shifts)
            return x;
        if (x.IsOnlyReader && run.Layers[x.Source] is { } entry)
        {
            switch (entry.Layer)
            {
                case Dense when !scales:
                    run.Layers.Replace(node, x.Source, entry.Layer, ("weight", entry.Weights["weight"]), ("bias", Sum(entry.Weights["bias"], shift)));
                    return x;
                case Conv1d convolution when !scales && convolution.Outputs == shift.Length:
                    Conv1dOptions options = new()
                    {
                        Stride = convolution.Stride,
                        Dilation = convolution.Dilation,
                        Groups = convolution.Groups,
                        Padding = convolution.Padding,
                    };
                    run.Layers.Replace(
                        node, x.Source, new Conv1d(convolution.Inputs, convolution.Outputs, convolution.Kernel, options),
                        ("weight", entry.Weights["weight"]), ("bias", convolution.HasBias ? Sum(entry.Weights["bias"], shift) : shift));
                    return x;
                case Layers.Affine:
                    run.Layers.Replace(node, x.Source, entry.Layer, ("scale", Product(entry.Weights["scale"], scale)), ("shift", Sum(Product(entry.Weights["shift"], scale), shift)));
                    return x;
                case LayerNorm:
                    run.Layers.Replace(node, x.Source, entry.Layer, ("weight", Product(entry.Weights["weight"], scale)), ("bias", Sum(Product(entry.Weights["bias"], scale), shift)));
                    return x;
            }
        }

        return run.Layers.Add(node, new Layers.Affine(x.Shape.Channels), x, ("scale", scale), ("shift", shift));
    }

    private static float[] Filled(Activation x, float value)
    {
        float[] values = new float[x.Shape.Channels];
        Array.Fill(values, value);
        return values;
    }

    private static float[] Sum(float[] a, float[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static float[] Product(float[] a, float[] b) => [.. a.Zip(b, (x, y) => x * y)];
}
