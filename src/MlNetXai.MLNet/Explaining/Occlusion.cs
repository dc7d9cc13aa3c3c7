using Microsoft.ML;
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

    /// <summary>Occlusion of any fitted transformer that makes scores from rows; see <see cref="Explanations.Methods.Occlusion"/>.</summary>
    /// <remarks>The scores are explained as they are, whatever they mean. The transformer is given the column of rows alone: give the scoring part of a pipeline. It cannot be saved
    /// with the explainer: save the model, and add the explainer after loading it.</remarks>
    /// <param name="model">The fitted transformer.</param>
    /// <param name="outputColumnName">Made: values that are high where the input matters, in units of the score.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c> or <c>Vector&lt;Single, T&gt;</c>.</param>
    /// <param name="scoreColumnName">What the transformer makes: <c>Single</c>, or a vector of them of known size.</param>
    /// <param name="target">Class to explain; null: the one of the largest score.</param>
    /// <param name="options">Settings of the method; null: the defaults. The score is the column's value: <see cref="ScoreKind.Logit"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options ask for a probability, which a black box does not tell apart from other scores.</exception>
    /// <example>
    /// <code>
    /// IDataView explained = mlContext.Transforms.Explain.Occlusion(model, "Occlusion", scoreColumnName: "Score").Fit(beats).Transform(beats);
    /// </code>
    /// </example>
    public ExplanationEstimator Occlusion(
        ITransformer model,
        string outputColumnName,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        ExplanationTarget? target = null,
        OcclusionOptions? options = null) => OfBlackBox<Occlusion>(
        model, options, options?.Score ?? ScoreKind.Logit, outputColumnName, featureColumnName, scoreColumnName, target);
}
