using MlNetXai.Networks.Training;
using Xunit;

namespace MlNetXai.Networks.Tests.Training;

public sealed class LossTests
{
    private const int Classes = 3;

    [Theory]
    [InlineData("softmax")]
    [InlineData("softmax-weights")]
    [InlineData("sigmoid")]
    [InlineData("sigmoid-weights")]
    public void Of_ABatch_EqualsPyTorch(string name)
    {
        using TorchNumbers torch = new();
        float[][] logits = [.. torch["logits"].EnumerateArray().Select(TorchNumbers.Floats)];
        double[] ones = [1, 1, 1], weights = name.EndsWith("weights", StringComparison.Ordinal) ? TorchNumbers.Array(torch["weights"]) : ones;
        double[] positive = weights == ones ? ones : TorchNumbers.Array(torch["positiveWeights"]);
        ILoss loss = name.StartsWith("softmax", StringComparison.Ordinal)
            ? new SoftmaxCrossEntropy([.. TorchNumbers.Array(torch["labels"]).Select(label => (int)label)], weights)
            : new BinaryCrossEntropy([.. torch["targets"].EnumerateArray().SelectMany(TorchNumbers.Floats)], weights, positive);
        double[] expected = TorchNumbers.Array(torch["crossEntropy"].GetProperty(name).GetProperty("gradient"));

        double divisor = Enumerable.Range(0, logits.Length).Sum(loss.Weight);

        Assert.Equal(torch["crossEntropy"].GetProperty(name).GetProperty("loss").GetDouble(), logits.Select((own, row) => loss.Of(row, own)).Sum() / divisor, 1e-14);
        for (int row = 0; row < logits.Length; row++)
        {
            float[] gradient = new float[Classes];
            loss.Gradient(row, logits[row], divisor, gradient);
            for (int c = 0; c < Classes; c++)
                Assert.Equal(expected[(row * Classes) + c], gradient[c], 1e-8);
        }
    }

    [Fact]
    public void Gradient_BothLosses_EqualsFiniteDifferences()
    {
        float[] logits = [0.75f, -1.5f, 0.25f];
        foreach (ILoss loss in new ILoss[] { new SoftmaxCrossEntropy([1], [2, 0.5, 1]), new BinaryCrossEntropy([1, 0.25f, 0], [2, 0.5, 1], [3, 1.5, 1]) })
        {
            float[] gradient = new float[Classes];
            loss.Gradient(0, logits, 1, gradient);
            for (int c = 0; c < Classes; c++)
            {
                float[] up = [.. logits], down = [.. logits];
                up[c] += 1 / 1024f;
                down[c] -= 1 / 1024f;
                Assert.Equal((loss.Of(0, up) - loss.Of(0, down)) * 512, gradient[c], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(1e4f, 1, 0)]
    [InlineData(-1e4f, 0, 0)]
    [InlineData(1e4f, 0, 1e4)]
    [InlineData(-1e4f, 1, 1e4)]
    [InlineData(3e38f, 0, 3e38f)]
    [InlineData(40, 1, 4.248354255291589e-18)]
    [InlineData(-40, 0, 4.248354255291589e-18)]
    public void Of_BinaryLogitOfAnySize_IsExact(float logit, float target, double expected)
    {
        BinaryCrossEntropy loss = new([target], [1], [1]);
        float[] gradient = [float.NaN];

        loss.Gradient(0, [logit], 1, gradient);

        Assert.Equal(expected, loss.Of(0, [logit]), Math.Max(1e-30, 1e-14 * expected));
        Assert.Equal((1 / (1 + Math.Exp(-(double)logit))) - target, gradient[0], 1e-16);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Of_LogitNotFinite_IsNotFinite(float logit)
    {
        Assert.False(double.IsFinite(new BinaryCrossEntropy([0], [1], [1]).Of(0, [logit])));
        Assert.False(double.IsFinite(new SoftmaxCrossEntropy([0], [1, 1]).Of(0, [logit, 0])));
    }

    [Fact]
    public void Accuracy_Multilabel_IsTheShareOfLabels()
    {
        BinaryCrossEntropy loss = new([1, 0, 1, 0.4f], [1, 1, 1, 1], [1, 1, 1, 1]);

        Assert.Equal(0.75, loss.Accuracy(0, [2, -1, -0.5f, -3]));
    }
}
