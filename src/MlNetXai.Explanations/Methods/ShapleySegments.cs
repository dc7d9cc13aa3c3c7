using System.Numerics;
using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="ShapleySegments"/>.</summary>
public sealed record ShapleySegmentsOptions
{
    /// <summary>The players. Default 11 equal segments, which need 2,048 evaluations of a row.</summary>
    public Segmentation Segments { get; init; } = Segmentation.Equal();

    /// <summary>What stands in the place of absent segments. Default the baseline.</summary>
    public SegmentFill Fill { get; init; }

    /// <summary>Values of absent segments where <see cref="Fill"/> is <see cref="SegmentFill.Baseline"/>. Default 0.</summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>Score that is shared out. Default logit.</summary>
    public ScoreKind Score { get; init; }

    /// <summary>Up to that many segments all coalitions are computed, 1 … 20; above it, orders are drawn. Default 14 (16,384 evaluations of a row).</summary>
    public int MostExactSegments { get; init => field = Require.Between(value, 1, 20); } = 14;

    /// <summary>Pairs of an order and its reverse that are drawn for each row where there are more segments, at least 2. Default 100.</summary>
    public int Pairs { get; init => field = Require.AtLeast(value, 2); } = 100;

    /// <summary>Seed of the drawn orders. Default 0.</summary>
    public ulong Seed { get; init; }
}

/// <summary>Shapley values of one row's segments.</summary>
/// <param name="Segments">The row's segments; absent ones have the value 0.</param>
/// <param name="Values">Share of each segment in s(x) − s(x with all segments replaced), <c>[segment]</c>: they sum to it.</param>
/// <param name="StandardErrors">Standard error of each value over the drawn pairs, <c>[segment]</c>; 0 where all coalitions were computed.</param>
/// <param name="Score">s(x).</param>
/// <param name="ScoreReplaced">Score with all segments replaced.</param>
public sealed record RowShapley(IReadOnlyList<Segment> Segments, double[] Values, double[] StandardErrors, double Score, double ScoreReplaced);

/// <summary>Exact Shapley values of segments: each segment's share in the score, fair over all orders in which segments could be added.</summary>
/// <remarks>
/// φ_i = Σ_{C∌i} |C|!(S−|C|−1)!/S! · (v(C∪i) − v(C)), v(C) = score of the row with the segments outside C replaced. All 2^S coalitions are computed, nothing is drawn, up to
/// <see cref="ShapleySegmentsOptions.MostExactSegments"/> segments. Above, orders are drawn in pairs with their reverse, so that every coalition comes with its complement; the shares
/// still sum to the whole, and each has a standard error. A segment spans all channels and gives its value to each of its steps; steps in no segment are never replaced and get 0.
/// Sources: Shapley 1953; Lundberg and Lee 2017, arXiv:1705.07874; on segments of time series Bento et al. 2021, arXiv:2012.00073; reversed orders: Mitchell et al. 2022, arXiv:2104.12199.
/// </remarks>
public sealed class ShapleySegments(ShapleySegmentsOptions? options = null) : IExplanationMethod<ILogits>, IDescribedMethod
{
    private const int BlockRows = 32;

    private readonly ShapleySegmentsOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "shapley-segments",
        Title = "Shapley values of segments",
        Summary = "Each segment's fair share in the difference between the score and that of the replaced row.",
        Type = typeof(ShapleySegments),
        Needs = typeof(ILogits),
        Cost = "2^S F, S segments (11: 2,048); above 14 segments 2 + 2·pairs·(S − 1) F; 5 F + 4 B on a network that ends in an average over steps which see no more than two segments each",
        Passes = 2_048,
        Source = "Lundberg and Lee 2017, arXiv:1705.07874; Bento et al. 2021, arXiv:2012.00073",
        DefaultOptions = new ShapleySegmentsOptions(),
        Choices =
        [
            MethodChoice.Of("segments", [Segmentation.Equal(5), Segmentation.Equal(8), Segmentation.Equal(11), Segmentation.Equal(22)], (ShapleySegmentsOptions options, Segmentation segments) => options with { Segments = segments }),
            MethodChoice.Of("fill", Enum.GetValues<SegmentFill>(), (ShapleySegmentsOptions options, SegmentFill fill) => options with { Fill = fill }),
            MethodChoice.Baseline<ShapleySegmentsOptions>((options, baseline) => options with { Baseline = baseline }),
            MethodChoice.Score<ShapleySegmentsOptions>((options, score) => options with { Score = score }),
        ],
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <summary>Rows sent to the model at once; the result does not depend on it.</summary>
    internal int BatchRows { get; init; } = 512;

    /// <returns>Score units, signed, <c>[row, step, 1]</c>; every step has its segment's value.</returns>
    /// <inheritdoc/>
    public Attribution Explain(
        ILogits model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        IReadOnlyList<RowShapley> shares = Shares(model, batch, targets, Same(_options.Segments.Over(batch.Steps), batch.Rows), RowKeys.Of(batch), progress, cancellation);
        int drawn = shares.Count(row => row.Segments.Count(segment => segment.Count > 0) > _options.MostExactSegments);
        double[] scores = [.. shares.Select(row => row.Score)];
        string[] estimates = drawn == 0
            ? []
            : [$"{drawn} of {batch.Rows} rows have more than {_options.MostExactSegments} segments: their values are estimates from {_options.Pairs} pairs of orders."];
        return new()
        {
            Method = Name,
            Values = Spread(shares, batch),
            Targets = targets.ToArray(),
            Score = _options.Score,
            Diagnostics = new Dictionary<string, double[]>
            {
                ["score"] = scores,
                ["score-replaced"] = [.. shares.Select(row => row.ScoreReplaced)],
                ["completeness-error"] = [.. shares.Select(row => row.Values.Sum() - (row.Score - row.ScoreReplaced))],
                ["largest-standard-error"] = [.. shares.Select(row => row.StandardErrors.DefaultIfEmpty(0).Max())],
            },
            Notes = [.. estimates, .. Saturation.Notes(scores, _options.Score)],
        };
    }

    /// <summary>Shares with segments of each row's own (known wave bounds of synthetic beats).</summary>
    /// <param name="model">Gives the scores.</param>
    /// <param name="batch"><c>[row, step, channel]</c>.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="segments">Segments of every row, in order of time; null: those of the options.</param>
    /// <param name="rowKeys">Names of the rows, for drawn orders: the same key draws the same in any batch; empty: from the rows' values.</param>
    /// <param name="progress">Hears of progress in rows, or null.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">Segments of a row overlap or reach beyond it.</exception>
    /// <exception cref="ShapeException">The batch does not fit the model, or targets, segments or keys the batch.</exception>
    /// <exception cref="MlNetXaiException">A score is NaN or infinite; row and method are named.</exception>
    public IReadOnlyList<RowShapley> Measure(
        ILogits model,
        Batch batch,
        ReadOnlySpan<int> targets,
        IReadOnlyList<IReadOnlyList<Segment>>? segments = null,
        ReadOnlySpan<uint> rowKeys = default,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        segments ??= Same(_options.Segments.Over(batch.Steps), batch.Rows);
        if (segments.Count != batch.Rows)
            throw new ShapeException($"There are segments of {segments.Count} rows, but the batch has {batch.Rows} rows.");
        foreach (IReadOnlyList<Segment> row in segments)
            Segmentation.RequireOrdered(row, batch.Steps, nameof(segments));
        if (!rowKeys.IsEmpty)
            Require.Length(rowKeys, batch.Rows);
        return Shares(model, batch, targets, segments, rowKeys.IsEmpty ? RowKeys.Of(batch) : rowKeys, progress, cancellation);
    }

    /// <summary>Values of the segments of one row, from all coalitions, in double.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, int target, double[] baseline, IReadOnlyList<Segment> segments)
    {
        (int players, int channels) = (segments.Count, model.Network.InputShape.Channels);
        double[] values = [.. Enumerable.Range(0, 1 << players).Select(Value)], shares = new double[players];
        for (int i = 0; i < players; i++)
        {
            for (int coalition = 0; coalition < values.Length; coalition++)
            {
                int size = BitOperations.PopCount((uint)coalition);
                if ((coalition & (1 << i)) == 0)
                    shares[i] += Factorial(size) * Factorial(players - size - 1) / Factorial(players) * (values[coalition | (1 << i)] - values[coalition]);
            }
        }

        return shares;

        double Value(int coalition)
        {
            double[] changed = [.. row];
            for (int i = 0; i < players; i++)
            {
                for (int cell = segments[i].Start * channels; cell < segments[i].End * channels && (coalition & (1 << i)) == 0; cell++)
                    changed[cell] = baseline[cell];
            }

            return model.Logits(changed)[target];
        }

        static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
    }

    private RowShapley[] Shares(
        ILogits model,
        Batch batch,
        ReadOnlySpan<int> targets,
        IReadOnlyList<IReadOnlyList<Segment>> segments,
        ReadOnlySpan<uint> keys,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation)
    {
        Batch baselines = _options.Baseline.For(batch, targets);
        ScoreQueue queue = new(model, _options.Score, Name, cancellation, BatchRows);
        RowShapley[] shares = new RowShapley[batch.Rows];
        float[] replaced = new float[batch.Shape.Length];
        int[] targetOf = targets.ToArray();
        ILocalLogits? local = batch.Lengths.IsEmpty && model is ILocalLogits { Places.Count: > 0 } places ? places : null;
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            int rows = Math.Min(BlockRows, batch.Rows - start);
            double[] scores = TargetScores.Of(model, batch.Slice(start, rows), targets.Slice(start, rows), _options.Score, Name, start);
            Game[] games = new Game[rows];
            for (int i = 0; i < rows; i++)
            {
                int row = start + i;
                Game game = games[i] = new(segments[row], scores[i], _options, keys[row]);
                SegmentReplacement.Fill(_options.Fill, baselines.Row(row), game.Players, batch.Channels, batch.Row(row), replaced);
                if (local is not null && LocalCoalitions.Fit(local.Places, game.Players))
                {
                    cancellation.ThrowIfCancellationRequested();
                    LocalCoalitions.Score(local, batch.Slice(row, 1), replaced, game.Players, game.Coalitions, logits => TargetScores.RequireFinite(TargetScores.Of(logits, targetOf[row], _options.Score, model.Output), Name, row), game.Values);
                    continue;
                }

                for (int index = 0; index < game.Coalitions.Length; index++)
                {
                    Span<float> changed = queue.Add(batch, row, 0, targets[row], game.Values, index);
                    SegmentReplacement.Apply(batch.Row(row), replaced, game.Players, batch.Channels, game.Coalitions[index], changed);
                }
            }

            queue.Flush();
            for (int i = 0; i < rows; i++)
                shares[start + i] = games[i].Solve();
            progress?.Report(new($"explain {Name}", start + rows, batch.Rows));
        }

        return shares;
    }

    private static IReadOnlyList<Segment>[] Same(IReadOnlyList<Segment> segments, int rows)
    {
        IReadOnlyList<Segment>[] all = new IReadOnlyList<Segment>[rows];
        all.AsSpan().Fill(segments);
        return all;
    }

    private static Batch Spread(IReadOnlyList<RowShapley> shares, Batch batch)
    {
        Batch values = batch.Blank(channels: 1);
        for (int row = 0; row < batch.Rows; row++)
        {
            for (int i = 0; i < shares[row].Segments.Count; i++)
                values.Row(row)[shares[row].Segments[i].Start..shares[row].Segments[i].End].Fill((float)shares[row].Values[i]);
            values.Row(row)[batch.LengthOf(row)..].Clear();
        }

        return values;
    }

    /// <summary>Coalitions of one row that are scored, and what follows from their scores.</summary>
    private sealed class Game
    {
        private readonly IReadOnlyList<Segment> _segments;
        private readonly double _score;
        private readonly int[][]? _orders;

        public Game(IReadOnlyList<Segment> segments, double score, ShapleySegmentsOptions options, uint key)
        {
            (_segments, _score) = (segments, score);
            Players = [.. segments.Where(segment => segment.Count > 0)];
            int players = Players.Length;
            if (players <= options.MostExactSegments)
            {
                // Coalition number = bits of its members; the last one, all of them, is the row itself.
                Coalitions = [.. Enumerable.Range(0, (1 << players) - 1).Select(bits => Enumerable.Range(0, players).Select(i => ((bits >> i) & 1) == 1).ToArray())];
            }
            else
            {
                _orders = [.. Enumerable.Range(0, options.Pairs).Select(pair => Order(options.Seed, key, (uint)pair, players))];
                Coalitions = [new bool[players], .. _orders.SelectMany(order => Grown(order).Concat(Grown([.. order.Reverse()])))];
            }

            Values = new double[Coalitions.Length];
        }

        /// <summary>Segments that have steps.</summary>
        public Segment[] Players { get; }

        /// <summary>Who is in each coalition, <c>[coalition][player]</c>; the first has none.</summary>
        public bool[][] Coalitions { get; }

        /// <summary>Their scores.</summary>
        public double[] Values { get; }

        public RowShapley Solve()
        {
            double[] shares = new double[Players.Length], errors = new double[Players.Length];
            if (_orders is null)
                SolveExactly(shares);
            else
                Estimate(_orders, shares, errors);

            double[] values = new double[_segments.Count], standardErrors = new double[_segments.Count];
            for (int segment = 0, player = 0; segment < values.Length; segment++)
            {
                if (_segments[segment].Count > 0)
                    (values[segment], standardErrors[segment]) = (shares[player], errors[player++]);
            }

            return new(_segments, values, standardErrors, _score, Players.Length == 0 ? _score : Values[0]);
        }

        // |C|!(S−|C|−1)!/S! = 1/(S · (S−1 over |C|)).
        private void SolveExactly(double[] shares)
        {
            int players = Players.Length;
            double[] weights = new double[players];
            double choices = 1;
            for (int size = 0; size < players; size++)
            {
                weights[size] = 1 / (players * choices);
                choices = choices * (players - 1 - size) / (size + 1);
            }

            for (int coalition = 0; coalition < Values.Length; coalition++)
            {
                double weight = weights[BitOperations.PopCount((uint)coalition)];
                for (int i = 0; i < players; i++)
                {
                    int joined = coalition | (1 << i);
                    if (joined != coalition)
                        shares[i] += weight * ((joined < Values.Length ? Values[joined] : _score) - Values[coalition]);
                }
            }
        }

        // Per pair the mean of a player's gain in the order and in its reverse; mean and standard error over pairs (Welford).
        private void Estimate(int[][] orders, double[] shares, double[] errors)
        {
            int players = Players.Length, each = players - 1;
            for (int pair = 0; pair < orders.Length; pair++)
            {
                double[] gains = new double[players];
                for (int way = 0; way < 2; way++)
                {
                    int first = 1 + (((2 * pair) + way) * each);
                    for (int place = 0; place < players; place++)
                    {
                        double before = place == 0 ? Values[0] : Values[first + place - 1];
                        double after = place == each ? _score : Values[first + place];
                        gains[orders[pair][way == 0 ? place : each - place]] += (after - before) / 2;
                    }
                }

                for (int i = 0; i < players; i++)
                {
                    double distance = gains[i] - shares[i];
                    shares[i] += distance / (pair + 1);
                    errors[i] += distance * (gains[i] - shares[i]);
                }
            }

            for (int i = 0; i < players; i++)
                errors[i] = Math.Sqrt(errors[i] / ((double)orders.Length * (orders.Length - 1)));
        }

        private static int[] Order(ulong seed, uint key, uint pair, int players)
        {
            int[] order = [.. Enumerable.Range(0, players)];
            new Philox(seed, "shapley orders").Draws(key, pair).Shuffle(order.AsSpan());
            return order;
        }

        // The coalitions as an order adds its players, without the first (none) and the last (all).
        private static IEnumerable<bool[]> Grown(int[] order)
        {
            bool[] members = new bool[order.Length];
            for (int place = 0; place < order.Length - 1; place++)
            {
                members[order[place]] = true;
                yield return [.. members];
            }
        }
    }
}
