using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

public sealed partial class ExplainCatalog
{
    /// <summary>Guided backpropagation of the network behind a score column; see <see cref="Explanations.Methods.GuidedBackprop"/>.</summary>
    /// <param name="outputColumnName">Made: score per unit of each value, signed.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator GuidedBackprop(
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        GuidedBackpropOptions? options = null) => Behind<GuidedBackprop>(options, outputColumnName, featureColumnName, scoreColumnName, target);

    /// <summary>Guided backpropagation of that network; see <see cref="Explanations.Methods.GuidedBackprop"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">Made: score per unit of each value, signed.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    /// <example>
    /// <code>
    /// IDataView explained = mlContext.Transforms.Explain.GuidedBackprop(network, "Attribution").Fit(beats).Transform(beats);
    /// </code>
    /// </example>
    public ExplanationEstimator GuidedBackprop(
        Network network,
        string outputColumnName,
        string featureColumnName = "Features",
        ExplanationTarget? target = null,
        GuidedBackpropOptions? options = null) => Of<GuidedBackprop>(network, options, outputColumnName, featureColumnName, target);
}
