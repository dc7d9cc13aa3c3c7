using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>The scores that are explained: the file's output without its last softmax or sigmoid.</summary>
/// <param name="Source">Layer that gives them.</param>
/// <param name="Count">How many.</param>
/// <param name="Activation">What makes probabilities of them.</param>
/// <param name="Note">What was done, a sentence.</param>
internal sealed record Logits(string Source, int Count, OutputActivation Activation, string Note)
{
    /// <summary>Finds them behind the output.</summary>
    /// <exception cref="ModelFileException">The output is not one row of scores.</exception>
    public static Logits Of(Graph graph, Run run, Activation output, IReadOnlyDictionary<string, string> metadata)
    {
        output = Row(graph, run, output);
        int count = output.Shape.Channels;
        metadata.TryGetValue(OnnxMetadata.Output, out string? stated);
        // A file of ours with logits ends in Identity: what it has before is part of the network.
        bool areLogits = stated is not null && graph.Producer(graph.OutputName)!.OpType == "Identity";
        SoftmaxLayer? softmax = areLogits ? null : run.Layers[output.Source]?.Layer as SoftmaxLayer;
        string? source = areLogits ? null : softmax is null ? run.Layers.BeforeSigmoid(output.Source) : run.Layers[output.Source]!.Inputs[0];
        if (softmax is not null && count == 1)
            throw graph.Fault("ends in a softmax over one score, which is always 1", "Export the model with a sigmoid, or with two scores.");
        if (source is null && stated is null && run.Layers.Probabilities(output.Source) is { } node)
        {
            throw graph.Fault(
                $"{node.Place}: the output '{graph.OutputName}' is made of its probabilities; a last softmax or sigmoid that gives all scores can be cut off to explain logits, this one cannot",
                ImportException.Rewrite);
        }

        bool isSigmoid = source is not null ? softmax is null : count == 1 || stated == "sigmoid";
        OutputActivation activation = isSigmoid ? OutputActivation.Sigmoid : OutputActivation.Softmax;
        string function = isSigmoid ? "sigmoid" : "softmax";
        return source is not null
            ? new(source, count, activation, $"The last {function} is cut off: logits are explained, and the {function} makes their probabilities.")
            : new(output.Source, count, activation, $"The output '{graph.OutputName}' is read as logits, of which a {function} makes probabilities.");
    }

    // [row, class], or a single value per row.
    private static Activation Row(Graph graph, Run run, Activation output)
    {
        int[] longs = [.. Enumerable.Range(0, output.Axes.Count).Where(i => !output.IsRows(i) && !output.Axes[i].IsUnit)];
        bool isRow = longs.Length <= 1 && (longs.Length == 0 ? output.Shape.Length == 1 : output.Axes[longs[0]].Size == output.Shape.Length);
        if (!isRow)
        {
            throw graph.Fault(
                $"has an output '{graph.OutputName}' that runs over [{string.Join(", ", output.Axes)}]; one score per row and class is read",
                "Export the model with scores of the whole row, of one step, or of a mean over steps.");
        }

        // One value, or values in the order of the layer: steps become channels, and another order is refused.
        Node node = run.NodeOf(graph.Producer(graph.OutputName)!);
        if (longs.Length > 0)
            graph.At(node, () => output = run.RequireChannels(node, output, longs[0]));
        return output;
    }
}
