using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="FeatureAblation"/>.</summary>
public sealed record FeatureAblationOptions
{
    /// <summary>What is taken away together. Default 11 equal segments.</summary>
    public Segmentation Segments { get; init; } = Segmentation.Equal();

    /// <summary>What stands in the place of the segment taken away. Default the baseline.</summary>
    public SegmentFill Fill { get; init; }

    /// <summary>Its values where <see cref="Fill"/> is <see cref="SegmentFill.Baseline"/>. Default 0.</summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>Score that is watched. Default logit.</summary>
    public ScoreKind Score { get; init; }
}

/// <summary>Feature ablation: fall of the score when one segment is replaced, for each segment alone.</summary>
/// <remarks>One evaluation of a row per segment. Segments that stand for each other get little or nothing, which Shapley values share out. A segment spans all channels and gives its
/// value to each of its steps. Source: Captum 0.8.0, FeatureAblation.</remarks>
public sealed class FeatureAblation(FeatureAblationOptions? options = null) : IExplanationMethod<ILogits>, IDescribedMethod
{
    private const int BlockRows = 512;

    private readonly FeatureAblationOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "feature-ablation",
        Title = "Feature ablation",
        Summary = "Fall of the score when a segment is replaced.",
        Type = typeof(FeatureAblation),
        Needs = typeof(ILogits),
        Cost = "(S + 1) F, S segments",
        Passes = 12,
        Source = "Captum 0.8.0",
        DefaultOptions = new FeatureAblationOptions(),
        Choices =
        [
            MethodChoice.Of("segments", [Segmentation.Equal(5), Segmentation.Equal(8), Segmentation.Equal(11), Segmentation.Equal(22)], (FeatureAblationOptions options, Segmentation segments) => options with { Segments = segments }),
            MethodChoice.Of("fill", Enum.GetValues<SegmentFill>(), (FeatureAblationOptions options, SegmentFill fill) => options with { Fill = fill }),
            MethodChoice.Baseline<FeatureAblationOptions>((options, baseline) => options with { Baseline = baseline }),
            MethodChoice.Score<FeatureAblationOptions>((options, score) => options with { Score = score }),
        ],
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <returns>Score units, signed, <c>[row, step, 1]</c>; every step has its segment's value, steps in no segment 0.</returns>
    /// <inheritdoc/>
    public Attribution Explain(
        ILogits model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        IReadOnlyList<Segment> segments = [.. _options.Segments.Over(batch.Steps).Where(segment => segment.Count > 0)];
        Batch baselines = _options.Baseline.For(batch, targets), values = batch.Blank(channels: 1);
        ScoreQueue queue = new(model, _options.Score, Name, cancellation);
        double[] before = new double[batch.Rows], after = new double[batch.Rows * segments.Count];
        float[] replaced = new float[batch.Shape.Length];
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            int rows = Math.Min(BlockRows, batch.Rows - start);
            TargetScores.Of(model, batch.Slice(start, rows), targets.Slice(start, rows), _options.Score, Name, start).CopyTo(before, start);
            for (int row = start; row < start + rows; row++)
            {
                SegmentReplacement.Fill(_options.Fill, baselines.Row(row), segments, batch.Channels, batch.Row(row), replaced);
                for (int s = 0; s < segments.Count; s++)
                {
                    Span<float> changed = queue.Add(batch, row, 0, targets[row], after, (row * segments.Count) + s);
                    batch.Row(row).CopyTo(changed);
                    (int first, int count) = (segments[s].Start * batch.Channels, segments[s].Count * batch.Channels);
                    replaced.AsSpan(first, count).CopyTo(changed[first..]);
                }
            }

            queue.Flush();
            progress?.Report(new($"explain {Name}", start + rows, batch.Rows));
        }

        for (int row = 0; row < batch.Rows; row++)
        {
            for (int s = 0; s < segments.Count; s++)
                values.Row(row)[segments[s].Start..segments[s].End].Fill((float)(before[row] - after[(row * segments.Count) + s]));
            values.Row(row)[batch.LengthOf(row)..].Clear();
        }

        return new()
        {
            Method = Name,
            Values = values,
            Targets = targets.ToArray(),
            Score = _options.Score,
            Diagnostics = new Dictionary<string, double[]> { ["score"] = before },
            Notes = Saturation.Notes(before, _options.Score),
        };
    }

    /// <summary>Values of the segments of one row in double.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, int target, double[] baseline, IReadOnlyList<Segment> segments)
    {
        int channels = model.Network.InputShape.Channels;
        return [.. segments.Select(Fall)];

        double Fall(Segment segment)
        {
            double[] changed = [.. row];
            for (int cell = segment.Start * channels; cell < segment.End * channels; cell++)
                changed[cell] = baseline[cell];
            return model.Logits(row)[target] - model.Logits(changed)[target];
        }
    }
}
