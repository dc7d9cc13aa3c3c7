using DataType = MlNetXai.Networks.Interchange.Onnx.TensorProto.Types.DataType;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>Which axis of the input is rows, steps and channels.</summary>
/// <remarks>
/// Rows are the axis without a number (of several, the one named as a batch is, or the first), or the first; beside one row, an axis without a number is steps. Of the others, at
/// most two have more than one value. Both orders are tried; certain is the one in which a recurrent layer, a convolution or a pooling reads the steps as such, or the only one that
/// can be read at all. A single axis is the steps of one channel, unless it is read as channels.
/// </remarks>
internal static class Layouts
{
    /// <summary>What helps where an axis is taken for the wrong thing.</summary>
    public const string Remedy = $"{Setting} if the axes of the input were misread; otherwise export the model without it.";

    /// <summary>What helps where weights and signals have shapes that do not fit each other.</summary>
    public const string ShapeRemedy = "Give the input the shape that the weights were made for: export the model so, or state what the file leaves open, "
        + "the steps (--steps, OnnxImportOptions.Steps) or the layout (--layout, OnnxImportOptions.Layout).";

    private const int LargestRow = 1 << 26;
    private const string Setting = "Set the layout (--layout, OnnxImportOptions.Layout; 'time-channel' or 'channel-time')";

    /// <summary>Reads the graph in the order of axes that the options name, or in the one that fits.</summary>
    /// <exception cref="ModelFileException">The graph cannot be read in any, or in both and it cannot be told which is meant.</exception>
    public static (Run Run, Activation Output) Read(Graph graph, OnnxImportOptions options)
    {
        Size[] sizes = Sizes(graph, options);
        if (options.Layout != OnnxLayout.Auto)
        {
            Attempt only = Read(graph, Input(graph, sizes, options.Layout));
            return only.Result ?? throw only.Error!;
        }

        Attempt first = Read(graph, Input(graph, sizes, OnnxLayout.TimeChannel));
        if (first.IsCertain)
            return first.Result!.Value;
        Attempt second = Read(graph, Input(graph, sizes, OnnxLayout.ChannelTime));
        if (second.IsCertain || (first.Error is not null && second.Error is null))
            return second.Result!.Value;
        if (first.Error is not null)
            throw second.Reached.CompareTo(first.Reached) > 0 ? second.Error! : first.Error;
        if (second.Error is not null || first.Run.Layers.ShapeOf(Network.InputName).Channels == 1)
            return first.Result!.Value;
        if (second.Run.Layers.ShapeOf(Network.InputName).Channels == 1)
            return second.Result!.Value;
        throw graph.Fault(
            $"reads [{Text(graph)}], and no recurrent layer, convolution or pooling tells which axis is the step", $"{Setting}.");
    }

    /// <summary>The order of axes that was found, as the file has them.</summary>
    public static string Describe(Graph graph, Activation input) => $"'{graph.InputName}' [{Text(graph)}] is read as [{string.Join(", ", input.Axes)}].";

    private static Attempt Read(Graph graph, Activation input)
    {
        Run run = new(graph, input);
        try
        {
            return new(run, (run, run.Execute()), null);
        }
        catch (ModelFileException error)
        {
            return new(run, null, error);
        }
    }

    // Sizes of the axes: the rows stay open, or are the number that the file has for them.
    private static Size[] Sizes(Graph graph, OnnxImportOptions options)
    {
        if (graph.Input.Type?.TensorType is not { Shape: { } shape } type)
            throw graph.Fault($"states no shape for its input '{graph.InputName}'", ImportException.WriteAgain);
        if ((DataType)type.ElemType != DataType.Float)
            throw graph.Fault($"has an input '{graph.InputName}' of type {(DataType)type.ElemType}; it must be of single precision (float32)", "Export the model in single precision.");
        if (shape.Dim.Count is < 2 or > 4)
            throw graph.Fault($"has an input '{graph.InputName}' of {shape.Dim.Count} axes; rows, steps and channels are 2 to 4", ImportException.Rewrite);

        int[] open = [.. Enumerable.Range(0, shape.Dim.Count).Where(i => shape.Dim[i].ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue || shape.Dim[i].DimValue < 0)];
        int rows = Rows(shape, open);
        int[] others = [.. open.Where(i => i != rows)];
        if (others.Length > 1 || (others.Length == 1 && options.Steps is null))
        {
            throw graph.Fault(
                $"has an input '{graph.InputName}' [{Text(graph)}] with {open.Length} {(open.Length == 1 ? "axis that has" : "axes that have")} no size; only the rows' may have none",
                others.Length > 1 ? "Export the model with fixed channels." : "Set the number of steps (--steps, OnnxImportOptions.Steps), or export the model with fixed steps and channels.");
        }

        Size[] sizes = [.. shape.Dim.Select((dim, i) => !open.Contains(i) ? new Size(dim.DimValue) : i == rows ? new Size(1, TimesRows: true) : new Size(options.Steps!.Value))];
        if (sizes.Any(size => size.Number is < 1 or > 1 << 24))
            throw graph.Fault($"has an input '{graph.InputName}' [{Text(graph)}]; sizes must lie in 1 … {1 << 24}", ImportException.WriteAgain);
        if (sizes.Where((_, i) => i != rows).Aggregate(1.0, (product, size) => product * size.Number) > LargestRow)
            throw graph.Fault($"has an input '{graph.InputName}' [{Text(graph)}]; a row may have at most {LargestRow} values", ImportException.Rewrite);
        if (sizes.Where((size, i) => i != rows && size != Size.One).Count() > 2)
            throw graph.Fault($"has an input '{graph.InputName}' [{Text(graph)}]; beside the rows, at most two axes may have more than one value", ImportException.Rewrite);
        return sizes;
    }

    // The axis named as a batch is. Otherwise a first axis of one row, beside which steps may be open; otherwise the first that is open.
    private static int Rows(TensorShapeProto shape, int[] open)
    {
        foreach (int i in open)
        {
            if (shape.Dim[i].DimParam.Contains("batch", StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return open.Length == 0 || shape.Dim[0].DimValue == 1 ? 0 : open[0];
    }

    // The two axes beside the rows; of more, those of size 1 are passed over; one alone has no partner.
    private static Activation Input(Graph graph, Size[] sizes, OnnxLayout layout)
    {
        int rows = Math.Max(Array.FindIndex(sizes, size => size.TimesRows), 0);
        List<int> others = [.. Enumerable.Range(0, sizes.Length).Where(i => i != rows)];
        while (others.Count > 2)
            others.Remove(others.First(i => sizes[i] == Size.One));
        bool timeFirst = layout == OnnxLayout.TimeChannel;
        int steps = timeFirst ? others[0] : others[^1];
        int channels = others.Count == 1 ? -1 : timeFirst ? others[1] : others[0];
        // [row, step] of one channel; the other order is a single step of channels.
        if (others.Count == 1 && !timeFirst)
            (steps, channels) = (-1, others[0]);
        Axis[] axes = [.. sizes.Select((size, i) => Axis.Whole(i == rows ? Role.Row : i == channels ? Role.Channel : Role.Step, size))];
        RowShape shape = new(steps < 0 ? 1 : (int)sizes[steps].Number, channels < 0 ? 1 : (int)sizes[channels].Number);
        return new(Network.InputName, shape, axes);
    }

    private static string Text(Graph graph) => string.Join(", ", graph.Input.Type.TensorType.Shape.Dim.Select(dim =>
        dim.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue ? $"{dim.DimValue}" : dim.DimParam is { Length: > 0 } name ? name : "?"));

    private sealed record Attempt(Run Run, (Run Run, Activation Output)? Result, ModelFileException? Error)
    {
        public bool IsCertain => Error is null && Run.HasReadSteps;

        // Of two readings that fail, the one whose steps are certain says what is wrong, then the one that came further.
        public (bool, int) Reached => (Run.HasReadSteps, Run.NodesRead);
    }
}
