using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

public sealed partial class ExplainCatalog
{
    /// <summary>Class distribution after every prefix of a row, of the network behind a score column; see <see cref="Explanations.Methods.TemporalOutputScore"/>.</summary>
    /// <param name="outputColumnName">Made: <c>Vector&lt;Single, T, K&gt;</c>, probabilities of the K classes after each step, slots "{class}@t{step}".</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    public ExplanationEstimator TemporalOutputScore(string outputColumnName, string featureColumnName = "Features", string scoreColumnName = "Score") =>
        Behind<TemporalOutputScore>(null, outputColumnName, featureColumnName, scoreColumnName, null);

    /// <summary>Class distribution after every prefix of a row, of that network; see <see cref="Explanations.Methods.TemporalOutputScore"/>.</summary>
    /// <param name="network">The network; it reads its input step by step.</param>
    /// <param name="outputColumnName">Made: <c>Vector&lt;Single, T, K&gt;</c>, probabilities of the K classes after each step, slots "{class}@t{step}".</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    public ExplanationEstimator TemporalOutputScore(Network network, string outputColumnName, string featureColumnName = "Features") =>
        Of<TemporalOutputScore>(network, null, outputColumnName, featureColumnName, null);
}
