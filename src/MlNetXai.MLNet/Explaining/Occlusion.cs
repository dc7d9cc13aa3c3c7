using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

public sealed partial class ExplainCatalog
{
    /// <summary>Occlusion of the network behind a score column; see <see cref="Explanations.Methods.Occlusion"/>.</summary>
    /// <param name="outputColumnName">Made: values that are high where the input matters, in units of the score.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator Occlusion(
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        OcclusionOptions? options = null) => Behind<Occlusion>(options, outputColumnName, featureColumnName, scoreColumnName, target);

    /// <summary>Occlusion of that network; see <see cref="Explanations.Methods.Occlusion"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">Made: values that are high where the input matters, in units of the score.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator Occlusion(
        Network network,
        string outputColumnName,
        string featureColumnName = "Features",
        ExplanationTarget? target = null,
        OcclusionOptions? options = null) => Of<Occlusion>(network, options, outputColumnName, featureColumnName, target);
}
