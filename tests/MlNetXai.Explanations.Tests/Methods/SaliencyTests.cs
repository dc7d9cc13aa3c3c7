using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class SaliencyTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("saliency");

    // Single precision at the border: 1e-5 of the largest value, as the golden file states.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Explain_GoldenNetwork_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        ScoreKind score = golden.Options.TryGetProperty("score", out _) ? ScoreKind.Probability : ScoreKind.Logit;

        foreach (IInputGradient model in golden.Models)
        {
            Batch values = new Saliency(new() { Score = score }).Explain(model, golden.Input, golden.Targets).Values;

            Batch compared = golden.Options.GetProperty("abs").GetBoolean() ? Scaling.Magnitude(values) : values;
            GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(compared.Values), 1e-5);
        }
    }

    [Fact]
    public void Explain_SaturatedProbability_SaysSo()
    {
        LinearModel model = new(40.0, 0.0);
        Batch batch = new(2, 2, 1, new float[] { 1, 0, 0, 1 });

        Attribution attribution = new Saliency(new() { Score = ScoreKind.Probability }).Explain(model, batch, [0, 0]);

        Assert.StartsWith("1 of 2 rows have a probability above", Assert.Single(attribution.Notes));
    }
}
