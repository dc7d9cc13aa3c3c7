using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests.Layers;

/// <summary>Initial weights: distributions as the frameworks state them, and the same bits on every machine.</summary>
public sealed class InitialisationTests
{
    [Theory]
    [InlineData(InitialWeights.PyTorch, 0.2)]
    [InlineData(InitialWeights.GlorotUniform, 0.28284271247461906)]
    public void Initialise_DenseUniform_FillsItsBounds(InitialWeights scheme, double bound)
    {
        // 25 inputs, 50 outputs: 1/√25 and √(6/75).
        float[] weights = Weights(new Dense(25, 50), scheme);

        Assert.InRange(weights[..1250].Max(), 0.99 * bound, bound);
        Assert.InRange(weights[..1250].Min(), -bound, -0.99 * bound);
        Assert.Equal(bound * bound / 3, weights[..1250].Average(w => (double)w * w), 0.05 * bound * bound);
        Assert.Equal(scheme != InitialWeights.PyTorch, weights[1250..].All(bias => bias == 0));
    }

    [Fact]
    public void Initialise_HeNormal_IsTruncatedWithItsVariance()
    {
        // Fan in of 64 · 5 taps.
        float[] weights = Weights(new Conv1d(64, 128, 5), InitialWeights.HeNormal)[..^128];

        double deviation = Math.Sqrt(2.0 / 320), largest = 2 * deviation / 0.87962566103423978;
        Assert.InRange(weights.Max(Math.Abs), 0.999 * largest, largest);
        Assert.Equal(0, weights.Average(w => (double)w), 4 * deviation / Math.Sqrt(weights.Length));
        Assert.Equal(deviation * deviation, weights.Average(w => (double)w * w), 0.02 * deviation * deviation);
    }

    [Fact]
    public void Initialise_GlorotConvolution_CountsTaps()
    {
        // √(6/(5·3 + 5·7)).
        float[] weights = Weights(new Conv1d(3, 7, 5, new() { Bias = false }), InitialWeights.GlorotUniform);

        Assert.InRange(weights.Max(Math.Abs), 0.97 * Math.Sqrt(6.0 / 50), Math.Sqrt(6.0 / 50));
    }

    [Theory]
    [InlineData(InitialWeights.GlorotUniform)]
    [InlineData(InitialWeights.HeNormal)]
    public void Initialise_LstmOfKeras_HasOrthogonalRecurrenceAndForgetBias1(InitialWeights scheme)
    {
        const int Inputs = 5, Hidden = 12;
        float[] weights = Weights(new Lstm(Inputs, Hidden), scheme);
        float[] recurrent = weights[(4 * Hidden * Inputs)..(4 * Hidden * (Inputs + Hidden))], biases = weights[(4 * Hidden * (Inputs + Hidden))..];

        for (int a = 0; a < Hidden; a++)
        {
            for (int b = 0; b < Hidden; b++)
                Assert.Equal(a == b ? 1 : 0, Enumerable.Range(0, 4 * Hidden).Sum(row => (double)recurrent[(row * Hidden) + a] * recurrent[(row * Hidden) + b]), 1e-6);
        }

        Assert.Equal([.. new float[Hidden], .. Enumerable.Repeat(1f, Hidden), .. new float[6 * Hidden]], biases);
        Assert.Equal(scheme == InitialWeights.GlorotUniform, weights[..(4 * Hidden * Inputs)].Max(Math.Abs) <= Math.Sqrt(6.0 / (Inputs + (4 * Hidden))));
    }

    [Fact]
    public void Initialise_Norms_AreTheIdentity()
    {
        foreach (InitialWeights scheme in Enum.GetValues<InitialWeights>())
        {
            Assert.Equal([1, 1, 0, 0], Weights(new LayerNorm(2), scheme));
            Assert.Equal([1, 1, 0, 0], Weights(new Affine(2), scheme));
            Assert.Equal([1, 1, 0, 0, 0, 0, 1, 1], Weights(new BatchNorm1d(2), scheme));
        }
    }

    // The bits are promised: whoever trained with a seed must find the same network again.
    [Theory]
    [InlineData(InitialWeights.PyTorch, "a65367e490abac4a")]
    [InlineData(InitialWeights.GlorotUniform, "2cfdbaeda45a95ed")]
    [InlineData(InitialWeights.HeNormal, "c14bf25cfbb78b5b")]
    public void Initial_EveryScheme_HasTheSameBitsEverywhere(InitialWeights scheme, string digest)
    {
        Network network = Network.Initial(
            "net", new RowShape(9, 3), ["a", "b"], [("conv", new Conv1d(3, 6, 4)), ("lstm", new Lstm(6, 5)), ("dense", new Dense(5, 2))], seed: 42, scheme);

        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(network.Weights)))[..16]);
    }

    private static float[] Weights(Layer layer, InitialWeights scheme)
    {
        float[] weights = new float[layer.Weights.Sum(weight => weight.Length)];
        weights.AsSpan().Fill(float.NaN);
        layer.Initialise(new Philox(3, "weights"), weights, scheme);
        return weights;
    }
}
