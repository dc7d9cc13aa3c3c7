using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

public sealed partial class ExplainCatalog
{
    /// <summary>SmoothGrad of the network behind a score column; see <see cref="Explanations.Methods.SmoothGrad"/>.</summary>
    /// <param name="outputColumnName">Made: score per unit of each value, signed.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator SmoothGrad(
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        SmoothGradOptions? options = null) => Behind<SmoothGrad>(options, outputColumnName, featureColumnName, scoreColumnName, target);

    /// <summary>SmoothGrad of that network; see <see cref="Explanations.Methods.SmoothGrad"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">Made: score per unit of each value, signed.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    /// <example>
    /// <code>
    /// IDataView explained = mlContext.Transforms.Explain.SmoothGrad(network, "Attribution", options: new() { Samples = 10, Sigma = 0.2 }).Fit(beats).Transform(beats);
    /// </code>
    /// </example>
    public ExplanationEstimator SmoothGrad(
        Network network,
        string outputColumnName,
        string featureColumnName = "Features",
        ExplanationTarget? target = null,
        SmoothGradOptions? options = null) => Of<SmoothGrad>(network, options, outputColumnName, featureColumnName, target);
}
