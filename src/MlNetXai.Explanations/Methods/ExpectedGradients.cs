using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="ExpectedGradients"/>.</summary>
public sealed record ExpectedGradientsOptions
{
    /// <summary>Rows that paths start from, mostly some hundred of the training part (<see cref="BackgroundRows.Draw"/>). Default a single row of zeros.</summary>
    public BackgroundRows Background { get; init; } = BackgroundRows.Zero;

    /// <summary>Draws per row, at least 1. Default 200.</summary>
    public int Samples { get; init => field = Require.AtLeast(value, 1); } = 200;

    /// <summary>Score that is explained. Default logit.</summary>
    public ScoreKind Score { get; init; }

    /// <summary>Seed of the draws. Default 0.</summary>
    public ulong Seed { get; init; }
}

/// <summary>Expected gradients (GradientSHAP): Integrated Gradients over a background of baselines, both the baseline and the place on its path drawn.</summary>
/// <remarks>A = mean over draws j of (x − b_j) ⊙ ∂s_c/∂x at b_j + u_j(x − b_j), b_j a background row drawn with replacement, u_j uniform in [0, 1), both shared by all values of a draw.
/// Σ A nears s(x) − mean s(b) only as draws grow: the gap is reported. Sources: Erion et al. 2021, arXiv:1906.10670; Lundberg and Lee 2017, arXiv:1705.07874.</remarks>
public sealed class ExpectedGradients(ExpectedGradientsOptions? options = null) : IExplanationMethod<IInputGradient>, IDescribedMethod
{
    private readonly ExpectedGradientsOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "expected-gradients",
        Title = "Expected gradients",
        Summary = "Integrated Gradients averaged over baselines drawn from a background of rows.",
        Type = typeof(ExpectedGradients),
        Needs = typeof(IInputGradient),
        Cost = "200 (F + B) + 1 F",
        Passes = 401,
        Source = "Erion et al. 2021, arXiv:1906.10670; Lundberg and Lee 2017, arXiv:1705.07874",
        DefaultOptions = new ExpectedGradientsOptions(),
        Choices =
        [
            MethodChoice.Of<ExpectedGradientsOptions, BackgroundRows>("background", Backgrounds, (options, background) => options with { Background = background }),
            MethodChoice.Of("samples", [50, 200, 800], (ExpectedGradientsOptions options, int samples) => options with { Samples = samples }),
            MethodChoice.Score<ExpectedGradientsOptions>((options, score) => options with { Score = score }),
            MethodChoice.Seed<ExpectedGradientsOptions>((options, seed) => options with { Seed = seed }),
        ],
        Remark = "Give it rows of the training part as background.",
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <summary>Rows that run together; the result does not depend on it.</summary>
    internal int BlockRows { get; init; } = 64;

    /// <summary>Background row and place on its path by row and sample, where they are not to be drawn.</summary>
    internal Func<int, int, (int Background, double Coefficient)>? Draws { get; init; }

    /// <remarks>Draws are keyed by the rows' values: <see cref="RowKeys.Of"/>.</remarks>
    /// <inheritdoc cref="Explain(IInputGradient, Batch, ReadOnlySpan{int}, ReadOnlySpan{uint}, IProgress{ProgressReport}?, CancellationToken)"/>
    public Attribution Explain(
        IInputGradient model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default) =>
        Explain(model, batch, targets, RowKeys.Of(batch), progress, cancellation);

    /// <summary>Explains the target class of every row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch"><c>[row, step, channel]</c>; the result of a row does not depend on the others.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="rowKeys">Names of the rows, <c>[row]</c>: the same key makes the same draws in any batch.</param>
    /// <param name="progress">Hears of progress in rows, or null.</param>
    /// <param name="cancellation">Stops between passes.</param>
    /// <returns>Score, signed, <c>[row, step, channel]</c>. Diagnostics per row: "score", "score-background" (mean over the whole background), "completeness-error"
    /// (Σ A − (s(x) − mean s(b))).</returns>
    /// <exception cref="ShapeException">The batch does not fit the model, the background the batch, or the targets or keys the batch.</exception>
    /// <exception cref="MlNetXaiException">A score or gradient is NaN or infinite; the row is named.</exception>
    public Attribution Explain(
        IInputGradient model,
        Batch batch,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<uint> rowKeys,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        Require.Length(rowKeys, batch.Rows);
        Batch background = _options.Background.For(batch.Shape), values = batch.Blank();
        double[] backgroundScores = BackgroundScores(model, background, targets), scores = new double[batch.Rows], errors = new double[batch.Rows];
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            int first = start, rows = Math.Min(BlockRows, batch.Rows - start), length = batch.Shape.Length, done = 0;
            Batch block = batch.Slice(start, rows);
            uint[] keys = rowKeys.Slice(start, rows).ToArray();
            TargetScores.Of(model, block, targets.Slice(start, rows), _options.Score, Name, start).CopyTo(scores, start);

            Philox random = new(_options.Seed, Description.Name);
            (int Background, double Coefficient) Draw(int row, int sample) => Draws?.Invoke(first + row, sample)
                ?? ((int)(random.Uniform(keys[row], (uint)sample, 1) * background.Rows), random.Uniform(keys[row], (uint)sample));

            double[] sums = new double[rows * length];
            new PointGradients(model, _options.Score, Name).Run(
                block,
                targets.Slice(start, rows),
                row => first + row,
                _options.Samples,
                (row, sample, x) =>
                {
                    (int drawn, double u) = Draw(row, sample);
                    ReadOnlySpan<float> to = block.Row(row), from = background.Row(drawn);
                    for (int i = 0; i < x.Length; i++)
                        x[i] = (float)(from[i] + (u * ((double)to[i] - from[i])));
                },
                (row, sample, _, gradient) =>
                {
                    ReadOnlySpan<float> to = block.Row(row), from = background.Row(Draw(row, sample).Background);
                    Span<double> sum = sums.AsSpan(row * length, length);
                    for (int i = 0; i < sum.Length; i++)
                        sum[i] += ((double)to[i] - from[i]) * gradient[i];
                },
                count => progress?.Report(new($"explain {Name}", first + ((done += count) / _options.Samples), batch.Rows)),
                cancellation);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<double> sum = sums.AsSpan(row * length, length);
                double whole = 0;
                for (int i = 0; i < length; i++)
                {
                    values.Row(start + row)[i] = (float)(sum[i] / _options.Samples);
                    whole += sum[i] / _options.Samples;
                }

                errors[start + row] = whole - (scores[start + row] - backgroundScores[start + row]);
            }
        }

        PaddedSteps.Clear(values);

        return new()
        {
            Method = Name,
            Values = values,
            Targets = targets.ToArray(),
            Score = _options.Score,
            Diagnostics = new Dictionary<string, double[]> { ["score"] = scores, ["score-background"] = backgroundScores, ["completeness-error"] = errors },
            Notes = Saturation.Notes(scores, _options.Score),
        };
    }

    /// <summary>Plain twin: what each draw says of one row, in double, <c>[draw][cell]</c>; the attribution is their mean.</summary>
    internal static double[][] Reference(ReferenceNetwork model, double[] row, int target, IReadOnlyList<(double[] Background, double Coefficient)> draws, ScoreKind score = ScoreKind.Logit) =>
    [
        .. draws.Select(draw =>
        {
            double[] point = [.. row.Zip(draw.Background, (x, b) => b + (draw.Coefficient * (x - b)))];
            double[] gradient = model.InputGradient(point, target, score).Gradient;
            return gradient.Select((g, i) => (row[i] - draw.Background[i]) * g).ToArray();
        }),
    ];

    // For each row, the mean score of its target over the background.
    private static IEnumerable<(string, BackgroundRows)> Backgrounds(ChoiceData data)
    {
        yield return ("zero", BackgroundRows.Zero);
        if (data.Training is not { Rows: > 0 } training)
            yield break;
        yield return ("training-100", BackgroundRows.Draw(training));
        yield return ("training-100-drawn-again", BackgroundRows.Draw(training, seed: 1));
        if (training.Rows > 100)
            yield return ("training-500", BackgroundRows.Draw(training, 500));
    }

    private double[] BackgroundScores(IInputGradient model, Batch background, ReadOnlySpan<int> targets)
    {
        Dictionary<int, double> byClass = [];
        double[] scores = new double[targets.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            int target = targets[row];
            if (!byClass.TryGetValue(target, out double mean))
                byClass[target] = mean = TargetScores.Of(model, background, [.. Enumerable.Repeat(target, background.Rows)], _options.Score, $"{Name}, background").Average();
            scores[row] = mean;
        }

        return scores;
    }
}
