using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Layers;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Networks.Tests;

public sealed class OutputProbabilitiesTests
{
    [Theory]
    [InlineData(0, 0.5, -0.6931471805599453)]
    [InlineData(2, 0.8807970779778823, -0.1269280110429725)]
    [InlineData(-2, 0.11920292202211755, -2.126928011042973)]
    [InlineData(40, 1, -4.248354255291589e-18)]
    [InlineData(-40, 4.248354255291589e-18, -40)]
    [InlineData(800, 1, 0)]
    [InlineData(-800, 0, -800)]
    public void Probabilities_Sigmoid_AreExactForAnyLogit(float logit, double probability, double log)
    {
        double[] p = new double[1];

        OutputActivation.Sigmoid.Probabilities([logit], p);

        Assert.Equal(probability, p[0], 1e-15 * probability);
        Assert.Equal(log, OutputActivation.Sigmoid.LogProbability([logit], 0), 3e-16 * Math.Abs(log));
    }

    [Fact]
    public void Probabilities_Softmax_SumToOneForAnyLogits()
    {
        double[] p = new double[3];

        OutputActivation.Softmax.Probabilities([1e4f, 1e4f, -1e4f], p);

        Assert.Equal([0.5, 0.5, 0], p);
        Assert.Equal(-2e4 - Math.Log(2), OutputActivation.Softmax.LogProbability([1e4f, 1e4f, -1e4f], 2), 1e-11);
    }

    [Theory]
    [InlineData(ScoreKind.Logit)]
    [InlineData(ScoreKind.Probability)]
    [InlineData(ScoreKind.LogProbability)]
    public void InputGradient_SigmoidOutput_EqualsFiniteDifferences(ScoreKind kind)
    {
        Network network = Make("a", "b");
        Batch batch = RandomRows.Make(3, network.InputShape);
        int[] targets = [0, 1, 1];
        float[] scores = new float[3], gradient = new float[batch.Values.Length];

        network.InputGradient(batch, targets, kind, scores, gradient);

        for (int row = 0; row < 3; row++)
        {
            double[] x = RandomRows.ToDouble(batch.Row(row));
            double Score(double[] at)
            {
                double z = new ReferenceNetwork(network).Logits(at)[targets[row]], p = 1 / (1 + Math.Exp(-z));
                return kind switch { ScoreKind.Logit => z, ScoreKind.Probability => p, _ => Math.Log(p) };
            }

            Assert.Equal(Score(x), scores[row], 1e-6);
            for (int i = 0; i < x.Length; i++)
            {
                double[] up = [.. x], down = [.. x];
                up[i] += 1e-5;
                down[i] -= 1e-5;
                Assert.Equal((Score(up) - Score(down)) / 2e-5, gradient[(row * x.Length) + i], 2e-6);
            }
        }
    }

    [Fact]
    public void InputGradient_SaturatedSigmoid_KeepsWhatIsLeftOfIt()
    {
        Network network = new("line", new RowShape(1, 1), ["a"], [("dense", new Dense(1, 1))], [1, 0], OutputActivation.Sigmoid);
        float[] scores = new float[1], gradient = new float[1];

        network.InputGradient(new Batch(1, 1, 1, new float[] { 40 }), [0], ScoreKind.Probability, scores, gradient);

        Assert.Equal(1, scores[0]);
        Assert.Equal(4.248354e-18f, gradient[0], 1e-24f);
    }

    [Fact]
    public void Probabilities_OfANetwork_AreThoseOfItsLogits()
    {
        Network network = Make("a", "b");
        Batch batch = RandomRows.Make(70, network.InputShape);
        float[] logits = new float[140], probabilities = new float[140];

        network.Logits(batch, logits);
        network.Probabilities(batch, probabilities);

        for (int i = 0; i < logits.Length; i++)
            Assert.Equal(1 / (1 + Math.Exp(-logits[i])), probabilities[i], 1e-7);
    }

    [Fact]
    public void Network_TooFewClasses_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Network("one", new RowShape(1, 1), ["a"], [("dense", new Dense(1, 1))], [1, 0]));

        Assert.Contains("Network 'one' has 1 classes; a Softmax output needs at least 2", error.Message);
        Assert.Throws<ArgumentException>(() => new Network("none", new RowShape(1, 1), [], [("dense", new Dense(1, 1))], [1, 0], OutputActivation.Sigmoid));
    }

    [Fact]
    public void ModelFile_SigmoidNetwork_ComesBackTheSame()
    {
        using TemporaryFolder folder = new();
        Network network = Make("a");
        ModelFile.Save(new(network, new Dictionary<string, string>()), folder.File("model"));

        Network loaded = ModelFile.Load(folder.File("model")).Network;

        Assert.Equal(OutputActivation.Sigmoid, loaded.Output);
        Assert.Equal(OutputActivation.Sigmoid, loaded.With(loaded.Weights).Output);
        Assert.Equal(network.Weights, loaded.Weights);
    }

    [Fact]
    public void ModelFile_SoftmaxNetwork_DoesNotNameIt() =>
        Assert.DoesNotContain("\"output\"", ModelFile.Graph(Presets.Lstm(new RowShape(4, 1), ["a", "b"], new() { Hidden = 2 })));

    [Fact]
    public void ModelFile_OutputUnknown_IsRefused()
    {
        using TemporaryFolder folder = new();
        ModelFile.Save(new(Make("a"), new Dictionary<string, string>()), folder.File("model"));
        byte[] bytes = File.ReadAllBytes(folder.File("model"));
        string text = System.Text.Encoding.Latin1.GetString(bytes).Replace("\\u0022sigmoid\\u0022", "\\u0022sigmund\\u0022").Replace("\\\"sigmoid\\\"", "\\\"sigmund\\\"");
        File.WriteAllBytes(folder.File("other"), System.Text.Encoding.Latin1.GetBytes(text));

        Assert.Contains("its output is 'sigmund', which must be 'sigmoid' or left out", Assert.Throws<ModelFileException>(() => ModelFile.Load(folder.File("other"))).Message);
    }

    private static Network Make(params string[] classes) =>
        Network.Initial("sigmoid", new RowShape(5, 2), classes, [("lstm", new Lstm(2, 4)), ("dense", new Dense(4, classes.Length))], seed: 3, output: OutputActivation.Sigmoid);
}
