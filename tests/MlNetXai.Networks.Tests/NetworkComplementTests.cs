using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests;

public sealed class NetworkComplementTests
{
    private const int Rows = 20;

    public static TheoryData<string> Kinds => ["chain", "graph"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithComplement_OfOneClass_HasBothLogitsAndProbabilities(string kind)
    {
        Network one = OneClass(kind), two = one.WithComplement();
        Batch batch = RandomRows.Make(Rows, one.InputShape);
        float[] logits = new float[Rows], probabilities = new float[Rows], both = new float[2 * Rows], shares = new float[2 * Rows];

        one.Logits(batch, logits);
        one.Probabilities(batch, probabilities);
        two.Logits(batch, both);
        two.Probabilities(batch, shares);

        Assert.Equal(["not ill", "ill"], two.Classes);
        Assert.Contains(logits, logit => logit < 0);
        Assert.Contains(logits, logit => logit > 0);
        for (int row = 0; row < Rows; row++)
        {
            Assert.Equal((-logits[row], logits[row]), (both[2 * row], both[(2 * row) + 1]));
            Assert.Equal(1 - probabilities[row], shares[2 * row], 1e-6f);
            Assert.Equal(probabilities[row], shares[(2 * row) + 1]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithComplement_GradientOfTheComplement_IsTheOthersNegative(string kind)
    {
        Network one = OneClass(kind), two = one.WithComplement();
        Batch batch = RandomRows.Make(Rows, one.InputShape);
        foreach (ScoreKind score in (ScoreKind[])[ScoreKind.Logit, ScoreKind.Probability])
        {
            float[] own = Gradient(one, batch, 0, score), complement = Gradient(two, batch, 0, score), same = Gradient(two, batch, 1, score);

            Close.Assert([.. own.Select(value => (double)value)], same, 1e-6);
            Close.Assert([.. own.Select(value => -(double)value)], complement, 1e-6);
        }
    }

    [Fact]
    public void WithComplement_OfARecurrentChain_StillReadsPrefixes()
    {
        Network two = OneClass("chain").WithComplement();
        Batch batch = RandomRows.Make(3, two.InputShape);
        float[] prefixes = new float[3 * two.InputShape.Steps * 2], logits = new float[6];

        two.PrefixLogits(batch, prefixes);
        two.Logits(batch, logits);

        Assert.Equal(logits[..2], prefixes[(2 * (two.InputShape.Steps - 1))..(2 * two.InputShape.Steps)]);
    }

    [Fact]
    public void WithComplement_OfSeveralClasses_IsRefusedWithTheirNumber()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => OneClass("chain").WithComplement().WithComplement());

        Assert.Equal("'chain' has 2 classes, but a complement is for networks of one. Explain its classes as they are.", error.Message);
    }

    private static float[] Gradient(Network network, Batch batch, int target, ScoreKind score)
    {
        float[] scores = new float[Rows], gradient = new float[batch.Values.Length];
        network.InputGradient(batch, [.. Enumerable.Repeat(target, Rows)], score, scores, gradient);
        return gradient;
    }

    private static Network OneClass(string kind)
    {
        RowShape shape = new(9, 2);
        GraphNode[] nodes = kind == "chain"
            ? [new("lstm", new Lstm(2, 6), Network.InputName), new("dense", new Dense(6, 1), "lstm")]
            :
            [
                new("mean", new GlobalAveragePool(), "relu"), new("dense", new Dense(5, 1), "mean"), new("relu", new Relu(), "conv"), new("conv", new Conv1d(2, 5, 3), Network.InputName),
            ];
        Network initial = Network.Initial(kind, shape, ["ill"], nodes, seed: 4, output: OutputActivation.Sigmoid);

        // A bias between the rows' logits: both classes are predicted.
        float[] weights = initial.Weights.ToArray(), logits = new float[Rows];
        initial.Logits(RandomRows.Make(Rows, shape), logits);
        weights[^1] -= logits.Average();
        return initial.With(weights);
    }
}
