using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="Saliency"/>.</summary>
public sealed record SaliencyOptions
{
    /// <summary>Score that is differentiated. Default logit.</summary>
    public ScoreKind Score { get; init; }
}

/// <summary>Input derivative ∂s_c/∂x: how the target's score answers to a small change of each value.</summary>
/// <remarks>One forward and one backward pass. Signed; study A draws and ranks its magnitude scaled to 0–1.
/// Source: Simonyan, Vedaldi and Zisserman 2013, arXiv:1312.6034; study A, section 3.2.</remarks>
public sealed class Saliency(SaliencyOptions? options = null) : IExplanationMethod<IInputGradient>, IDescribedMethod
{
    private const int BlockRows = 512;

    // Above this probability its own derivative p(1 − p) is lost in single precision.
    private const double SaturatedLogProbability = -1e-7;

    private readonly SaliencyOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "input-derivative",
        Title = "Input derivative",
        Summary = "Derivative of the target's score with respect to each input value.",
        Type = typeof(Saliency),
        Needs = typeof(IInputGradient),
        Cost = "1 F + 1 B",
        Source = "Simonyan et al. 2013, arXiv:1312.6034; study A §3.2",
        DefaultOptions = new SaliencyOptions(),
        Salience = SalienceView.Magnitude,
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <returns>Score per input unit, signed, <c>[row, step, channel]</c>.</returns>
    /// <inheritdoc/>
    public Attribution Explain(
        IInputGradient model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        Batch gradient = batch.Blank();
        float[] scores = new float[batch.Rows];
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(BlockRows, batch.Rows - start);
            model.InputGradient(batch.Slice(start, rows), targets.Slice(start, rows), _options.Score, scores.AsSpan(start, rows), gradient.Slice(start, rows).Values);
            progress?.Report(new($"explain {Name}", start + rows, batch.Rows));
        }

        for (int row = 0; row < scores.Length; row++)
            TargetScores.RequireFinite(scores[row], Name, row);
        PaddedSteps.Clear(gradient);
        gradient.RequireFinite(Name);
        return new()
        {
            Method = Name,
            Values = gradient,
            Targets = targets.ToArray(),
            Score = _options.Score,
            Diagnostics = new Dictionary<string, double[]> { ["score"] = [.. scores.Select(score => (double)score)] },
            Notes = Saturated(scores) is var count and > 0
                ? [$"{count} of {batch.Rows} rows have a probability above 1 − 1e-7, whose derivative is lost in rounding: explain the logit instead."]
                : [],
        };
    }

    /// <summary>Plain twin: one row in double.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, int target, ScoreKind score = ScoreKind.Logit) => model.InputGradient(row, target, score).Gradient;

    private int Saturated(float[] scores) => _options.Score switch
    {
        ScoreKind.Probability => scores.Count(score => score > 1 - 1e-7),
        ScoreKind.LogProbability => scores.Count(score => score > SaturatedLogProbability),
        _ => 0,
    };
}
