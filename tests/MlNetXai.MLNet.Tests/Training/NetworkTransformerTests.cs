using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Training;

public sealed class NetworkTransformerTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Transform_SigmoidOutput_GivesProbabilitiesAndNoLabelWhereNoneHolds(int classes)
    {
        Network network = Sigmoid(classes);
        TinyData.Row[] rows = TinyData.Rows(30);
        float[] logits = new float[30 * classes];
        network.Logits(new(30, TinyData.Steps, 1, rows.SelectMany(row => row.Features).ToArray()), logits);

        IDataView scored = _context.Transforms.ApplyNetwork(network).Fit(TinyData.View(_context)).Transform(TinyData.View(_context));

        float[][] scores = TinyData.Vectors(scored, "Score");
        uint[] labels = [.. scored.GetColumn<uint>("PredictedLabel")];
        for (int row = 0; row < 30; row++)
        {
            ReadOnlySpan<float> own = logits.AsSpan(row * classes, classes);
            int best = Explanations.TargetScores.MostLikely(own);
            for (int c = 0; c < classes; c++)
                Assert.Equal(1 / (1 + Math.Exp(-own[c])), scores[row][c], 1e-6);
            Assert.Equal(own[best] > 0 ? (uint)best + 1 : 0, labels[row]);
        }

        Assert.Contains(0u, labels);
        Assert.Contains(labels, label => label > 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Load_SavedSigmoidNetwork_GivesTheSame(int classes)
    {
        IDataView data = TinyData.View(_context);
        NetworkTransformer model = _context.Transforms.ApplyNetwork(Sigmoid(classes)).Fit(data);
        _context.Model.Save(model, data.Schema, _folder.File("model.zip"));

        foreach (ITransformer loaded in new[] { new MLContext().Model.Load(_folder.File("model.zip"), out _), new MLContext().Model.LoadExplained(_folder.File("model.zip"), out _) })
        {
            Assert.Equal(TinyData.Vectors(model.Transform(data), "Score"), TinyData.Vectors(loaded.Transform(data), "Score"));
            Assert.Equal(model.Transform(data).GetColumn<uint>("PredictedLabel"), loaded.Transform(data).GetColumn<uint>("PredictedLabel"));
        }
    }

    // Biases such that 7 of 30 rows have each class: of three classes at least 9 rows have none.
    private static Network Sigmoid(int classes)
    {
        Network network = Network.Initial(
            "sigmoid", TinyData.Shape, TinyData.Classes[..classes], [("lstm", new Lstm(1, 4)), ("dense", new Dense(4, classes))], seed: 7, output: OutputActivation.Sigmoid);
        Batch rows = new(30, TinyData.Steps, 1, TinyData.Rows(30).SelectMany(row => row.Features).ToArray());
        float[] logits = new float[30 * classes], weights = network.Weights.ToArray();
        network.Logits(rows, logits);
        for (int c = 0; c < classes; c++)
            weights[weights.Length - classes + c] -= Enumerable.Range(0, 30).Select(row => logits[(row * classes) + c]).OrderDescending().ElementAt(7);
        return network.With(weights);
    }
}
