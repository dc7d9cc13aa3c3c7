using MlNetXai.Networks;

namespace MlNetXai.Explanations;

/// <summary>Scores of classes, computed in double from a model's logits.</summary>
public static class TargetScores
{
    /// <summary>Score of each row's target class.</summary>
    /// <param name="model">Gives the logits.</param>
    /// <param name="batch"><c>[row, step, channel]</c>.</param>
    /// <param name="targets">Class, <c>[row]</c>.</param>
    /// <param name="kind">Which score.</param>
    /// <param name="method">Who asks, for the message when a score is not finite.</param>
    /// <param name="firstRow">Number of the batch's first row in that message.</param>
    /// <exception cref="ShapeException">The targets do not fit the batch, or the batch the model.</exception>
    /// <exception cref="MlNetXaiException">A score is NaN or infinite; row and method are named.</exception>
    public static double[] Of(ILogits model, Batch batch, ReadOnlySpan<int> targets, ScoreKind kind, string method, int firstRow = 0)
    {
        RequireRows(model, batch, targets, method);
        int classes = model.Classes.Count;
        float[] logits = new float[batch.Rows * classes];
        model.Logits(batch, logits);

        double[] scores = new double[batch.Rows];
        for (int row = 0; row < scores.Length; row++)
            scores[row] = RequireFinite(Of(logits.AsSpan(row * classes, classes), targets[row], kind, model.Output), method, firstRow + row);
        return scores;
    }

    /// <summary>Score of one class, from one row's logits <c>[class]</c>.</summary>
    /// <param name="logits"><c>[class]</c>.</param>
    /// <param name="target">The class.</param>
    /// <param name="kind">Which score.</param>
    /// <param name="output">What makes probabilities of the model's logits.</param>
    public static double Of(ReadOnlySpan<float> logits, int target, ScoreKind kind, OutputActivation output) => kind switch
    {
        ScoreKind.Logit => logits[target],
        ScoreKind.LogProbability => output.LogProbability(logits, target),
        _ => PortableMath.Exp(output.LogProbability(logits, target)),
    };

    /// <summary>Class with the largest logit or probability of a row <c>[class]</c>, the first of equals.</summary>
    public static int MostLikely(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }

    /// <summary>Most likely class of every row, the first of equals.</summary>
    /// <param name="model">Gives the logits.</param>
    /// <param name="batch"><c>[row, step, channel]</c>.</param>
    /// <param name="stage">Name of the work in <paramref name="progress"/>.</param>
    /// <param name="progress">Hears of rows done.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    /// <exception cref="ShapeException">The batch does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static int[] Predicted(
        ILogits model, Batch batch, string stage = "score", IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        const int BlockRows = 1024;
        int classes = model.Classes.Count;
        int[] predicted = new int[batch.Rows];
        float[] logits = new float[Math.Min(BlockRows, batch.Rows) * classes];
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(BlockRows, batch.Rows - start);
            model.Logits(batch.Slice(start, rows), logits.AsSpan(0, rows * classes));
            for (int row = 0; row < rows; row++)
                predicted[start + row] = MostLikely(logits.AsSpan(row * classes, classes));
            progress?.Report(new(stage, start + rows, batch.Rows));
        }

        return predicted;
    }

    internal static void RequireFits(ILogits model, Batch batch)
    {
        if (batch.Shape != model.InputShape)
            throw new ShapeException($"The batch has rows of {batch.Shape}, but '{model.Name}' reads {model.InputShape}.");
    }

    /// <summary>What every method asks of its arguments: the batch fits the model and is finite, there is one class per row.</summary>
    internal static void RequireRows(ILogits model, Batch batch, ReadOnlySpan<int> targets, string method)
    {
        RequireFits(model, batch);
        batch.RequireFinite($"{method}, input");
        Require.Length(targets, batch.Rows);
        for (int row = 0; row < targets.Length; row++)
        {
            if ((uint)targets[row] < (uint)model.Classes.Count)
                continue;
            string remedy = model is Network { Classes.Count: 1 } ? $" Explain its {nameof(Network.WithComplement)}(), in which class 0 is the absence of its class and class 1 the class." : "";
            throw new ShapeException($"targets, row {row}: class {targets[row]} is not one of the {model.Classes.Count} classes of '{model.Name}' (0 … {model.Classes.Count - 1}).{remedy}");
        }
    }

    internal static double RequireFinite(double value, string method, int row) =>
        double.IsFinite(value)
            ? value
            : throw new MlNetXaiException(
                $"{method}, row {row}: the score is {value}; scores must be finite. Remove the row, or check the model's weights.", position: $"row {row}");
}
