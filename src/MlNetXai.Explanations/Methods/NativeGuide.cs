using MlNetXai.Explanations.Evaluation;
using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="NativeGuide"/>.</summary>
public sealed record NativeGuideOptions
{
    /// <summary>Steps at each edge of the changed window that pass from the row to its guide, at least 0: without them the row would jump. They lie within the window; at the row's ends
    /// there are none. Default 3.</summary>
    public int CrossFadeSteps { get; init => field = Require.AtLeast(value, 0); } = 3;
}

/// <summary>Rows that a counterfactual may borrow from: training rows of known class and patient.</summary>
public sealed record CounterfactualCandidates
{
    /// <param name="rows"><c>[row, step, channel]</c>, finite, at least one.</param>
    /// <param name="labels">True class of every row, as an index into the model's classes, <c>[row]</c>.</param>
    /// <param name="patients">Patient of every row, <c>[row]</c>.</param>
    /// <exception cref="ShapeException">There are no rows, or there is not one label and patient per row.</exception>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite.</exception>
    public CounterfactualCandidates(Batch rows, IReadOnlyList<int> labels, IReadOnlyList<string> patients)
    {
        if (rows.Rows == 0 || labels.Count != rows.Rows || patients.Count != rows.Rows)
            throw new ShapeException($"There are {rows.Rows} candidates, {labels.Count} labels and {patients.Count} patients; there must be at least one candidate, with a label and a patient each.");
        rows.RequireFinite("candidates");
        (Rows, Labels, Patients) = (rows, [.. labels], [.. patients]);
    }

    private CounterfactualCandidates(CounterfactualCandidates candidates, IReadOnlyList<int> predicted) =>
        (Rows, Labels, Patients, Predicted) = (candidates.Rows, candidates.Labels, candidates.Patients, predicted);

    /// <summary>The rows, <c>[row, step, channel]</c>.</summary>
    public Batch Rows { get; }

    /// <summary>True class of every row.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Patient of every row.</summary>
    public IReadOnlyList<string> Patients { get; }

    /// <summary>Class predicted for every row, where it is known already; null: it is predicted when it is needed.</summary>
    internal IReadOnlyList<int>? Predicted { get; }

    /// <summary>The same rows with a model's predictions, which saves predicting them for every batch; for that model only.</summary>
    /// <param name="model">The model whose rows will be explained.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    /// <exception cref="ShapeException">The rows do not fit the model, or a label is no class of it.</exception>
    public CounterfactualCandidates PredictedBy(ILogits model, CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, Rows, [.. Labels], "candidates");
        return new(this, TargetScores.Predicted(model, Rows, cancellation: cancellation));
    }

    /// <summary>At most so many of these rows, equally many of every class and within a class from all patients in turn.</summary>
    /// <param name="count">Rows wanted, at least 1.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="seed">Seed of the drawing.</param>
    public CounterfactualCandidates Draw(int count, int classCount, ulong seed)
    {
        Require.AtLeast(count, 1, nameof(count));
        if (count >= Rows.Rows)
            return this;
        int[] drawn = RowSelection.Draw([.. Enumerable.Range(0, Rows.Rows)], Labels, Patients, classCount, count, seed);
        return new(Rows.Gather(drawn), [.. drawn.Select(row => Labels[row])], [.. drawn.Select(row => Patients[row])]);
    }
}

/// <summary>What a row would have to look like for another class, and how little of it changed.</summary>
public sealed record Counterfactual
{
    /// <summary>Class predicted for the row.</summary>
    public required int Class { get; init; }

    /// <summary>Class predicted for the changed row; the same where none was found.</summary>
    public required int NewClass { get; init; }

    /// <summary>Candidate that the window was copied from; −1: there was none of another class and patient, and the row is unchanged.</summary>
    public required int Guide { get; init; }

    /// <summary>First step of the changed window; −1 where none was found.</summary>
    public required int Start { get; init; }

    /// <summary>Steps of the changed window; 0 where none was found.</summary>
    public required int Length { get; init; }

    /// <summary>Probability of <see cref="Class"/> for the row.</summary>
    public required double ProbabilityBefore { get; init; }

    /// <summary>Probability of <see cref="Class"/> for the changed row.</summary>
    public required double ProbabilityAfter { get; init; }

    /// <summary>Σ|x′ − x| over all steps and channels, in the input's unit.</summary>
    public required double Change { get; init; }

    /// <summary>Euclidean distance of the changed row to its nearest candidate of another patient; null where there is none.</summary>
    public required double? Distance { get; init; }

    /// <summary>The same distance of the row itself: what is usual for a real row.</summary>
    public required double? RealDistance { get; init; }

    /// <summary>Whether one was found.</summary>
    public bool IsFound => Length > 0;
}

/// <summary>Counterfactuals of the rows of a batch.</summary>
/// <param name="Values">The changed rows, <c>[row, step, channel]</c>; where none was found the row itself.</param>
/// <param name="Rows">What became of each row.</param>
public sealed record Counterfactuals(Batch Values, IReadOnlyList<Counterfactual> Rows);

/// <summary>Native-guide counterfactuals: the shortest window of a similar real row of another class that changes the prediction when copied in.</summary>
/// <remarks>
/// Guide of a row: the nearest candidate (Euclid) that is predicted as it is labelled, is of another class than the one predicted for the row, and of another patient. For length
/// ℓ = 1, 2, … the window of ℓ steps with the largest Σ|guide map| is copied into the row, its edges cross-faded, until the predicted class changes. The guide map explains the guide's
/// own class (Grad-CAM, Integrated Gradients, any attribution). The whole guide always changes the class, so a counterfactual is found wherever there is a guide.
/// Source: Delaney, Greene and Keane 2021, arXiv:2009.13211 (stops at a probability below ½; other patient and cross-fade: ours, docs/methods/counterfactuals.md).
/// </remarks>
public sealed class NativeGuide(NativeGuideOptions? options = null) : IDescribedMethod
{
    private const int Lengths = 32;

    private readonly NativeGuideOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "native-guide",
        Title = "Native-guide counterfactual",
        Summary = "What a row would have to look like for another class: the shortest window copied from a similar real row.",
        Type = typeof(NativeGuide),
        Needs = typeof(ILogits),
        Cost = "ℓ F, ℓ steps changed, and one explanation of the guide",
        Passes = 110,
        Source = "Delaney et al. 2021, arXiv:2009.13211",
        DefaultOptions = new NativeGuideOptions(),
        Remark = "A result of its own: it has no salience and takes no part in measures of attributions. It needs training rows of known class and patient.",
    };

    /// <summary>Finds a counterfactual for every row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch"><c>[row, step, channel]</c>; the result of a row does not depend on the others.</param>
    /// <param name="candidates">Rows that may serve as guides.</param>
    /// <param name="guideMap">Method whose magnitude, for the guide and its class, says which of its steps matter; e.g. Integrated Gradients, Grad-CAM, occlusion.</param>
    /// <param name="patients">Patient of every row, whose own rows are no guides, <c>[row]</c>; null: unknown, every candidate counts as another patient's.</param>
    /// <param name="progress">Hears of progress in rows, or null.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <exception cref="ShapeException">Batch or candidates do not fit the model, patients the batch, or a candidate's label is no class of the model.</exception>
    /// <exception cref="MlNetXaiException">A score or an attribution is NaN or infinite.</exception>
    public Counterfactuals Explain<TModel>(
        TModel model,
        Batch batch,
        CounterfactualCandidates candidates,
        IExplanationMethod<TModel> guideMap,
        IReadOnlyList<string>? patients = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
        where TModel : ILogits
    {
        Pool pool = new(model, candidates, cancellation);
        TargetScores.RequireFits(model, batch);
        batch.RequireFinite($"{Description.Name}, input");
        if (patients is not null && patients.Count != batch.Rows)
            throw new ShapeException($"There are {patients.Count} patients, but the batch has {batch.Rows} rows.");

        int[] predicted = TargetScores.Predicted(model, batch, cancellation: cancellation);
        double[] before = TargetScores.Of(model, batch, predicted, ScoreKind.Probability, Description.Name);
        int[] guides = [.. Enumerable.Range(0, batch.Rows).Select(row => pool.Guide(batch.Row(row), predicted[row], patients?[row]))];
        Dictionary<int, double[]> maps = Maps(model, guideMap, pool, [.. guides.Where(guide => guide >= 0).Distinct()], cancellation);
        Batch values = batch.Gather([.. Enumerable.Range(0, batch.Rows)]);
        Counterfactual[] rows = new Counterfactual[batch.Rows];
        for (int row = 0; row < rows.Length; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            (int start, int length) = guides[row] < 0 ? (-1, 0) : Change(model, batch, row, predicted[row], candidates.Rows.Row(guides[row]), maps[guides[row]], values.Row(row));
            Batch own = values.Slice(row, 1);
            rows[row] = new()
            {
                Class = predicted[row],
                NewClass = TargetScores.Predicted(model, own, cancellation: cancellation)[0],
                Guide = guides[row],
                Start = start,
                Length = length,
                ProbabilityBefore = before[row],
                ProbabilityAfter = TargetScores.Of(model, own, [predicted[row]], ScoreKind.Probability, Description.Name, row)[0],
                Change = System.Numerics.Tensors.TensorPrimitives.SumOfMagnitudes<float>(Difference(own.Row(0), batch.Row(row))),
                Distance = pool.Nearest(own.Row(0), patients?[row]),
                RealDistance = pool.Nearest(batch.Row(row), patients?[row]),
            };
            progress?.Report(new($"explain {Description.Name}", row + 1, rows.Length));
        }

        return new(values, rows);
    }

    private static Dictionary<int, double[]> Maps<TModel>(TModel model, IExplanationMethod<TModel> method, Pool pool, int[] guides, CancellationToken cancellation)
        where TModel : ILogits
    {
        Batch values = method.Explain(model, pool.Candidates.Rows.Gather(guides), [.. guides.Select(guide => pool.Candidates.Labels[guide])], null, cancellation).Values;
        return guides.Select((guide, index) => (guide, Map: Magnitudes(values.Row(index), values.Channels))).ToDictionary(pair => pair.guide, pair => pair.Map);

        static double[] Magnitudes(ReadOnlySpan<float> row, int channels)
        {
            double[] steps = new double[row.Length / channels];
            for (int i = 0; i < row.Length; i++)
                steps[i / channels] += Math.Abs(row[i]);
            return steps;
        }
    }

    // The shortest window that changes the class, its changed row written.
    private (int Start, int Length) Change<TModel>(TModel model, Batch batch, int row, int predicted, ReadOnlySpan<float> guide, double[] map, Span<float> changed)
        where TModel : ILogits
    {
        int[] starts = Windows(map);
        int classes = model.Classes.Count;
        float[] logits = new float[Lengths * classes];
        for (int shortest = 1; shortest <= starts.Length; shortest += Lengths)
        {
            int count = Math.Min(Lengths, starts.Length - shortest + 1);
            Batch tried = batch.Gather([.. Enumerable.Repeat(row, count)]);
            for (int i = 0; i < count; i++)
                Copy(guide, starts[shortest + i - 1], shortest + i, batch.Channels, tried.Row(i));
            model.Logits(tried, logits.AsSpan(0, count * classes));
            for (int i = 0; i < count; i++)
            {
                if (TargetScores.MostLikely(logits.AsSpan(i * classes, classes)) == predicted)
                    continue;
                tried.Row(i).CopyTo(changed);
                return (starts[shortest + i - 1], shortest + i);
            }
        }

        return (-1, 0);
    }

    /// <summary>First step of the window with the largest sum, for every length 1 … T; the first of equals.</summary>
    internal static int[] Windows(double[] map)
    {
        double[] sums = new double[map.Length + 1];
        for (int step = 0; step < map.Length; step++)
            sums[step + 1] = sums[step] + map[step];
        int[] starts = new int[map.Length];
        for (int length = 1; length <= map.Length; length++)
        {
            int best = 0;
            for (int start = 1; start + length <= map.Length; start++)
            {
                if (sums[start + length] - sums[start] > sums[best + length] - sums[best])
                    best = start;
            }

            starts[length - 1] = best;
        }

        return starts;
    }

    // Weight of the guide: rises over the fading steps as k/(f + 1), k = 1 … f, and falls so at the other edge; 1 towards the row's own ends.
    private void Copy(ReadOnlySpan<float> guide, int start, int length, int channels, Span<float> row)
    {
        int steps = row.Length / channels, end = start + length;
        double fade = _options.CrossFadeSteps + 1;
        for (int step = start; step < end; step++)
        {
            double rise = start == 0 ? 1 : (step - start + 1) / fade, fall = end == steps ? 1 : (end - step) / fade;
            double weight = Math.Min(1, Math.Min(rise, fall));
            for (int cell = step * channels; cell < (step + 1) * channels; cell++)
                row[cell] = weight == 1 ? guide[cell] : (float)(row[cell] + (weight * (guide[cell] - row[cell])));
        }
    }

    private static float[] Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float[] difference = new float[a.Length];
        System.Numerics.Tensors.TensorPrimitives.Subtract(a, b, difference);
        return difference;
    }

    /// <summary>Candidates with what the model predicts for them.</summary>
    private sealed class Pool
    {
        private readonly IReadOnlyList<int> _predicted;

        public Pool(ILogits model, CounterfactualCandidates candidates, CancellationToken cancellation)
        {
            Candidates = candidates.Predicted is null ? candidates.PredictedBy(model, cancellation) : candidates;
            _predicted = Candidates.Predicted!;
        }

        public CounterfactualCandidates Candidates { get; }

        /// <summary>Nearest row predicted as labelled, of another class and patient; the first of equals; −1 where there is none.</summary>
        public int Guide(ReadOnlySpan<float> row, int predicted, string? patient) =>
            Closest(row, candidate => _predicted[candidate] == Candidates.Labels[candidate] && _predicted[candidate] != predicted, patient).Index;

        /// <summary>Distance to the nearest row of another patient; null where there is none.</summary>
        public double? Nearest(ReadOnlySpan<float> row, string? patient) => Closest(row, _ => true, patient) is { Index: >= 0 } found ? found.Distance : null;

        private (int Index, double Distance) Closest(ReadOnlySpan<float> row, Func<int, bool> allowed, string? patient)
        {
            (int index, double distance) = (-1, double.PositiveInfinity);
            for (int candidate = 0; candidate < _predicted.Count; candidate++)
            {
                if (!allowed(candidate) || string.Equals(Candidates.Patients[candidate], patient, StringComparison.Ordinal))
                    continue;
                double own = System.Numerics.Tensors.TensorPrimitives.Distance(Candidates.Rows.Row(candidate), row);
                if (own < distance)
                    (index, distance) = (candidate, own);
            }

            return (index, distance);
        }
    }
}
