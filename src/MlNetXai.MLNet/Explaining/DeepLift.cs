using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

public sealed partial class ExplainCatalog
{
    /// <summary>DeepLIFT (rescale rule) of the network behind a score column; see <see cref="Explanations.Methods.DeepLift"/>.</summary>
    /// <param name="outputColumnName">Made: score, signed; adds up to the score's difference from the baseline.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator DeepLift(
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        DeepLiftOptions? options = null) => Behind<DeepLift>(options, outputColumnName, featureColumnName, scoreColumnName, target);

    /// <summary>DeepLIFT (rescale rule) of that network; see <see cref="Explanations.Methods.DeepLift"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">Made: score, signed; adds up to the score's difference from the baseline.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    /// <example>
    /// <code>
    /// IDataView explained = mlContext.Transforms.Explain.DeepLift(network, "Attribution", options: new() { Baseline = Baseline.RowMean }).Fit(beats).Transform(beats);
    /// </code>
    /// </example>
    public ExplanationEstimator DeepLift(
        Network network,
        string outputColumnName,
        string featureColumnName = "Features",
        ExplanationTarget? target = null,
        DeepLiftOptions? options = null) => Of<DeepLift>(network, options, outputColumnName, featureColumnName, target);
}
