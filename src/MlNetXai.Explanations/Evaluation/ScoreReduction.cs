using System.Collections;
using MlNetXai.Networks;

namespace MlNetXai.Explanations.Evaluation;

/// <summary>Which elements a threshold deletes.</summary>
public enum ThresholdRule
{
    /// <summary>σ &gt; α ("above which"): at α = 1 nothing is deleted, at α = 0 all but the minima. Default.</summary>
    Strict,

    /// <summary>σ ≥ α: at α = 0 everything is deleted and the curve is 0 there.</summary>
    Inclusive,
}

/// <summary>Settings of <see cref="ScoreReduction"/>; the defaults are our reading of study A.</summary>
public sealed record ScoreReductionOptions
{
    /// <summary>Thresholds α in [0, 1]. Default 0, 0.05 … 1.</summary>
    public IReadOnlyList<double> Alphas { get; init => field = Shares01(value, nameof(Alphas)); } = [.. Enumerable.Range(0, 21).Select(i => i / 20.0)];

    /// <summary>Shares deleted by rank in the fixed-share variant, in [0, 1]. Default 0.05, 0.10 … 0.95.</summary>
    public IReadOnlyList<double> Shares { get; init => field = Shares01(value, nameof(Shares)); } = [.. Enumerable.Range(1, 19).Select(i => i / 20.0)];

    /// <summary>Whether elements at the threshold are deleted. Default strict.</summary>
    public ThresholdRule Rule { get; init; }

    /// <summary>What deleted elements are set to (k). Default 0.</summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>Score that falls. Default logit.</summary>
    public ScoreKind Score { get; init; }

    /// <summary>Divide by |s_c(x)|, so that rows with large scores do not weigh more. Default false, as the paper.</summary>
    public bool Relative { get; init; }

    /// <summary>Random orders per row behind every random baseline, at least 1. Default 20.</summary>
    public int Draws { get; init => field = Require.AtLeast(value, 1); } = 20;

    /// <summary>Thresholds α at which the random choice of the same size is measured, some of <see cref="Alphas"/>: it costs as many passes as there are draws at each.
    /// At others it is NaN. Null (the default): at all of <see cref="Alphas"/>.</summary>
    public IReadOnlyList<double>? PairedAlphas { get; init => field = value is null ? null : Shares01(value, nameof(PairedAlphas)); }

    /// <summary>Whether the random salience is measured beside the maps; it costs some hundred passes per row, whatever the maps are. Where it is
    /// not, its curves are NaN. Default true.</summary>
    public bool RandomSalience { get; init; } = true;

    /// <summary>Seed of the random orders. Default 0.</summary>
    public ulong Seed { get; init; }

    private static IReadOnlyList<double> Shares01(IReadOnlyList<double> values, string name) => [.. values.Select(value => Require.Between(value, 0, 1, name))];
}

/// <summary>A method's salience to be measured.</summary>
/// <param name="Name">Name in tables and figures.</param>
/// <param name="Values"><c>[row, step, channel]</c> or <c>[row, step, 1]</c>, unscaled, finite.</param>
/// <param name="View">Which side of the values is salience.</param>
public sealed record SalienceMap(string Name, Batch Values, SalienceView View = SalienceView.Signed)
{
    /// <summary>An attribution with the view that its method has in the catalog; signed for a method not in it.</summary>
    public static SalienceMap Of(Attribution attribution) => new(
        attribution.Method,
        attribution.Values,
        MethodCatalog.All.FirstOrDefault(description => description.Name == attribution.Method)?.Salience ?? SalienceView.Signed);
}

/// <summary>One value per row and point.</summary>
/// <param name="Points">Thresholds α or shares, <c>[point]</c>.</param>
/// <param name="PerRow">Values, <c>[row][point]</c>.</param>
public sealed record RowCurves(IReadOnlyList<double> Points, IReadOnlyList<double[]> PerRow)
{
    /// <summary>Mean over rows, <c>[point]</c>; empty without rows.</summary>
    public double[] Mean()
    {
        double[] mean = new double[PerRow.Count == 0 ? 0 : Points.Count];
        foreach (double[] row in PerRow)
        {
            for (int point = 0; point < mean.Length; point++)
                mean[point] += row[point] / PerRow.Count;
        }

        return mean;
    }
}

/// <summary>Score reduction of one method.</summary>
public sealed record MethodScoreReduction
{
    /// <summary>Name of the map.</summary>
    public required string Name { get; init; }

    /// <summary>Which side of the values was salience.</summary>
    public required SalienceView View { get; init; }

    /// <summary>r(α) = (s(x) − s(x deleted))·(TD − M)/TD; positive: the score falls.</summary>
    public required RowCurves Reduction { get; init; }

    /// <summary>M/TD: share of elements deleted at each α.</summary>
    public required RowCurves ShareDeleted { get; init; }

    /// <summary>The same measure for a random choice of the same M elements, mean over the draws; NaN at thresholds where it was not asked for.</summary>
    public required RowCurves PairedRandom { get; init; }

    /// <summary>The same measure with the share deleted fixed by rank, so that all methods delete equally much.</summary>
    public required RowCurves FixedShare { get; init; }

    /// <summary>By how much the method reduces the score more than a random choice of the same size: mean over the thresholds at which that was measured, <c>[row]</c>.</summary>
    public double[] MeanAboveRandom =>
        [.. Reduction.PerRow.Zip(PairedRandom.PerRow, (own, random) => own.Zip(random, (one, other) => one - other).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())];
}

/// <summary>Score reduction of several methods on the same rows.</summary>
public sealed record ScoreReductionResult
{
    /// <summary>s_c(x), <c>[row]</c>.</summary>
    public required double[] Scores { get; init; }

    /// <summary>Every method, in the order given.</summary>
    public required IReadOnlyList<MethodScoreReduction> Methods { get; init; }

    /// <summary>Random salience σ ~ U(0, 1) per element over α, mean over the draws; NaN where it was not asked for.</summary>
    public required RowCurves Random { get; init; }

    /// <summary>Random salience with fixed shares deleted, mean over the draws; NaN where it was not asked for.</summary>
    public required RowCurves RandomFixedShare { get; init; }
}

/// <summary>How much a class's score falls when what a method calls salient is deleted (study A, section 4.2, figure 5), with random baselines.</summary>
/// <remarks>σ = the map scaled to 0–1 per row; delete σ above α; reduction = fall of the score × share left. The random baselines use the same random orders everywhere: draw d of a
/// row is one random σ per element; the paired choice of M elements is its M most salient. So all differences are paired. Definitions and our readings: docs/evaluation.md.</remarks>
public sealed class ScoreReduction(ScoreReductionOptions? options = null)
{
    private const string Name = "score reduction";

    private readonly ScoreReductionOptions _options = options ?? new();

    /// <summary>Rows sent to the model at once; the result does not depend on it.</summary>
    internal int BatchRows { get; init; } = 512;

    /// <summary>Rows whose orders are held at once; the result does not depend on it.</summary>
    internal int BlockRows { get; init; } = 16;

    /// <summary>Measures all maps on all rows; random orders are keyed by the rows' values.</summary>
    /// <inheritdoc cref="Measure(ILogits, Batch, ReadOnlySpan{int}, IReadOnlyList{SalienceMap}, ReadOnlySpan{uint}, IProgress{ProgressReport}?, CancellationToken)"/>
    public ScoreReductionResult Measure(
        ILogits model,
        Batch batch,
        ReadOnlySpan<int> targets,
        IReadOnlyList<SalienceMap> maps,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default) =>
        Measure(model, batch, targets, maps, RowKeys.Of(batch), progress, cancellation);

    /// <summary>Measures all maps on all rows.</summary>
    /// <param name="model">Gives the scores.</param>
    /// <param name="batch"><c>[row, step, channel]</c>.</param>
    /// <param name="targets">Class whose score falls (the label in study A), <c>[row]</c>.</param>
    /// <param name="maps">Salience of the same rows.</param>
    /// <param name="rowKeys">Names of the rows: the same key draws the same random orders in any batch.</param>
    /// <param name="progress">Hears of progress in rows, or null.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ShapeException">Batch, targets, keys or maps do not fit each other or the model.</exception>
    /// <exception cref="MlNetXaiException">A score or a map's value is NaN or infinite (row and method are named), or <see cref="ScoreReductionOptions.Relative"/> meets a score of 0.</exception>
    public ScoreReductionResult Measure(
        ILogits model,
        Batch batch,
        ReadOnlySpan<int> targets,
        IReadOnlyList<SalienceMap> maps,
        ReadOnlySpan<uint> rowKeys,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        Require.Length(rowKeys, batch.Rows);
        foreach (SalienceMap map in maps)
            Ranking.RequireFits(map, batch);

        Batch replacement = _options.Baseline.For(batch);
        Result result = new(_options, batch.Rows, maps);
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            int rows = Math.Min(BlockRows, batch.Rows - start);
            Block block = new(start, batch.Slice(start, rows), replacement.Slice(start, rows), targets.Slice(start, rows).ToArray());
            TargetScores.Of(model, block.Rows, block.Targets, _options.Score, Name, start).CopyTo(result.Scores, start);
            Deletions[] deletions = new Deletions[rows];
            for (int row = 0; row < rows; row++)
            {
                deletions[row] = Plan(maps, start + row, rowKeys[start + row], batch);
                RequireRelative(result.Scores[start + row], start + row);
            }

            Score(model, block, deletions, cancellation);
            for (int row = 0; row < rows; row++)
                Fill(result, start + row, deletions[row]);
            progress?.Report(new(Name, start + rows, batch.Rows));
        }

        return result.Done();
    }

    /// <summary>Reductions of one row at each α in double, for salience in 0 … 1 and the strict rule.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, int target, double[] salience, double[] baseline, double[] alphas)
    {
        return [.. alphas.Select(Reduction)];

        double Reduction(double alpha)
        {
            double[] changed = [.. row.Select((value, cell) => salience[cell] > alpha ? baseline[cell] : value)];
            int kept = salience.Count(value => !(value > alpha));
            return (model.Logits(row)[target] - model.Logits(changed)[target]) * kept / row.Length;
        }
    }

    /// <summary>The orders of one row, and how many elements each has to delete.</summary>
    private Deletions Plan(IReadOnlyList<SalienceMap> maps, int row, uint key, Batch batch)
    {
        int elements = batch.LengthOf(row) * batch.Channels;
        Order[] methods = new Order[maps.Count], draws = new Order[_options.Draws];
        for (int map = 0; map < methods.Length; map++)
            methods[map] = new(Salience(maps[map], row, batch.Shape, elements), _options, isMeasured: true);

        Philox philox = new(_options.Seed, "random salience");
        for (int draw = 0; draw < draws.Length; draw++)
        {
            double[] salience = new double[elements];
            Philox.Stream stream = philox.Draws(key, (uint)draw);
            foreach (ref double value in salience.AsSpan())
                value = stream.Uniform();
            draws[draw] = new(salience, _options, _options.RandomSalience);
            foreach (Order method in methods)
                draws[draw].Need([.. method.Deleted.Where((_, point) => method.IsPaired[point])]);
        }

        return new(methods, draws);
    }

    private void Score(ILogits model, Block block, Deletions[] deletions, CancellationToken cancellation)
    {
        ScoreQueue queue = new(model, _options.Score, Name, cancellation, BatchRows);
        for (int row = 0; row < deletions.Length; row++)
        {
            foreach (Order order in deletions[row].All)
            {
                // Everything up to the largest count is deleted one after the other; needed counts are copied out on the way.
                float[] current = block.Rows.Row(row).ToArray();
                ReadOnlySpan<float> replacement = block.Replacement.Row(row);
                for (int count = 1; count <= order.Elements; count++)
                {
                    int element = order.Ranking[count - 1];
                    current[element] = replacement[element];
                    if (order.Needed[count])
                        current.CopyTo(queue.Add(block.Rows, row, block.First, block.Targets[row], order.Scores, count));
                }
            }
        }

        queue.Flush();
    }

    private void Fill(Result result, int row, Deletions deletions)
    {
        double before = result.Scores[row], scale = _options.Relative ? 1 / Math.Abs(before) : 1;
        for (int method = 0; method < deletions.Methods.Length; method++)
        {
            Order order = deletions.Methods[method];
            result.Reductions[method][row] = [.. order.Deleted.Select(count => order.Reduction(before, count) * scale)];
            result.SharesDeleted[method][row] = [.. order.Deleted.Select(count => count / (double)order.Elements)];
            result.Paired[method][row] = [.. order.Deleted.Select((count, point) => order.IsPaired[point] ? deletions.Draws.Average(draw => draw.Reduction(before, count)) * scale : double.NaN)];
            result.FixedShares[method][row] = [.. order.FixedShare.Select(count => order.Reduction(before, count) * scale)];
        }

        result.Random[row] = [.. _options.Alphas.Select((_, point) => RandomAt(draw => draw.Deleted[point]))];
        result.RandomFixedShares[row] = [.. _options.Shares.Select((_, point) => RandomAt(draw => draw.FixedShare[point]))];

        double RandomAt(Func<Order, int> count) => _options.RandomSalience ? deletions.Draws.Average(draw => draw.Reduction(before, count(draw))) * scale : double.NaN;
    }

    // The map in the row's shape, without padding: magnitude if asked for, scaled to 0–1, one value per step repeated over channels.
    private static double[] Salience(SalienceMap map, int row, RowShape shape, int elements)
    {
        double[] salience = Ranking.Cells(map, row, shape)[..elements];
        (double low, double high) = (salience.Min(), salience.Max());
        for (int i = 0; i < salience.Length; i++)
            salience[i] = high > low ? (salience[i] - low) / (high - low) : 0;
        return salience;
    }

    private void RequireRelative(double score, int row)
    {
        if (_options.Relative && score == 0)
            throw new MlNetXaiException($"{Name}, row {row}: the score is 0, so a relative reduction is undefined. Leave the row out, or measure absolute reductions.", position: $"row {row}");
    }

    private sealed record Block(int First, Batch Rows, Batch Replacement, int[] Targets);

    private sealed record Deletions(Order[] Methods, Order[] Draws)
    {
        public IEnumerable<Order> All => Methods.Concat(Draws);
    }

    /// <summary>One row's elements by falling salience (ties: lower index first), the counts to delete, and the scores found for them.</summary>
    private sealed class Order
    {
        public Order(double[] salience, ScoreReductionOptions options, bool isMeasured)
        {
            Elements = salience.Length;
            Ranking = Evaluation.Ranking.Descending(salience);
            bool inclusive = options.Rule == ThresholdRule.Inclusive;
            Deleted = [.. options.Alphas.Select(alpha => salience.Count(value => value > alpha || (inclusive && value == alpha)))];
            IsPaired = [.. options.Alphas.Select(alpha => options.PairedAlphas?.Contains(alpha) != false)];

            // The tiny addend keeps 0.15·20 at 3: shares are decimal numbers.
            FixedShare = [.. options.Shares.Select(share => (int)Math.Floor((share * Elements) + 1e-9))];
            Needed = new(Elements + 1);
            Scores = new double[Elements + 1];
            if (isMeasured)
            {
                Need(Deleted);
                Need(FixedShare);
            }
        }

        public int Elements { get; }

        public int[] Ranking { get; }

        /// <summary>M at each α.</summary>
        public int[] Deleted { get; }

        /// <summary>Whether the random choice of the same size is measured at each α.</summary>
        public bool[] IsPaired { get; }

        /// <summary>⌊share · TD⌋ at each share.</summary>
        public int[] FixedShare { get; }

        public BitArray Needed { get; }

        /// <summary>Score after deleting the first elements, by their number.</summary>
        public double[] Scores { get; }

        public void Need(int[] counts)
        {
            foreach (int count in counts)
                Needed[count] = true;
        }

        public double Reduction(double before, int count) => count == 0 ? 0 : (before - Scores[count]) * (Elements - count) / Elements;
    }

    /// <summary>Curves being filled, <c>[method][row][point]</c>.</summary>
    private sealed class Result(ScoreReductionOptions options, int rows, IReadOnlyList<SalienceMap> maps)
    {
        public double[] Scores { get; } = new double[rows];

        public double[][][] Reductions { get; } = Curves(rows, maps.Count);

        public double[][][] SharesDeleted { get; } = Curves(rows, maps.Count);

        public double[][][] Paired { get; } = Curves(rows, maps.Count);

        public double[][][] FixedShares { get; } = Curves(rows, maps.Count);

        public double[][] Random { get; } = new double[rows][];

        public double[][] RandomFixedShares { get; } = new double[rows][];

        public ScoreReductionResult Done() => new()
        {
            Scores = Scores,
            Methods =
            [
                .. maps.Select((map, index) => new MethodScoreReduction
                {
                    Name = map.Name,
                    View = map.View,
                    Reduction = new(options.Alphas, Reductions[index]),
                    ShareDeleted = new(options.Alphas, SharesDeleted[index]),
                    PairedRandom = new(options.Alphas, Paired[index]),
                    FixedShare = new(options.Shares, FixedShares[index]),
                }),
            ],
            Random = new(options.Alphas, Random),
            RandomFixedShare = new(options.Shares, RandomFixedShares),
        };

        private static double[][][] Curves(int rows, int methods) => [.. Enumerable.Range(0, methods).Select(_ => new double[rows][])];
    }
}
