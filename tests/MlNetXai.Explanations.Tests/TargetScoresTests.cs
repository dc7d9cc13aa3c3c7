using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests;

public sealed class TargetScoresTests
{
    [Theory]
    [InlineData(ScoreKind.Logit, 1.5)]
    [InlineData(ScoreKind.Probability, 0.8175744761936437)]
    [InlineData(ScoreKind.LogProbability, -0.2014132779827524)]
    public void Of_SigmoidOutput_IsTheClasssOwnScore(ScoreKind kind, double expected) =>
        Assert.Equal(expected, TargetScores.Of([-2f, 1.5f], 1, kind, OutputActivation.Sigmoid), 1e-14);
}
