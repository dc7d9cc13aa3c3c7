using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class InputTimesGradientTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("input-x-gradient");

    // Tolerances as the golden file states them, of the largest value.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("input-x-gradient")]
    public void Explain_GoldenNetwork_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);

        double[] twin = golden.Twin((row, target, _) => InputTimesGradient.Reference(golden.Reference, row, target));
        Batch fast = new InputTimesGradient().Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

        GoldenModels.Close(golden.Expected, twin, 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(fast.Values), 1e-5);
    }
}
