using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class SaliencyTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("saliency");

    // Tolerances as the golden file states them, of the largest value.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("saliency")]
    public void Explain_GoldenNetwork_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        bool magnitude = golden.Options.GetProperty("abs").GetBoolean();

        double[] twin = golden.Twin((row, target, _) => Saliency.Reference(golden.Reference, row, target, golden.Score));
        Batch fast = new Saliency(new() { Score = golden.Score }).Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

        GoldenModels.Close(golden.Expected, magnitude ? [.. twin.Select(Math.Abs)] : twin, 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble((magnitude ? Scaling.Magnitude(fast) : fast).Values), 1e-5);
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
