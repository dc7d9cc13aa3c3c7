using Microsoft.ML;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

/// <summary>Explanation methods as estimators: <c>mlContext.Transforms.Explain</c>.</summary>
/// <remarks>Every method has three forms: behind a network in one chain (the network is found through the score column), with a network given, and, where the method needs
/// scores only, with any fitted transformer.</remarks>
/// <example>
/// <code>
/// ExplainCatalog explain = mlContext.Transforms.Explain;
/// ExplanationEstimator[] methods =
/// [
///     explain.Saliency(network, "Derivative"),
///     explain.Occlusion(network, "Occlusion"),
///     explain.LearnedMask(network, "Mask", options: new() { Iterations = 20 }),
///     explain.TemporalOutputScore(network, "Prefixes"),
///     explain.Method(network, "input-derivative", "ByName", options: new SaliencyOptions { Score = ScoreKind.Probability }),
/// ];
/// foreach (ExplanationEstimator method in methods)
///     beats = method.Fit(beats).Transform(beats);
/// </code>
/// </example>
public sealed partial class ExplainCatalog
{
    internal ExplainCatalog()
    {
    }

    /// <summary>Any method by its name, of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="methodName">Name as in the command line, e.g. "occlusion".</param>
    /// <param name="outputColumnName">Made: the method's values.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">The method's options record; null: its defaults.</param>
    /// <exception cref="MlNetXaiException">There is no such method.</exception>
    /// <exception cref="ArgumentException">The options are another method's, or the method gives nothing for a row.</exception>
    public ExplanationEstimator Method(
        Network network,
        string methodName,
        string outputColumnName,
        string featureColumnName = "Features",
        ExplanationTarget? target = null,
        object? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        return new(Find(methodName, options), options, new(outputColumnName, featureColumnName, target ?? ExplanationTarget.Predicted), new ScoringModel(network));
    }

    /// <summary>Any method by its name, of the network that made a score column.</summary>
    /// <param name="methodName">Name as in the command line, e.g. "occlusion".</param>
    /// <param name="outputColumnName">Made: the method's values.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Scores of a trainer or trained network of this library, whose network is explained.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">The method's options record; null: its defaults.</param>
    /// <exception cref="MlNetXaiException">There is no such method.</exception>
    /// <exception cref="ArgumentException">The options are another method's, or the method gives nothing for a row.</exception>
    public ExplanationEstimator Method(
        string methodName,
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        object? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        return new(Find(methodName, options), options, new(outputColumnName, featureColumnName, target ?? ExplanationTarget.Predicted), scoreColumnName);
    }

    private static MethodDescription Find(string methodName, object? options)
    {
        MethodDescription method = MethodCatalog.Find(methodName);
        if (method.Type == typeof(NativeGuide))
            throw new ArgumentException($"'{methodName}' makes several columns and learns from training rows; use mlContext.Transforms.Explain.Counterfactual.", nameof(methodName));
        if (!ColumnMethod.MakesColumn(method))
        {
            throw new ArgumentException(
                $"'{methodName}' gives nothing for a row, so it makes no column. Use one of {string.Join(", ", MethodCatalog.All.Where(ColumnMethod.MakesColumn).Select(one => one.Name))}.", nameof(methodName));
        }

        return options is null || options.GetType() == method.DefaultOptions.GetType()
            ? method
            : throw new ArgumentException($"'{methodName}' takes {method.DefaultOptions.GetType().Name}, not {options.GetType().Name}.", nameof(options));
    }

    private static ExplanationEstimator Behind<TMethod>(
        object? options, string outputColumnName, string featureColumnName, string scoreColumnName, ExplanationTarget? target)
        where TMethod : IDescribedMethod
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        return new(TMethod.Description, options, new(outputColumnName, featureColumnName, target ?? ExplanationTarget.Predicted), scoreColumnName);
    }

    private static ExplanationEstimator Of<TMethod>(Network network, object? options, string outputColumnName, string featureColumnName, ExplanationTarget? target)
        where TMethod : IDescribedMethod
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        return new(TMethod.Description, options, new(outputColumnName, featureColumnName, target ?? ExplanationTarget.Predicted), new ScoringModel(network));
    }

    /// <summary>A method that needs scores only, of any fitted transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The score asked for is a probability, which a black box does not tell apart from other scores.</exception>
    private static ExplanationEstimator OfBlackBox<TMethod>(
        ITransformer model, object? options, ScoreKind score, string outputColumnName, string featureColumnName, string scoreColumnName, ExplanationTarget? target)
        where TMethod : IDescribedMethod
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        if (score != ScoreKind.Logit)
            throw new ArgumentOutOfRangeException(nameof(options), $"Score is {score}; the scores of a black box are explained as they are. Leave Score at Logit.");
        return new(TMethod.Description, options, new(outputColumnName, featureColumnName, target ?? ExplanationTarget.Predicted), model, scoreColumnName);
    }
}

/// <summary>The extension property <c>mlContext.Transforms.Explain</c>.</summary>
/// <example>
/// <code>
/// ExplainCatalog explain = mlContext.Transforms.Explain;
/// ExplanationEstimator[] methods =
/// [
///     explain.Saliency(network, "Derivative"),
///     explain.Occlusion(network, "Occlusion"),
///     explain.LearnedMask(network, "Mask", options: new() { Iterations = 20 }),
///     explain.TemporalOutputScore(network, "Prefixes"),
///     explain.Method(network, "input-derivative", "ByName", options: new SaliencyOptions { Score = ScoreKind.Probability }),
/// ];
/// foreach (ExplanationEstimator method in methods)
///     beats = method.Fit(beats).Transform(beats);
/// </code>
/// </example>
public static class ExplainExtensions
{
    extension(TransformsCatalog catalog)
    {
        /// <summary>Explanation methods. Compilers before C# 14 write <c>ExplainExtensions.get_Explain(mlContext.Transforms)</c>.</summary>
        public ExplainCatalog Explain
        {
            get
            {
                ArgumentNullException.ThrowIfNull(catalog);
                return new();
            }
        }
    }
}
