using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

public sealed partial class ExplainCatalog
{
    /// <summary>Grad-CAM on a hidden sequence of the network behind a score column; see <see cref="Explanations.Methods.GradCamRecurrent"/>.</summary>
    /// <param name="outputColumnName">Made: map over the steps, at every channel.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator GradCamRecurrent(
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        GradCamRecurrentOptions? options = null) => Behind<GradCamRecurrent>(options, outputColumnName, featureColumnName, scoreColumnName, target);

    /// <summary>Grad-CAM on a hidden sequence of that network; see <see cref="Explanations.Methods.GradCamRecurrent"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">Made: map over the steps, at every channel.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    /// <example>
    /// <code>
    /// IDataView explained = mlContext.Transforms.Explain.GradCamRecurrent(network, "Attribution", options: new() { Variant = HiddenMap.PerStep }).Fit(beats).Transform(beats);
    /// </code>
    /// </example>
    public ExplanationEstimator GradCamRecurrent(
        Network network,
        string outputColumnName,
        string featureColumnName = "Features",
        ExplanationTarget? target = null,
        GradCamRecurrentOptions? options = null) => Of<GradCamRecurrent>(network, options, outputColumnName, featureColumnName, target);
}
