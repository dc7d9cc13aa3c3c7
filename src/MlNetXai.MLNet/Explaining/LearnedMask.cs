using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

public sealed partial class ExplainCatalog
{
    /// <summary>Learned mask of the network behind a score column; see <see cref="Explanations.Methods.LearnedMask"/>.</summary>
    /// <param name="outputColumnName">Made: 1 − m of each value, 0–1.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator LearnedMask(
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        LearnedMaskOptions? options = null) => Behind<LearnedMask>(options, outputColumnName, featureColumnName, scoreColumnName, target);

    /// <summary>Learned mask of that network; see <see cref="Explanations.Methods.LearnedMask"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">Made: 1 − m of each value, 0–1.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="target">Class to explain; null: the predicted one.</param>
    /// <param name="options">Settings of the method; null: the defaults.</param>
    public ExplanationEstimator LearnedMask(
        Network network,
        string outputColumnName,
        string featureColumnName = "Features",
        ExplanationTarget? target = null,
        LearnedMaskOptions? options = null) => Of<LearnedMask>(network, options, outputColumnName, featureColumnName, target);
}
