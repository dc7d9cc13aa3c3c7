using MlNetXai.Networks;

namespace MlNetXai.Explanations.Evaluation;

/// <summary>Settings of <see cref="Erasure"/>.</summary>
public sealed record ErasureOptions : DeletionOptions
{
    /// <summary>Shares q of the values that count as what the method found, above 0 and up to 1. Default 1, 5, 10, 20 and 50 %.</summary>
    public IReadOnlyList<double> Shares { get; init => field = [.. value.Select(share => Require.Between(Require.Above(share, 0, nameof(Shares)), 0, 1, nameof(Shares)))]; } = [0.01, 0.05, 0.1, 0.2, 0.5];
}

/// <summary>Comprehensiveness and sufficiency of one method.</summary>
public sealed record MethodErasure
{
    /// <summary>Name of the map.</summary>
    public required string Name { get; init; }

    /// <summary>Which side of the values was ranked.</summary>
    public required SalienceView View { get; init; }

    /// <summary>s(x) − s(x without the highest values) at each share; high is good.</summary>
    public required RowCurves Comprehensiveness { get; init; }

    /// <summary>s(x) − s(nothing but the highest values) at each share; low is good.</summary>
    public required RowCurves Sufficiency { get; init; }

    /// <summary>Mean over the shares, <c>[row]</c>.</summary>
    public double[] MeanComprehensiveness => [.. Comprehensiveness.PerRow.Select(row => row.Average())];

    /// <summary>Mean over the shares, <c>[row]</c>.</summary>
    public double[] MeanSufficiency => [.. Sufficiency.PerRow.Select(row => row.Average())];
}

/// <summary>Comprehensiveness and sufficiency: what the score loses without the values a method ranks highest, and what these alone do not hold of it.</summary>
/// <remarks>K = ⌈q·TD⌉ highest values by the map, ties by lower index. Source: DeYoung et al. 2020 (ERASER), arXiv:1911.03429. Definitions: docs/evaluation.md.</remarks>
public sealed class Erasure(ErasureOptions? options = null)
{
    private const string Name = "comprehensiveness and sufficiency";
    private const int BlockRows = 64;

    private readonly ErasureOptions _options = options ?? new();

    /// <summary>Measures all maps on all rows.</summary>
    /// <param name="model">Gives the scores.</param>
    /// <param name="batch"><c>[row, step, channel]</c>.</param>
    /// <param name="targets">Class whose score is watched, <c>[row]</c>.</param>
    /// <param name="maps">Attributions of the same rows.</param>
    /// <param name="progress">Hears of progress in rows, or null.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ShapeException">Batch, targets or maps do not fit each other or the model.</exception>
    /// <exception cref="MlNetXaiException">A score or a map's value is NaN or infinite; row and method are named.</exception>
    public IReadOnlyList<MethodErasure> Measure(
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

        Deletion deletion = new(_options, batch);
        ScoreQueue queue = new(model, _options.Score, Name, cancellation);
        double[][][] without = Curves(maps.Count, batch.Rows), alone = Curves(maps.Count, batch.Rows);
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            int rows = Math.Min(BlockRows, batch.Rows - start);
            double[] scores = TargetScores.Of(model, batch.Slice(start, rows), targets.Slice(start, rows), _options.Score, Name, start);
            for (int row = start; row < start + rows; row++)
            {
                for (int map = 0; map < maps.Count; map++)
                {
                    int[] order = deletion.Order(maps[map], row);
                    for (int share = 0; share < _options.Shares.Count; share++)
                    {
                        int[] found = order[..Count(_options.Shares[share], order.Length)];
                        deletion.Write(row, found, keep: false, queue.Add(batch, row, 0, targets[row], without[map][row], share));
                        deletion.Write(row, found, keep: true, queue.Add(batch, row, 0, targets[row], alone[map][row], share));
                    }
                }
            }

            queue.Flush();
            Fall(without, scores, start);
            Fall(alone, scores, start);
            progress?.Report(new(Name, start + rows, batch.Rows));
        }

        return
        [
            .. maps.Select((map, index) => new MethodErasure
            {
                Name = map.Name,
                View = map.View,
                Comprehensiveness = new(_options.Shares, without[index]),
                Sufficiency = new(_options.Shares, alone[index]),
            }),
        ];
    }

    /// <summary>Comprehensiveness and sufficiency of one row in double.</summary>
    internal static (double Comprehensiveness, double Sufficiency) Reference(
        ReferenceNetwork model, double[] row, int target, double[] attribution, double[] baseline, double share)
    {
        HashSet<int> found = [.. Ranking.Descending(attribution).Take(Count(share, row.Length))];
        double[] without = [.. row.Select((value, cell) => found.Contains(cell) ? baseline[cell] : value)];
        double[] alone = [.. row.Select((value, cell) => found.Contains(cell) ? value : baseline[cell])];
        double score = model.Logits(row)[target];
        return (score - model.Logits(without)[target], score - model.Logits(alone)[target]);
    }

    // From scores to their distance below the row's own.
    private static void Fall(double[][][] curves, double[] scores, int start)
    {
        foreach (double[][] rows in curves)
        {
            for (int i = 0; i < scores.Length; i++)
            {
                foreach (ref double value in rows[start + i].AsSpan())
                    value = scores[i] - value;
            }
        }
    }

    // The tiny subtrahend keeps 0.15·20 at 3: shares are decimal numbers.
    private static int Count(double share, int cells) => (int)Math.Ceiling((share * cells) - 1e-9);

    private double[][][] Curves(int maps, int rows) =>
        [.. Enumerable.Range(0, maps).Select(_ => Enumerable.Range(0, rows).Select(_ => new double[_options.Shares.Count]).ToArray())];
}
