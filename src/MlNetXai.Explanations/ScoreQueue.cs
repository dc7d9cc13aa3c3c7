using MlNetXai.Networks;

namespace MlNetXai.Explanations;

/// <summary>Scores changed copies of rows in full batches: rows are filled in one by one, their scores are written when a batch is full.</summary>
/// <param name="model">Gives the logits.</param>
/// <param name="score">Which score.</param>
/// <param name="name">Who asks, for the message when a score is not finite.</param>
/// <param name="cancellation">Stops before a batch is scored.</param>
/// <param name="capacity">Rows of a batch; results do not depend on it.</param>
internal sealed class ScoreQueue(ILogits model, ScoreKind score, string name, CancellationToken cancellation, int capacity = 512)
{
    private readonly float[] _values = new float[capacity * model.InputShape.Length];
    private readonly int[] _lengths = new int[capacity];
    private readonly float[] _logits = new float[capacity * model.Classes.Count];
    private readonly List<Job> _jobs = new(capacity);

    /// <summary>Place for a changed copy of a row, to be filled before the next call; it holds what an earlier row left.</summary>
    /// <param name="batch">The row's batch.</param>
    /// <param name="row">The row.</param>
    /// <param name="firstRow">Number of the batch's first row in messages.</param>
    /// <param name="target">Class whose score is asked for.</param>
    /// <param name="scores">Where the score goes, at the latest by <see cref="Flush"/>.</param>
    /// <param name="index">Its index there.</param>
    public Span<float> Add(Batch batch, int row, int firstRow, int target, double[] scores, int index)
    {
        if (_jobs.Count == capacity)
            Flush();
        int length = model.InputShape.Length;
        _lengths[_jobs.Count] = batch.LengthOf(row);
        _jobs.Add(new(firstRow + row, target, scores, index));
        return _values.AsSpan((_jobs.Count - 1) * length, length);
    }

    /// <summary>Scores what waits.</summary>
    /// <exception cref="MlNetXaiException">A score is NaN or infinite; row and asker are named.</exception>
    public void Flush()
    {
        cancellation.ThrowIfCancellationRequested();
        if (_jobs.Count == 0)
            return;
        (int rows, int classes, RowShape shape) = (_jobs.Count, model.Classes.Count, model.InputShape);
        bool whole = _lengths.AsSpan(0, rows).IndexOfAnyExcept(shape.Steps) < 0;
        model.Logits(
            new(rows, shape.Steps, shape.Channels, _values.AsMemory(0, rows * shape.Length), whole ? default : _lengths.AsMemory(0, rows)), _logits.AsSpan(0, rows * classes));
        for (int i = 0; i < rows; i++)
        {
            Job job = _jobs[i];
            job.Scores[job.Index] = TargetScores.RequireFinite(TargetScores.Of(_logits.AsSpan(i * classes, classes), job.Target, score, model.Output), name, job.Row);
        }

        _jobs.Clear();
    }

    private readonly record struct Job(int Row, int Target, double[] Scores, int Index);
}
