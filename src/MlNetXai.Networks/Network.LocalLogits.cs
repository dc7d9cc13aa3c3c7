using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>Logits place by place, where a network ends in an average over steps of which each sees a stretch of the row alone.</summary>
public sealed partial class Network : ILocalLogits
{
    private readonly Lazy<LocalPart?> _local;

    /// <inheritdoc/>
    public IReadOnlyList<StepRange> Places => _local.Value?.Places ?? [];

    /// <inheritdoc/>
    public void LocalLogits(Batch batch, Span<double> logits)
    {
        LocalPart local = _local.Value ?? throw new MissingCapabilityException(Name, "a sum over places", "an average over steps in front of its linear head", "the logits of the whole row");
        Require.Length(logits, (long)batch.Rows * local.Places.Count * Classes.Count);
        if (!batch.Lengths.IsEmpty)
            throw new ShapeException("The batch has rows of several lengths, and the logits of places are those of whole rows. Take the rows of each length by themselves.");
        RowShape features = Layers[local.Features].Output;
        float[] scores = new float[batch.Rows], output = new float[batch.Rows * features.Length], gradient = new float[output.Length];
        _runner.Value.LayerGradient(batch, new int[batch.Rows], ScoreKind.Logit, local.Features, isTotal: false, scores, output, gradient);
        int each = features.Steps * Classes.Count;
        for (int row = 0; row < batch.Rows; row++)
        {
            double[] values = Array.ConvertAll(output[(row * features.Length)..((row + 1) * features.Length)], value => (double)value);
            RowShape shape = features;

            // The head is linear: its mean over steps is what it gives of the mean.
            foreach ((Layer layer, double[] weights) in local.Head)
            {
                values = layer.ReferenceForward(shape, weights, values);
                shape = layer.Infer(shape);
            }

            values.CopyTo(logits.Slice(row * each, each));
        }
    }

    private LocalPart? FindLocalPart()
    {
        int pool = Layers.ToList().FindIndex(layer => layer.Layer is GlobalAveragePool);
        if (pool < 1 || Layers[pool].Sources[0] < 0 || Layers.Any(layer => layer.Layer is Masking))
            return null;

        // Nothing behind the average but a linear head on it alone.
        for (int i = pool + 1; i < Layers.Count; i++)
        {
            if (Layers[i].Layer is not (Dense or Dropout) || Layers[i].Sources is not [int source] || source != i - 1)
                return null;
        }

        StepRange[]?[] seen = new StepRange[]?[pool];
        for (int i = 0; i < pool; i++)
            seen[i] = Seen(Layers[i], [.. Layers[i].Sources.Select(source => source < 0 ? WholeSteps() : seen[source])]);
        int features = Layers[pool].Sources[0];
        return seen[features] is { } places
            ? new(features, places, [.. Layers.Skip(pool + 1).Select(layer => (layer.Layer, Array.ConvertAll(_weights[layer.WeightStart..(layer.WeightStart + layer.WeightLength)], weight => (double)weight)))])
            : null;

        StepRange[] WholeSteps() => [.. Enumerable.Range(0, InputShape.Steps).Select(step => new StepRange(step, step + 1))];
    }

    // What each step of a layer's output sees of the row; null where that is not a stretch around it.
    private static StepRange[]? Seen(NetworkLayer layer, StepRange[]?[] sources)
    {
        if (Array.Exists(sources, source => source is null))
            return null;
        StepRange[] first = sources[0]!;
        if (WindowOf(layer.Layer) is { } window)
        {
            return [.. Enumerable.Range(0, layer.Output.Steps).Select(step =>
            {
                (_, int count, int start) = window.Taps(step, first.Length);
                return StepRange.Over(Enumerable.Range(0, count).Select(tap => first[start + (tap * window.Dilation)]));
            })];
        }

        return layer.Layer switch
        {
            Slice { Axis: SliceAxis.Steps } slice => first[slice.Start..(slice.Start + slice.Count)],
            Add or Concatenate => sources.All(source => source!.Length == first.Length)
                ? [.. first.Select((_, step) => StepRange.Over(sources.Select(source => source![step])))]
                : null,
            _ => layer.Layer.ActsOnSingleSteps ? first : null,
        };
    }

    /// <summary>What the average over steps reads, what each step of that sees, and the layers behind the average with their weights.</summary>
    private sealed record LocalPart(int Features, IReadOnlyList<StepRange> Places, IReadOnlyList<(Layer Layer, double[] Weights)> Head);
}
