using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>What the network would answer after every prefix of a row.</summary>
public sealed record TemporalOutputScores
{
    /// <summary>Class probabilities after the prefix that ends with each step: <c>[row, step, class]</c>; of a softmax output they sum to 1 over classes. Behind a row's end: those of its last step.</summary>
    public required Batch Distribution { get; init; }

    /// <summary>Class asked for (the true one in study A), <c>[row]</c>.</summary>
    public required IReadOnlyList<int> Targets { get; init; }

    /// <summary>Probability of the target after each prefix: <c>[row, step, 1]</c>.</summary>
    public required Batch TargetProbability { get; init; }

    /// <summary>Most likely class after each prefix, the lower index at a tie: <c>[row][step]</c>.</summary>
    public required IReadOnlyList<int[]> MostLikely { get; init; }

    /// <summary>Steps after which the final prediction no longer changes, 1 … T: <c>[row]</c>.</summary>
    public required IReadOnlyList<int> ShortestSufficientPrefix { get; init; }
}

/// <summary>Temporal output score: softmax(V h_t + b), or sigmoid where that is the network's output, at every step t, without retraining.</summary>
/// <remarks>One forward pass. A result of its own and not an attribution: it says when the network decides, not what it looked at.
/// Source: study A, section 3.1; Lanchantin et al. 2017.</remarks>
public sealed class TemporalOutputScore : IDescribedMethod
{
    private const int BlockRows = 512;

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "temporal-output-score",
        Title = "Temporal output score",
        Summary = "Class distribution after every prefix of a row: when the network decides.",
        Type = typeof(TemporalOutputScore),
        Needs = typeof(IPrefixLogits),
        Cost = "1 F",
        Passes = 1,
        Source = "study A §3.1",
        DefaultOptions = new(),
        HasLayers = model => Capability.Prefixes(model) is not null,
        Remark = "A result of its own: it has no salience and takes no part in the score-reduction measure.",
    };

    /// <summary>Scores every prefix of every row.</summary>
    /// <param name="model">Reads its input step by step.</param>
    /// <param name="batch"><c>[row, step, channel]</c>.</param>
    /// <param name="targets">Class whose probability is followed, <c>[row]</c>.</param>
    /// <param name="progress">Hears of progress in rows, or null.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    /// <exception cref="ShapeException">The batch does not fit the model, or the targets the batch.</exception>
    /// <exception cref="MlNetXaiException">A logit is NaN or infinite; the row is named.</exception>
#pragma warning disable CA1822 // A method is an object with a verb, like its siblings; this one has no options yet.
    public TemporalOutputScores Explain(
        IPrefixLogits model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Description.Name);
        Batch distribution = batch.Blank(model.Classes.Count);
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(BlockRows, batch.Rows - start);
            model.PrefixLogits(batch.Slice(start, rows), distribution.Slice(start, rows).Values);
            progress?.Report(new($"explain {Description.Name}", start + rows, batch.Rows));
        }

        return Derive(distribution, targets.ToArray(), model.Output);
    }
#pragma warning restore CA1822

    /// <summary>Plain twin: distribution after every prefix of one row in double, <c>[step, class]</c>.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row) =>
    [
        .. Enumerable.Range(1, model.Network.InputShape.Steps).Select(length => model.Logits(row, length))
            .SelectMany(logits => Enumerable.Range(0, logits.Length).Select(c => model.ScoreOf(logits, c, ScoreKind.Probability))),
    ];

    private static TemporalOutputScores Derive(Batch distribution, int[] targets, OutputActivation output)
    {
        int classes = distribution.Channels, steps = distribution.Steps;
        Batch targetProbability = distribution.Blank(channels: 1);
        int[][] mostLikely = new int[distribution.Rows][];
        int[] sufficient = new int[distribution.Rows];
        double[] probabilities = new double[classes];
        for (int row = 0; row < distribution.Rows; row++)
        {
            int[] likely = mostLikely[row] = new int[steps];
            for (int step = 0; step < steps; step++)
            {
                Span<float> values = distribution.Row(row).Slice(step * classes, classes);
                foreach (float logit in values)
                    TargetScores.RequireFinite(logit, Description.Name, row);
                likely[step] = TargetScores.MostLikely(values);
                output.Probabilities(values, probabilities);
                for (int c = 0; c < classes; c++)
                    values[c] = (float)probabilities[c];
                targetProbability.Row(row)[step] = values[targets[row]];
            }

            sufficient[row] = 1 + Array.FindLastIndex(likely, predicted => predicted != likely[^1]) + 1;
        }

        return new()
        {
            Distribution = distribution,
            Targets = targets,
            TargetProbability = targetProbability,
            MostLikely = mostLikely,
            ShortestSufficientPrefix = sufficient,
        };
    }
}
