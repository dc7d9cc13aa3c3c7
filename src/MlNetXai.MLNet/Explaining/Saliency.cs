using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

public sealed partial class ExplainCatalog
{
    /// <summary>Input derivative of the network behind a score column; see <see cref="Explanations.Methods.Saliency"/>.</summary>
    /// <param name="outputColumnName">Made: score per unit of each value, signed.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator Saliency(
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        SaliencyOptions? options = null) => Behind<Saliency>(options, outputColumnName, featureColumnName, scoreColumnName, target);

    /// <summary>Input derivative of that network; see <see cref="Explanations.Methods.Saliency"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">Made: score per unit of each value, signed.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator Saliency(
        Network network,
        string outputColumnName,
        string featureColumnName = "Features",
        ExplanationTarget? target = null,
        SaliencyOptions? options = null) => Of<Saliency>(network, options, outputColumnName, featureColumnName, target);
}
