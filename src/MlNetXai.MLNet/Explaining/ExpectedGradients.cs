using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

public sealed partial class ExplainCatalog
{
    /// <summary>Expected gradients of the network behind a score column; see <see cref="Explanations.Methods.ExpectedGradients"/>.</summary>
    /// <param name="outputColumnName">Made: score, signed.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator ExpectedGradients(
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        ExpectedGradientsOptions? options = null) => Behind<ExpectedGradients>(options, outputColumnName, featureColumnName, scoreColumnName, target);

    /// <summary>Expected gradients of that network; see <see cref="Explanations.Methods.ExpectedGradients"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">Made: score, signed.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    /// <example>
    /// <code>
    /// BackgroundRows background = BackgroundRows.Of(new Batch(2, 12, 1));   // rows of the training part
    /// IDataView explained = mlContext.Transforms.Explain.ExpectedGradients(network, "Attribution", options: new() { Background = background, Samples = 10 }).Fit(beats).Transform(beats);
    /// </code>
    /// </example>
    public ExplanationEstimator ExpectedGradients(
        Network network,
        string outputColumnName,
        string featureColumnName = "Features",
        ExplanationTarget? target = null,
        ExpectedGradientsOptions? options = null) => Of<ExpectedGradients>(network, options, outputColumnName, featureColumnName, target);
}
