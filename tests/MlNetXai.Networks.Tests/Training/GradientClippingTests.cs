using MlNetXai.Networks.Training;
using Xunit;

namespace MlNetXai.Networks.Tests.Training;

public sealed class GradientClippingTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("85", 85)]
    [InlineData("1000", 1000)]
    public void Clip_AnyNorm_EqualsPyTorch(string name, double largest)
    {
        using TorchNumbers torch = new();
        float[] gradient = TorchNumbers.Floats(torch["gradient"]);
        double[] expected = TorchNumbers.Array(torch["clipped"].GetProperty(name));

        GradientClipping.Clip(gradient, [(0, gradient.Length)], largest);

        for (int i = 0; i < gradient.Length; i++)
            Assert.Equal(expected[i], gradient[i], 1e-6 * Math.Max(1e-2, Math.Abs(expected[i])));
    }

    [Fact]
    public void Clip_InParts_LeavesTheRestAloneAndDoesNotCountIt()
    {
        float[] gradient = [3, 1e30f, 4, 1e30f];

        GradientClipping.Clip(gradient, [(0, 1), (2, 1)], 0.5);

        Assert.Equal([0.3f, 1e30f, 0.4f, 1e30f], gradient, (a, b) => MathF.Abs(a - b) <= 1e-6f * b);
    }

    [Fact]
    public void Clip_SumThatOverflowsSinglePrecision_IsRight()
    {
        float[] gradient = [.. Enumerable.Repeat(2e30f, 100)];

        GradientClipping.Clip(gradient, [(0, 100)], 20);

        Assert.All(gradient, value => Assert.Equal(2f, value, 1e-5f));
    }
}
