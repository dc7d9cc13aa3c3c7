using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

public sealed partial class ExplainCatalog
{
    /// <summary>Input × gradient of the network behind a score column; see <see cref="Explanations.Methods.InputTimesGradient"/>.</summary>
    /// <param name="outputColumnName">Made: each value times the derivative of the score.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator InputTimesGradient(
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        InputTimesGradientOptions? options = null) => Behind<InputTimesGradient>(options, outputColumnName, featureColumnName, scoreColumnName, target);

    /// <summary>Input × gradient of that network; see <see cref="Explanations.Methods.InputTimesGradient"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">Made: each value times the derivative of the score.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    /// <example>
    /// <code>
    /// IDataView explained = mlContext.Transforms.Explain.InputTimesGradient(network, "Attribution").Fit(beats).Transform(beats);
    /// </code>
    /// </example>
    public ExplanationEstimator InputTimesGradient(
        Network network,
        string outputColumnName,
        string featureColumnName = "Features",
        ExplanationTarget? target = null,
        InputTimesGradientOptions? options = null) => Of<InputTimesGradient>(network, options, outputColumnName, featureColumnName, target);
}
