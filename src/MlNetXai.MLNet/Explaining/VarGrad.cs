using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

public sealed partial class ExplainCatalog
{
    /// <summary>VarGrad of the network behind a score column; see <see cref="Explanations.Methods.VarGrad"/>.</summary>
    /// <param name="outputColumnName">Made: variance of the gradient at each value.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator VarGrad(
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        VarGradOptions? options = null) => Behind<VarGrad>(options, outputColumnName, featureColumnName, scoreColumnName, target);

    /// <summary>VarGrad of that network; see <see cref="Explanations.Methods.VarGrad"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">Made: variance of the gradient at each value.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    /// <example>
    /// <code>
    /// IDataView explained = mlContext.Transforms.Explain.VarGrad(network, "Attribution", options: new() { Samples = 10 }).Fit(beats).Transform(beats);
    /// </code>
    /// </example>
    public ExplanationEstimator VarGrad(
        Network network,
        string outputColumnName,
        string featureColumnName = "Features",
        ExplanationTarget? target = null,
        VarGradOptions? options = null) => Of<VarGrad>(network, options, outputColumnName, featureColumnName, target);
}
