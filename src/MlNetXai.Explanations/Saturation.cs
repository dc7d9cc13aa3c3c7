using MlNetXai.Networks;

namespace MlNetXai.Explanations;

/// <summary>Rows whose score is a probability so near to 1 that nothing is left to explain.</summary>
internal static class Saturation
{
    // Above this probability its own derivative p(1 − p) is lost in single precision.
    private const double Probability = 1 - 1e-7;
    private const double LogProbability = -1e-7;

    /// <summary>What every attribution says of such rows; nothing where there are none.</summary>
    /// <param name="scores">Score of each row's target, <c>[row]</c>.</param>
    /// <param name="score">Which score.</param>
    public static IReadOnlyList<string> Notes(IReadOnlyList<double> scores, ScoreKind score)
    {
        int saturated = score switch
        {
            ScoreKind.Probability => scores.Count(value => value > Probability),
            ScoreKind.LogProbability => scores.Count(value => value > LogProbability),
            _ => 0,
        };
        return saturated == 0
            ? []
            : [$"{saturated} of {scores.Count} rows have a probability above 1 − 1e-7, where it hardly changes and its derivative is lost in rounding: explain the logit instead."];
    }
}
