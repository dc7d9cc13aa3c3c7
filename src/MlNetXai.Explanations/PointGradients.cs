using MlNetXai.Networks;

namespace MlNetXai.Explanations;

/// <summary>Gradients at several points for each row, rows and points together in passes of bounded size.</summary>
/// <remarks>A row's points come in order, and the result for a point does not depend on what else is in its pass: neither block nor pass size changes a bit.</remarks>
internal sealed class PointGradients(IInputGradient model, ScoreKind score, string method)
{
    /// <summary>Writes point <paramref name="point"/> of row <paramref name="row"/> of the block, <c>[step, channel]</c>.</summary>
    public delegate void Write(int row, int point, Span<float> x);

    /// <summary>Takes the score at that point and its gradient, <c>[step, channel]</c>.</summary>
    public delegate void Take(int row, int point, float score, ReadOnlySpan<float> gradient);

    /// <summary>Rows × points of one pass.</summary>
    public int PassRows { get; init; } = 512;

    /// <summary>Goes through all points of a block of rows.</summary>
    /// <param name="rows">The rows explained, whose lengths hold for their points.</param>
    /// <param name="targets">Class of each row.</param>
    /// <param name="firstRow">Number of the block's first row, for messages: index in the block → row.</param>
    /// <param name="points">Points per row.</param>
    /// <param name="write">Writes a point.</param>
    /// <param name="take">Takes what was found there.</param>
    /// <param name="done">Hears of points × rows done.</param>
    /// <param name="cancellation">Stops between passes.</param>
    public void Run(Batch rows, ReadOnlySpan<int> targets, Func<int, int> firstRow, int points, Write write, Take take, Action<int> done, CancellationToken cancellation)
    {
        int perPass = Math.Clamp(PassRows / Math.Max(rows.Rows, 1), 1, points), length = rows.Shape.Length, all = perPass * rows.Rows;
        float[] x = new float[all * length], gradient = new float[all * length], scores = new float[all];
        int[] classes = new int[all], lengths = new int[rows.Lengths.IsEmpty ? 0 : all];
        for (int i = 0; i < all; i++)
        {
            classes[i] = targets[i % rows.Rows];
            if (lengths.Length > 0)
                lengths[i] = rows.LengthOf(i % rows.Rows);
        }

        for (int start = 0; start < points; start += perPass)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(perPass, points - start) * rows.Rows;
            Batch pass = new(count, rows.Steps, rows.Channels, x.AsMemory(0, count * length), lengths.AsMemory(0, Math.Min(count, lengths.Length)));
            for (int i = 0; i < count; i++)
                write(i % rows.Rows, start + (i / rows.Rows), pass.Row(i));
            model.InputGradient(pass, classes.AsSpan(0, count), score, scores.AsSpan(0, count), gradient.AsSpan(0, count * length));
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> own = gradient.AsSpan(i * length, length);
                TargetScores.RequireFinite(scores[i], method, firstRow(i % rows.Rows));
                RequireFinite(own, firstRow(i % rows.Rows));
                take(i % rows.Rows, start + (i / rows.Rows), scores[i], own);
            }

            done(count);
        }
    }

    private void RequireFinite(ReadOnlySpan<float> gradient, int row)
    {
        foreach (float value in gradient)
        {
            if (!float.IsFinite(value))
                throw new MlNetXaiException($"{method}, row {row}: a gradient is {value}; gradients must be finite. Remove the row, or check the model's weights.", position: $"row {row}");
        }
    }
}
