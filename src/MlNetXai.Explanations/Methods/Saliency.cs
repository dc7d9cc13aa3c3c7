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
        Passes = 2,
        Source = "Simonyan et al. 2013, arXiv:1312.6034; study A §3.2",
        DefaultOptions = new SaliencyOptions(),
        Choices = [MethodChoice.Score<SaliencyOptions>((options, score) => options with { Score = score })],
        Salience = SalienceView.Magnitude,
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <returns>Score per input unit, signed, <c>[row, step, channel]</c>.</returns>
    /// <inheritdoc/>
    public Attribution Explain(
        IInputGradient model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        RowGradients found = RowGradients.Of(model, batch, targets, _options.Score, Name, progress, cancellation);
        return found.ToAttribution(Name, found.Gradient, targets, _options.Score);
    }

    /// <summary>Plain twin: one row in double.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, int target, ScoreKind score = ScoreKind.Logit) => model.InputGradient(row, target, score).Gradient;
}
