using System.Numerics.Tensors;
using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="InputTimesGradient"/>.</summary>
public sealed record InputTimesGradientOptions
{
    /// <summary>Score that is differentiated. Default logit.</summary>
    public ScoreKind Score { get; init; }
}

/// <summary>x ⊙ ∂s_c/∂x: what each value adds to the score of the model's linearisation at the row.</summary>
/// <remarks>One forward and one backward pass. Exact for a linear model without bias. Depends on where zero lies in the input: after standardisation, at the mean.
/// Source: Shrikumar, Greenside, Shcherbina and Kundaje 2016, arXiv:1605.01713.</remarks>
public sealed class InputTimesGradient(InputTimesGradientOptions? options = null) : IExplanationMethod<IInputGradient>, IDescribedMethod
{
    private readonly InputTimesGradientOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "input-x-gradient",
        Title = "Input × gradient",
        Summary = "Each value times the derivative of the target's score with respect to it.",
        Type = typeof(InputTimesGradient),
        Needs = typeof(IInputGradient),
        Cost = "1 F + 1 B",
        Passes = 2,
        Source = "Shrikumar et al. 2016, arXiv:1605.01713",
        DefaultOptions = new InputTimesGradientOptions(),
        Choices = [MethodChoice.Score<InputTimesGradientOptions>((options, score) => options with { Score = score })],
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <returns>Score, signed, <c>[row, step, channel]</c>.</returns>
    /// <inheritdoc/>
    public Attribution Explain(
        IInputGradient model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        RowGradients found = RowGradients.Of(model, batch, targets, _options.Score, Name, progress, cancellation);
        TensorPrimitives.Multiply(found.Gradient.Values, batch.Values, found.Gradient.Values);
        return found.ToAttribution(Name, found.Gradient, targets, _options.Score);
    }

    /// <summary>Plain twin: one row in double.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, int target, ScoreKind score = ScoreKind.Logit) =>
        [.. model.InputGradient(row, target, score).Gradient.Zip(row, (gradient, x) => gradient * x)];
}
