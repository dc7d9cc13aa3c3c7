using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class GuidedBackpropTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("guided-backprop");

    // Tolerances as the golden file states them, of the largest value.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("guided-backprop")]
    public void Explain_GoldenNetwork_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);

        double[] twin = golden.Twin((row, target, _) => GuidedBackprop.Reference(golden.Reference, row, target));
        Batch fast = new GuidedBackprop().Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

        GoldenModels.Close(golden.Expected, twin, 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(fast.Values), 1e-5);
    }

    [Theory]
    [InlineData("mlp_tanh", "relu1", "tanh")]
    [InlineData("lstm1", "lstm1", "lstm")]
    public void Explain_OtherNonlinearity_NamesItsLayerAndTheRemedy(string network, string layer, string kind)
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Network(network);

        MissingCapabilityException error = Assert.Throws<MissingCapabilityException>(() => new GuidedBackprop().Explain(model, input, targets));

        Assert.Equal(
            $"guided-backprop cannot explain '{network}': the model does not give another way back than the gradient through layer '{layer}' of kind '{kind}'. Use integrated-gradients, which needs gradients alone.",
            error.Message);
    }
}
