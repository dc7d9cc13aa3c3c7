using MlNetXai.Networks;

namespace MlNetXai.Explanations;

/// <summary>Asks a model, known only to score, for what a method needs.</summary>
public static class Capability
{
    /// <summary>The model as <typeparamref name="TModel"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="method">Who asks, for the message.</param>
    /// <exception cref="MissingCapabilityException">The model does not give it.</exception>
    public static TModel Require<TModel>(ILogits model, string method)
        where TModel : class, ILogits =>
        (typeof(TModel) == typeof(IPrefixLogits) ? Prefixes(model) as TModel : model as TModel)
        ?? throw new MissingCapabilityException(model.Name, method, Text(typeof(TModel)), "occlusion, which needs logits only");

    /// <summary>Explains with a model known only to score, after asking it for what the method needs.</summary>
    /// <exception cref="MissingCapabilityException">The model does not give it.</exception>
    /// <inheritdoc cref="IExplanationMethod{TModel}.Explain"/>
    public static Attribution ExplainAny<TModel>(
        this IExplanationMethod<TModel> method,
        ILogits model,
        Batch batch,
        ReadOnlySpan<int> targets,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
        where TModel : class, ILogits =>
        method.Explain(Require<TModel>(model, method.Name), batch, targets, progress, cancellation);

    /// <summary>The model as one that reads prefixes; null where it does not.</summary>
    internal static IPrefixLogits? Prefixes(ILogits model) => model is Network { HasPrefixLogits: false } ? null : model as IPrefixLogits;

    internal static string Text(Type capability) =>
        capability == typeof(ILogits) ? "logits"
        : capability == typeof(IInputGradient) ? "the gradient of a score with respect to the input"
        : capability == typeof(ILayerGradient) ? "the gradient of a score with respect to a layer's output"
        : capability == typeof(IGuidedGradient) ? "gradients guided through rectifiers"
        : capability == typeof(IRescaledGradient) ? "multipliers of the rescale rule"
        : capability == typeof(IPrefixLogits) ? "logits after every prefix of its input"
        : capability.Name;
}
