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
        bool cut = run.Layers[output.Source]?.Layer is SoftmaxLayer or Sigmoid;
        OutputActivation activation = cut ? run.Layers[output.Source]!.Layer is Sigmoid ? OutputActivation.Sigmoid : OutputActivation.Softmax
            : count == 1 || metadata.GetValueOrDefault(OnnxMetadata.Output) == "sigmoid" ? OutputActivation.Sigmoid : OutputActivation.Softmax;
        string function = activation == OutputActivation.Sigmoid ? "sigmoid" : "softmax";
        if (cut && count == 1 && activation == OutputActivation.Softmax)
            throw graph.Fault("ends in a softmax over one score, which is always 1", "Export the model with a sigmoid, or with two scores.");
        return cut
            ? new(run.Layers[output.Source]!.Inputs[0], count, activation, $"The last {function} is cut off: logits are explained, and the {function} makes their probabilities.")
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

        if (output.Shape.Steps == 1)
            return output;
        Activation flat = output;
        graph.At(run.NodeOf(graph.Producer(graph.OutputName)!), () => flat = run.RequireChannels(run.NodeOf(graph.Producer(graph.OutputName)!), output, longs[0]));
        return flat;
    }
}
