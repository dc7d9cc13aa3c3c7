using MlNetXai.Networks;

namespace MlNetXai.Explanations;

/// <summary>Score and gradient of whole batches, in blocks of rows, with what every method that shows one gradient says of it.</summary>
internal sealed record RowGradients(Batch Gradient, double[] Scores)
{
    private const int BlockRows = 512;

    /// <summary>Score and gradient of every row.</summary>
    /// <param name="model">Gives them.</param>
    /// <param name="batch">Rows, checked here.</param>
    /// <param name="targets">Class of each row, checked here.</param>
    /// <param name="score">Which score.</param>
    /// <param name="method">Who asks, for messages.</param>
    /// <param name="progress">Hears of rows.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public static RowGradients Of(
        IInputGradient model, Batch batch, ReadOnlySpan<int> targets, ScoreKind score, string method, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        TargetScores.RequireRows(model, batch, targets, method);
        Batch gradient = batch.Blank();
        float[] scores = new float[batch.Rows];
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(BlockRows, batch.Rows - start);
            model.InputGradient(batch.Slice(start, rows), targets.Slice(start, rows), score, scores.AsSpan(start, rows), gradient.Slice(start, rows).Values);
            progress?.Report(new($"explain {method}", start + rows, batch.Rows));
        }

        for (int row = 0; row < scores.Length; row++)
            TargetScores.RequireFinite(scores[row], method, row);
        PaddedSteps.Clear(gradient);
        gradient.RequireFinite(method);
        return new(gradient, [.. scores.Select(value => (double)value)]);
    }

    /// <summary>The attribution of a method that has one value per cell.</summary>
    public Attribution ToAttribution(string method, Batch values, ReadOnlySpan<int> targets, ScoreKind score) => new()
    {
        Method = method,
        Values = values,
        Targets = targets.ToArray(),
        Score = score,
        Diagnostics = new Dictionary<string, double[]> { ["score"] = Scores },
        Notes = Saturation.Notes(Scores, score),
    };
}
