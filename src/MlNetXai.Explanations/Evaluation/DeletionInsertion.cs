using MlNetXai.Networks;

namespace MlNetXai.Explanations.Evaluation;

/// <summary>What deleted values become.</summary>
public enum DeletionFill
{
    /// <summary>The values of a <see cref="Baseline"/>. Default.</summary>
    Baseline,

    /// <summary>A straight line, per channel, between the kept values around each run of deleted ones; at a row's end the nearest kept value; the baseline where a channel keeps
    /// none. Leaves no jumps, so the changed row stays closer to real ones.</summary>
    Interpolation,
}

/// <summary>Settings of <see cref="DeletionInsertion"/> and <see cref="Erasure"/>.</summary>
public record DeletionOptions
{
    /// <summary>How deleted values are filled. Default the baseline.</summary>
    public DeletionFill Fill { get; init; }

    /// <summary>Values of what is deleted (k), where <see cref="Fill"/> asks for them. Default 0.</summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>Score that is watched. Default logit.</summary>
    public ScoreKind Score { get; init; }
}

/// <summary>Deletion and insertion curves of one method.</summary>
public sealed record MethodDeletionInsertion
{
    /// <summary>Name of the map.</summary>
    public required string Name { get; init; }

    /// <summary>Which side of the values was ranked.</summary>
    public required SalienceView View { get; init; }

    /// <summary>Score with the highest values deleted, over the share deleted, 0 … 1: from s(x) to the score of the row without anything.</summary>
    public required RowCurves Deletion { get; init; }

    /// <summary>Score with nothing but the highest values, over the share kept, 0 … 1.</summary>
    public required RowCurves Insertion { get; init; }

    /// <summary>Area under each deletion curve, <c>[row]</c>; low is good.</summary>
    public required double[] DeletionArea { get; init; }

    /// <summary>Area under each insertion curve, <c>[row]</c>; high is good.</summary>
    public required double[] InsertionArea { get; init; }

    /// <summary>Mean fall of the score along each deletion curve, its start left out, <c>[row]</c>; high is good.</summary>
    public required double[] Aopc { get; init; }
}

/// <summary>Deletion and insertion curves with AOPC: the score as what a method ranks highest is taken away, or given, value by value.</summary>
/// <remarks>
/// Values are ranked by the map, highest first, ties by lower index. Rows of up to 100 values go one by one, longer ones in 100 steps of 1 %. Area = trapezoids over the share;
/// AOPC = mean over the points r ≥ 1 of y_0 − y_r (the paper divides by one more and counts r = 0). Sources: Samek et al. 2017, doi 10.1109/TNNLS.2016.2599820 (arXiv:1509.06321);
/// Petsiuk, Das and Saenko 2018, arXiv:1806.07421. Definitions: docs/evaluation.md.
/// </remarks>
public sealed class DeletionInsertion(DeletionOptions? options = null)
{
    private const string Name = "deletion and insertion";
    private const int MostPoints = 100;
    private const int BlockRows = 64;

    private readonly DeletionOptions _options = options ?? new();

    /// <summary>Rows sent to the model at once; the result does not depend on it.</summary>
    internal int BatchRows { get; init; } = 512;

    /// <summary>Measures all maps on all rows.</summary>
    /// <param name="model">Gives the scores.</param>
    /// <param name="batch"><c>[row, step, channel]</c>.</param>
    /// <param name="targets">Class whose score is watched, <c>[row]</c>.</param>
    /// <param name="maps">Attributions of the same rows.</param>
    /// <param name="progress">Hears of progress in rows, or null.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ShapeException">Batch, targets or maps do not fit each other or the model.</exception>
    /// <exception cref="MlNetXaiException">A score or a map's value is NaN or infinite; row and method are named.</exception>
    public IReadOnlyList<MethodDeletionInsertion> Measure(
        ILogits model,
        Batch batch,
        ReadOnlySpan<int> targets,
        IReadOnlyList<SalienceMap> maps,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        foreach (SalienceMap map in maps)
            Ranking.RequireFits(map, batch);

        int points = Math.Min(batch.Shape.Length, MostPoints);
        Deletion deletion = new(_options, batch);
        ScoreQueue queue = new(model, _options.Score, Name, cancellation, BatchRows);
        double[][][] deleted = Curves(maps.Count, batch.Rows, points), inserted = Curves(maps.Count, batch.Rows, points);
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            int rows = Math.Min(BlockRows, batch.Rows - start);
            double[] scores = TargetScores.Of(model, batch.Slice(start, rows), targets.Slice(start, rows), _options.Score, Name, start);
            for (int row = start; row < start + rows; row++)
            {
                for (int map = 0; map < maps.Count; map++)
                {
                    int[] order = deletion.Order(maps[map], row);
                    deleted[map][row][0] = inserted[map][row][points] = scores[row - start];
                    for (int point = 1; point <= points; point++)
                    {
                        deletion.Write(row, order.AsSpan(0, Count(point, points, order)), keep: false, queue.Add(batch, row, 0, targets[row], deleted[map][row], point));
                        deletion.Write(row, order.AsSpan(0, Count(point - 1, points, order)), keep: true, queue.Add(batch, row, 0, targets[row], inserted[map][row], point - 1));
                    }
                }
            }

            queue.Flush();
            progress?.Report(new(Name, start + rows, batch.Rows));
        }

        double[] shares = [.. Enumerable.Range(0, points + 1).Select(point => point / (double)points)];
        return
        [
            .. maps.Select((map, index) => new MethodDeletionInsertion
            {
                Name = map.Name,
                View = map.View,
                Deletion = new(shares, deleted[index]),
                Insertion = new(shares, inserted[index]),
                DeletionArea = [.. deleted[index].Select(Area)],
                InsertionArea = [.. inserted[index].Select(Area)],
                Aopc = [.. deleted[index].Select(Aopc)],
            }),
        ];
    }

    /// <summary>Area under a curve over equal shares 0 … 1: the mean of its trapezoids.</summary>
    internal static double Area(double[] curve)
    {
        double sum = 0;
        for (int point = 1; point < curve.Length; point++)
            sum += (curve[point - 1] + curve[point]) / 2;
        return sum / (curve.Length - 1);
    }

    /// <summary>Mean of y_0 − y_r over r ≥ 1.</summary>
    internal static double Aopc(double[] curve) => curve[0] - curve.AsSpan(1).ToArray().Average();

    /// <summary>Deletion or insertion curve of one row in double, value by value.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, int target, double[] attribution, double[] baseline, bool insertion)
    {
        int[] order = Ranking.Descending(attribution);
        double[] changed = [.. insertion ? baseline : row], curve = new double[row.Length + 1];
        curve[0] = model.Logits(changed)[target];
        for (int r = 1; r < curve.Length; r++)
        {
            int cell = order[r - 1];
            changed[cell] = insertion ? row[cell] : baseline[cell];
            curve[r] = model.Logits(changed)[target];
        }

        return curve;
    }

    // Shares of a row's own length: padding is never deleted.
    private static int Count(int point, int points, int[] order) => (int)(((2L * point * order.Length) + points) / (2L * points));

    private static double[][][] Curves(int maps, int rows, int points) =>
        [.. Enumerable.Range(0, maps).Select(_ => Enumerable.Range(0, rows).Select(_ => new double[points + 1]).ToArray())];
}
