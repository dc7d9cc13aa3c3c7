using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

public sealed partial class ExplainCatalog
{
    /// <summary>Integrated Gradients of the network behind a score column; see <see cref="Explanations.Methods.IntegratedGradients"/>.</summary>
    /// <param name="outputColumnName">Made: score, signed; adds up to the score's difference from the baseline.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator IntegratedGradients(
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        IntegratedGradientsOptions? options = null) => Behind<IntegratedGradients>(options, outputColumnName, featureColumnName, scoreColumnName, target);

    /// <summary>Integrated Gradients of that network; see <see cref="Explanations.Methods.IntegratedGradients"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">Made: score, signed; adds up to the score's difference from the baseline.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    /// <example>
    /// <code>
    /// IDataView explained = mlContext.Transforms.Explain
    ///     .IntegratedGradients(network, "Attribution", options: new() { Baseline = Baseline.MovingAverage(9), Steps = 20, Tolerance = 0.005 })
    ///     .Fit(beats)
    ///     .Transform(beats);
    /// </code>
    /// </example>
    public ExplanationEstimator IntegratedGradients(
        Network network,
        string outputColumnName,
        string featureColumnName = "Features",
        ExplanationTarget? target = null,
        IntegratedGradientsOptions? options = null) => Of<IntegratedGradients>(network, options, outputColumnName, featureColumnName, target);
}
