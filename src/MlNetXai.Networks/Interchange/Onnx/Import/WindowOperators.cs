using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>Convolution, pooling and padding along the steps.</summary>
internal static class WindowOperators
{
    public static IReadOnlyList<Value> Conv(Node node, Run run)
    {
        Constant weight = node.RequiredConstant(1);
        Activation x = node.Activation();
        if (weight.Sizes.Count != x.Axes.Count || x.Axes.Count < 3)
            throw new ImportException($"its weights have shape [{Shapes.Text(weight.Sizes)}] and its input [{Shapes.Text(x.Sizes)}]", Layouts.ShapeRemedy);
        (x, Window window) = Window.Of(node, run, x, [.. weight.Sizes.Skip(2).Select(size => size.Known)]);
        x = run.RequireChannels(node, x, 1);
        (Activation inner, int left, int right) = run.Layers.WithoutPad(x);

        int groups = checked((int)node.Int("group", 1)), outputs = (int)weight.Sizes[0].Known, inputs = x.Shape.Channels;
        if (groups < 1)
            throw new ImportException($"its attribute group is {groups}", ImportException.WriteAgain);
        if (weight.Sizes[1] * groups != inputs)
            throw new ImportException($"its weights of shape [{Shapes.Text(weight.Sizes)}] read {weight.Sizes[1] * groups} channels in {groups} groups, and {x.Shape} are given", Layouts.ShapeRemedy);
        float[]? bias = node.Input(2) is null ? null : node.Weights(2, outputs);
        // One tap and nothing else stated: how a dense layer of every step is exported where channels stand in front.
        if (bias is not null && window.Size == 1 && groups == 1 && !node.Has("strides") && !node.Has("pads") && left + right == 0)
            return [run.Layers.Add(node, new Dense(inputs, outputs), inner, ("weight", weight.Reals()), ("bias", bias)).With(1, Axis.Whole(Role.Channel, outputs))];

        Conv1dOptions options = new()
        {
            Stride = window.Stride,
            Dilation = window.Dilation,
            Groups = groups,
            Bias = bias is not null,
            Padding = Padding.Explicit(window.Left + left, window.Right + right),
        };
        Conv1d layer = new(inputs, outputs, window.Size, options);
        Activation y = bias is null
            ? run.Layers.Add(node, layer, inner, ("weight", weight.Reals()))
            : run.Layers.Add(node, layer, inner, ("weight", weight.Reals()), ("bias", bias));
        return [y.With(1, Axis.Whole(Role.Channel, outputs)).With(window.Axis, Axis.Whole(Role.Step, y.Shape.Steps))];
    }

    public static IReadOnlyList<Value> MaxPool(Node node, Run run)
    {
        // A margin of −∞ is padding that no maximum sees.
        (Activation x, int left, int right) = node.Input(0) is Deferred { Node: { Operator: "Pad" } pad } && Margins.Of(pad) is [var own]
            ? (run.RequireSteps(pad, pad.Activation(), own.Axis, channels: 1), own.Left, own.Right)
            : (node.Activation(), 0, 0);
        (x, Window window) = Window.Of(node, run, x, Kernel(node), left + right);
        MaxPool1d layer = new(window.Size, new() { Stride = window.Stride, Dilation = window.Dilation, Padding = Padding.Explicit(window.Left + left, window.Right + right) });
        return [Pooled(node, run, layer, x, window.Axis)];
    }

    public static IReadOnlyList<Value> AveragePool(Node node, Run run)
    {
        (Activation x, Window window) = Window.Of(node, run, node.Activation(), Kernel(node));
        bool includesPadding = node.Flag("count_include_pad");
        (Activation inner, int left, int right) = run.Layers.WithoutPad(x);
        bool hasZeros = left + right > 0;
        // Zeros put in front count: they are padding that is included, unless there is other padding that is not.
        if (hasZeros && (includesPadding || window.Left + window.Right == 0))
            (x, window, includesPadding) = (inner, window with { Left = window.Left + left, Right = window.Right + right }, true);
        // What ceil_mode alone makes room for does not count; before opset 19, ONNX Runtime counts it and PyTorch does not.
        bool isSettled = node.Opset >= 19;
        includesPadding &= !isSettled || window.Left > 0 || window.Right > window.Beyond;
        ImportException.ThrowIf(
            window.Beyond > 0 && includesPadding,
            isSettled ? "ceil_mode together with padding that counts" : "ceil_mode together with count_include_pad before opset 19, which runtimes compute differently,");
        PoolingOptions options = new() { Stride = window.Stride, Dilation = window.Dilation, Padding = Padding.Explicit(window.Left, window.Right) };
        return [Pooled(node, run, new AveragePool1d(window.Size, options, includesPadding), x, window.Axis)];
    }

    public static IReadOnlyList<Value> GlobalAveragePool(Node node, Run run) => Global(node, run, new GlobalAveragePool());

    public static IReadOnlyList<Value> GlobalMaxPool(Node node, Run run) => Global(node, run, new GlobalMaxPool());

    public static IReadOnlyList<Value> Pad(Node node, Run run)
    {
        Activation x = node.Activation();
        string mode = node.Text("mode", "constant");
        ImportException.ThrowIf(mode != "constant", $"padding of mode '{mode}'");
        double value = node.Opset >= 11 ? node.Constant(2)?.Real() ?? 0 : node.Real("value", 0);
        IReadOnlyList<Margins> margins = Margins.Of(node);
        if (double.IsNegativeInfinity(value) && margins.Count == 1)
            return [new Deferred(node, "padding with −∞, which is read in front of a maximum alone,")];
        ImportException.ThrowIf(value != 0 && margins.Count > 0, $"padding with {value}");
        foreach (Margins own in margins)
        {
            x = run.RequireSteps(node, x, own.Axis, channels: 1);
            x = run.Layers.Pad(node, x, own.Axis, own.Left, own.Right);
        }

        return [x];
    }

    /// <summary>
    /// Means of windows that reach over an end, written as a convolution of each channel with 1/size whose results are scaled up by size/(elements within the row): how an average
    /// that is dilated or widely padded is exported, since the operator has neither.
    /// </summary>
    /// <returns>Null where the scale is none of this kind.</returns>
    public static Activation? ScaledMean(Node node, Run run, Activation x, Constant scale)
    {
        int axis = x.Axes.Count - scale.Sizes.Count + scale.Sizes.ToList().FindIndex(size => size != Size.One);
        if (!scale.IsReal || run.Layers[x.Source] is not { Layer: Conv1d { HasBias: false } convolution } entry || axis < 0 || !x.IsSteps(axis) || Shapes.Product(scale.Sizes) != x.Shape.Steps)
            return null;
        bool isMean = convolution.Groups == convolution.Inputs && convolution.Outputs == convolution.Inputs
            && !entry.Weights["weight"].AsSpan().ContainsAnyExcept(1f / convolution.Kernel);
        RowShape shape = run.Layers.ShapeOf(entry.Inputs[0]);
        SlidingWindow window = SlidingWindow.Of(convolution.Kernel, convolution.Stride, convolution.Dilation, convolution.Padding);
        if (!isMean || scale.Reals().Where((own, t) => Math.Abs((own * window.Taps(t, shape.Steps).Count) - convolution.Kernel) > 1e-5 * convolution.Kernel).Any())
            return null;
        PoolingOptions options = new() { Stride = convolution.Stride, Dilation = convolution.Dilation, Padding = convolution.Padding };
        return run.Layers.Add(node, new AveragePool1d(convolution.Kernel, options), x with { Source = entry.Inputs[0], Shape = shape });
    }

    private static int Margin(long pad) => pad is >= 0 and <= 1 << 20
        ? (int)pad
        : throw new ImportException($"it pads by {pad}; 0 … {1 << 20} is read", ImportException.Rewrite);

    private static long[] Kernel(Node node) => [.. node.Ints("kernel_shape") ?? throw new ImportException("it lacks kernel_shape", ImportException.WriteAgain)];

    private static Activation Pooled(Node node, Run run, Layer layer, Activation x, int axis)
    {
        Activation y = run.Layers.Add(node, layer, x);
        return y.With(axis, Axis.Whole(Role.Step, y.Shape.Steps));
    }

    private static IReadOnlyList<Value> Global(Node node, Run run, Layer layer)
    {
        Activation x = node.Activation();
        int[] lengths = [.. Enumerable.Range(2, Math.Max(x.Axes.Count - 2, 0)).Where(axis => !x.Axes[axis].IsUnit)];
        if (lengths is not [int axis])
            return lengths.Length == 0 ? [x] : throw new ImportException($"it pools over {lengths.Length} axes", ImportException.Rewrite);
        x = run.RequireSteps(node, x, axis, channels: 1);
        return [run.Layers.Add(node, layer, x).With(axis, Axis.Whole(Role.Step, 1))];
    }

    /// <summary>What a Pad puts around an axis.</summary>
    /// <param name="Axis">The axis.</param>
    /// <param name="Left">Places in front.</param>
    /// <param name="Right">Places behind.</param>
    private readonly record struct Margins(int Axis, int Left, int Right)
    {
        /// <summary>Axes around which something is put.</summary>
        public static IReadOnlyList<Margins> Of(Node node)
        {
            Activation x = node.Activation();
            long[] pads = (node.Opset >= 11 ? node.RequiredConstant(1).Known() : node.Ints("pads")?.ToArray()) ?? throw new ImportException("it lacks pads", ImportException.WriteAgain);
            int[] axes = node.Opset >= 18 && node.Constant(3) is { } stated ? [.. stated.Known().Select(x.AxisAt)] : [.. Enumerable.Range(0, x.Axes.Count)];
            if (pads.Length != 2 * axes.Length)
                throw new ImportException($"it has {pads.Length} pads for {axes.Length} axes", ImportException.WriteAgain);
            return [.. axes.Select((axis, i) => new Margins(axis, Margin(pads[i]), Margin(pads[i + axes.Length]))).Where(own => own.Left + own.Right > 0)];
        }
    }

    /// <summary>A window's numbers along the one axis that has more than one value.</summary>
    /// <param name="Axis">The axis.</param>
    /// <param name="Size">Taps.</param>
    /// <param name="Stride">Steps from a window to the next.</param>
    /// <param name="Dilation">Steps from a tap to the next.</param>
    /// <param name="Left">Steps in front.</param>
    /// <param name="Right">Steps behind.</param>
    /// <param name="Beyond">Steps behind that only ceil_mode makes room for.</param>
    private sealed record Window(int Axis, int Size, int Stride, int Dilation, int Left, int Right, int Beyond)
    {
        public static (Activation X, Window Window) Of(Node node, Run run, Activation x, long[] kernel, int margins = 0)
        {
            int spatial = x.Axes.Count - 2;
            long[] strides = Numbers(node, "strides", spatial, 1), dilations = Numbers(node, "dilations", spatial, 1), pads = Numbers(node, "pads", 2 * spatial, 0);
            if (spatial < 1 || kernel.Length != spatial || (node.Ints("kernel_shape") is { } stated && !stated.SequenceEqual(kernel)))
                throw new ImportException($"its window [{string.Join(", ", node.Ints("kernel_shape") ?? kernel)}] does not fit its input [{Shapes.Text(x.Sizes)}] and weights", ImportException.WriteAgain);
            if (kernel.Concat(strides).Concat(dilations).Any(number => number is < 1 or > 1 << 20))
                throw new ImportException($"its window, strides and dilations must lie in 1 … {1 << 20}", ImportException.WriteAgain);

            // Of several axes, one may be long: the others have one value, and a window that sees it alone.
            int axis = Enumerable.Range(0, spatial).FirstOrDefault(i => !x.Axes[i + 2].IsUnit || kernel[i] > 1, spatial - 1);
            for (int i = 0; i < spatial; i++)
            {
                if (i != axis && (!x.Axes[i + 2].IsUnit || kernel[i] != 1 || pads[i] != 0 || pads[i + spatial] != 0))
                    throw new ImportException($"its windows run over several axes ([{string.Join(", ", kernel)}] over [{Shapes.Text(x.Sizes)}])", ImportException.Rewrite);
            }

            x = run.RequireSteps(node, x, axis + 2, channels: 1);
            long reach = ((kernel[axis] - 1) * dilations[axis]) + 1, steps = x.Shape.Steps + margins, stride = strides[axis];
            (long left, long right) = node.Text("auto_pad", "NOTSET") switch
            {
                "NOTSET" => (pads[axis], pads[axis + spatial]),
                "VALID" => (0, 0),
                "SAME_UPPER" => (Same() / 2, (Same() + 1) / 2),
                "SAME_LOWER" => ((Same() + 1) / 2, Same() / 2),
                string other => throw new ImportException($"its attribute auto_pad is '{other}'", ImportException.WriteAgain),
            };
            long beyond = 0;
            if (node.Flag("ceil_mode"))
            {
                long rest = (steps + left + right - reach) % stride;
                // The last window starts within the row or the zeros in front of it, never in those behind.
                if (rest > 0 && steps + left + right - reach > 0 && steps + left + right - reach - rest + stride < steps + left)
                    beyond = stride - rest;
            }

            return (x, new(axis + 2, (int)kernel[axis], (int)stride, (int)dilations[axis], Margin(left), Margin(right + beyond), (int)beyond));

            long Same() => Math.Max((((steps + stride - 1) / stride) - 1) * stride + reach - steps, 0);
        }

        private static long[] Numbers(Node node, string name, int count, long otherwise)
        {
            long[] numbers = node.Ints(name)?.ToArray() ?? [.. Enumerable.Repeat(otherwise, count)];
            return numbers.Length == count ? numbers : throw new ImportException($"its attribute {name} has {numbers.Length} numbers and must have {count}", ImportException.WriteAgain);
        }
    }
}
