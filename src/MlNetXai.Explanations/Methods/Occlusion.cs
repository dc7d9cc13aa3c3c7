using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="Occlusion"/>.</summary>
public sealed record OcclusionOptions
{
    /// <summary>Windows and how their scores are combined. Default study A with a width of 25 steps.</summary>
    public OcclusionWindows Windows { get; init; } = OcclusionWindows.StudyA(25);

    /// <summary>What the window is set to (k of the paper). Default 0; study A also uses 0.5 and the mean.</summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>Score that is watched. Default logit.</summary>
    public ScoreKind Score { get; init; }

    /// <summary>Study A's value is the sum of the visible runs' scores, which is large and nearly constant; true gives the affinely related mean drop of the score instead, whose
    /// scaling to 0–1 is the same. Captum's windows give the mean drop anyway. Default false.</summary>
    public bool MeanDrop { get; init; }
}

/// <summary>Occlusion: the score when a window of the input is replaced by a constant, for windows all along the row.</summary>
/// <remarks>Study A: T + w − 1 forward passes of a row; where the model keeps the state of every prefix, each run starts at its window, which about halves that and gives the same
/// bits. Source: study A, section 3.2 (our reading of its windows: docs/methods/study-a.md); Zeiler and Fergus 2014; preset <see cref="OcclusionWindows.Captum"/>: Captum 0.8.0.</remarks>
public sealed class Occlusion(OcclusionOptions? options = null) : IExplanationMethod<ILogits>, IDescribedMethod
{
    private readonly OcclusionOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "occlusion",
        Title = "Occlusion",
        Summary = "Score when a window of the input is replaced by a constant; high where the score suffers.",
        Type = typeof(Occlusion),
        Needs = typeof(ILogits),
        Cost = "(T + w − 1) F; about half of it on a network that keeps the state of every prefix",
        Passes = 240,
        Source = "study A §3.2; Captum 0.8.0 (preset)",
        DefaultOptions = new OcclusionOptions(),
        Choices =
        [
            MethodChoice.Of<OcclusionOptions, OcclusionWindows>("windows", Windows, (options, windows) => options with { Windows = windows }),
            MethodChoice.Baseline<OcclusionOptions>((options, baseline) => options with { Baseline = baseline }),
            MethodChoice.Score<OcclusionOptions>((options, score) => options with { Score = score }),
        ],
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <summary>Rows that run together; the result does not depend on it.</summary>
    internal int BlockRows { get; init; } = 256;

    /// <returns>Values that are high where the input matters, in units of the score: <c>[row, step, 1]</c>, or <c>[row, step, channel]</c> where windows cover a part of the channels.</returns>
    /// <inheritdoc/>
    public Attribution Explain(
        ILogits model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        _ = _options.Windows.Over(batch.Shape);   // windows that the shape has no room for
        Batch replacement = _options.Baseline.For(batch, targets);
        Batch values = batch.Blank(_options.Windows.AllChannels ? 1 : batch.Channels);
        double[] before = TargetScores.Of(model, batch, targets, _options.Score, Name);
        int[] classes = targets.ToArray();
        int done = 0;

        // Windows lie where a row holds data: rows of one length run together.
        foreach (IGrouping<int, int> group in Enumerable.Range(0, batch.Rows).GroupBy(batch.LengthOf))
        {
            IReadOnlyList<OcclusionWindow> windows = _options.Windows.Over(batch.Shape with { Steps = group.Key });
            foreach (int[] rows in group.Chunk(BlockRows))
            {
                Block block = new(batch.Gather(rows), replacement.Gather(rows), [.. rows.Select(row => classes[row])], rows, done);
                double[] scores = Scores(model, block, windows, batch.Rows, progress, cancellation);
                for (int i = 0; i < rows.Length; i++)
                {
                    Span<float> own = values.Row(rows[i])[..(group.Key * values.Channels)];
                    Combine(windows, before[rows[i]], scores.AsSpan(i * windows.Count, windows.Count), values.Channels, own);
                }

                done += rows.Length;
            }
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

    /// <summary>Plain twin: one row in double.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, double[] replacement, int target, OcclusionWindows windows, ScoreKind score = ScoreKind.Logit)
    {
        RowShape shape = model.Network.InputShape;
        double before = model.ScoreOf(model.Logits(row), target, score), total = 0;
        double[] covering = new double[shape.Length], counts = new double[shape.Length];
        foreach (OcclusionWindow window in windows.Over(shape))
        {
            int[] cells = [.. window.Steps.SelectMany(step => Enumerable.Range((step * shape.Channels) + window.FirstChannel, window.ChannelCount))];
            double[] occluded = [.. row];
            foreach (int cell in cells)
                occluded[cell] = replacement[cell];
            double occludedScore = model.ScoreOf(model.Logits(occluded), target, score);
            total += occludedScore;
            foreach (int cell in cells)
            {
                covering[cell] += occludedScore;
                counts[cell]++;
            }
        }

        return
        [
            .. Enumerable.Range(0, shape.Length)
                .Where(cell => !windows.AllChannels || cell % shape.Channels == 0)
                .Select(cell => windows.SumsVisibleRuns ? total - covering[cell] : before - (covering[cell] / counts[cell])),
        ];
    }

    // The widths of study A, and Captum's windows at its usual width.
    private static IEnumerable<(string, OcclusionWindows)> Windows(ChoiceData data)
    {
        int steps = data.Network.InputShape.Steps;
        int[] widths = [2, 5, 10, 15, 20, 25, 50];
        return widths.Where(width => width <= steps).Select(width => OcclusionWindows.StudyA(width)).Append(OcclusionWindows.Captum(Math.Min(25, steps))).Select(windows => (windows.Name, windows));
    }

    /// <summary>Score of every run: <c>[row, window]</c>.</summary>
    private double[] Scores(ILogits model, Block block, IReadOnlyList<OcclusionWindow> windows, int total, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        int rows = block.Rows.Rows, steps = block.Rows.Steps, channels = block.Rows.Channels, classes = model.Classes.Count;
        double[] scores = new double[rows * windows.Count];
        float[] logits = new float[rows * classes];
        float[] memory = new float[rows * block.Rows.Shape.Length];
        IPrefixStates? states = Capability.Prefixes(model)?.RunPrefixes(block.Rows);
        for (int index = 0; index < windows.Count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            OcclusionWindow window = windows[index];
            int from = states is null ? 0 : window.Steps[0];
            Batch suffixes = new(rows, steps - from, channels, memory.AsMemory(0, rows * (steps - from) * channels), from == 0 ? block.Rows.Lengths : default);
            for (int row = 0; row < rows; row++)
                Occlude(window, from, block.Rows.Shape, block.Rows.Row(row), block.Replacement.Row(row), suffixes.Row(row));
            if (from > 0)
                states!.Logits(from, suffixes, logits);
            else
                model.Logits(suffixes, logits);

            for (int row = 0; row < rows; row++)
            {
                double score = TargetScores.Of(logits.AsSpan(row * classes, classes), block.Targets[row], _options.Score, model.Output);
                scores[(row * windows.Count) + index] = TargetScores.RequireFinite(score, Name, block.Numbers[row]);
            }

            progress?.Report(new($"explain {Name}", block.Done + ((long)rows * (index + 1) / windows.Count), total));
        }

        return scores;
    }

    private static void Occlude(OcclusionWindow window, int from, RowShape shape, ReadOnlySpan<float> row, ReadOnlySpan<float> replacement, Span<float> suffix)
    {
        int offset = from * shape.Channels;
        row[offset..].CopyTo(suffix);
        foreach (int step in window.Steps)
        {
            int first = (step * shape.Channels) + window.FirstChannel;
            replacement.Slice(first, window.ChannelCount).CopyTo(suffix[(first - offset)..]);
        }
    }

    /// <summary>From the scores of one row's runs <c>[window]</c> to its values <c>[step, channel]</c>.</summary>
    private void Combine(IReadOnlyList<OcclusionWindow> windows, double before, ReadOnlySpan<double> scores, int channels, Span<float> values)
    {
        double[] covering = new double[values.Length];
        int[] counts = new int[values.Length];
        double total = 0;
        for (int index = 0; index < windows.Count; index++)
        {
            OcclusionWindow window = windows[index];
            total += scores[index];
            (int firstChannel, int channelCount) = _options.Windows.AllChannels ? (0, 1) : (window.FirstChannel, window.ChannelCount);
            foreach (int step in window.Steps)
            {
                for (int element = (step * channels) + firstChannel, end = element + channelCount; element < end; element++)
                {
                    covering[element] += scores[index];
                    counts[element]++;
                }
            }
        }

        // Study A's degenerate rule: differences of rounding only (everything already equals k) must not be scaled up to a picture.
        if (_options.Windows.SumsVisibleRuns && covering.Max() - covering.Min() < 1e-9 * Math.Abs(total))
            covering.AsSpan().Fill(covering.Average());

        // Study A: v = S − Σ over the runs that cover the element, the sum of those in which it stays visible.
        bool visible = _options.Windows.SumsVisibleRuns && !_options.MeanDrop;
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(visible ? total - covering[i] : before - (covering[i] / counts[i]));
    }

    /// <param name="Rows">Rows that run together, all of one length.</param>
    /// <param name="Replacement">Their baselines.</param>
    /// <param name="Targets">Their classes.</param>
    /// <param name="Numbers">Their places in the batch.</param>
    /// <param name="Done">Rows explained before.</param>
    private sealed record Block(Batch Rows, Batch Replacement, int[] Targets, int[] Numbers, int Done);
}
