using Microsoft.ML;
using MlNetXai.Explanations;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

/// <summary>Explanation methods as estimators: <c>mlContext.Transforms.Explain</c>.</summary>
/// <remarks>Every method has three forms: behind a network in one chain (the network is found through the score column), with a network given, and, where the method needs
/// scores only, with any fitted transformer.</remarks>
public sealed partial class ExplainCatalog
{
    internal ExplainCatalog()
    {
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
}

/// <summary>The extension property <c>mlContext.Transforms.Explain</c>.</summary>
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
