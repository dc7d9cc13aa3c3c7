using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="GuidedBackprop"/>.</summary>
public sealed record GuidedBackpropOptions
{
    /// <summary>Score that is differentiated. Default logit.</summary>
    public ScoreKind Score { get; init; }
}

/// <summary>Guided backpropagation: the input derivative in which every rectifier hands back positive gradients only.</summary>
/// <remarks>R_in = 1{z &gt; 0}·max(R_out, 0) at each ReLU. One forward and one backward pass; networks of rectifiers only. Its maps hardly change when a network's weights are made random
/// (Adebayo et al. 2018, arXiv:1810.03292): they show the input's edges rather than the network's reasons. Source: Springenberg, Dosovitskiy, Brox and Riedmiller 2015, arXiv:1412.6806.</remarks>
public sealed class GuidedBackprop(GuidedBackpropOptions? options = null) : IExplanationMethod<IGuidedGradient>, IDescribedMethod
{
    private readonly GuidedBackpropOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "guided-backprop",
        Title = "Guided backpropagation",
        Summary = "Derivative of the target's score in which rectifiers hand back positive gradients only.",
        Type = typeof(GuidedBackprop),
        Needs = typeof(IGuidedGradient),
        Cost = "1 F + 1 B",
        Passes = 2,
        Source = "Springenberg et al. 2015, arXiv:1412.6806",
        DefaultOptions = new GuidedBackpropOptions(),
        Choices = [MethodChoice.Score<GuidedBackpropOptions>((options, score) => options with { Score = score })],
        LayersText = "no nonlinearity but ReLU and maxima",
        HasLayers = model => model is not Network { HasGuidedGradient: false },
        Salience = SalienceView.Magnitude,
        Remark = "Known to fail the parameter-randomisation check.",
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <returns>Score per input unit, signed, <c>[row, step, channel]</c>.</returns>
    /// <exception cref="MissingCapabilityException">A nonlinearity of the model is no rectifier; the layer is named.</exception>
    /// <inheritdoc/>
    public Attribution Explain(
        IGuidedGradient model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        RowGradients found = RowGradients.Of(new Guided(model), batch, targets, _options.Score, Name, progress, cancellation);
        return found.ToAttribution(Name, found.Gradient, targets, _options.Score);
    }

    /// <summary>Plain twin: one row in double.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, int target) =>
        model.HandBack(row, target, (layer, z, reached, gradient) =>
            layer.Layer is Networks.Layers.Relu ? [.. z.Zip(reached, (own, r) => own > 0 ? Math.Max(r, 0) : 0)] : gradient);

    /// <summary>A model whose gradient is the guided one.</summary>
    private sealed class Guided(IGuidedGradient model) : IInputGradient
    {
        public string Name => model.Name;

        public RowShape InputShape => model.InputShape;

        public IReadOnlyList<string> Classes => model.Classes;

        public OutputActivation Output => model.Output;

        public void Logits(Batch batch, Span<float> logits) => model.Logits(batch, logits);

        public void InputGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, Span<float> scores, Span<float> gradient) =>
            model.GuidedGradient(batch, targets, score, scores, gradient);
    }
}
