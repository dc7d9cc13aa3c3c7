using Microsoft.ML;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Runs;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Training;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Pipelines;

/// <summary>The programs of <c>pipelines/</c> run, and give what the core gives.</summary>
[Trait("Speed", "slow")]
public sealed class PipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Programs => [.. PipelineProgram.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Program_Smoke_EndsWellAndLeavesItsFiles(string name)
    {
        using Heartbeat heartbeat = new();
        string output = _folder.File("out");

        await PipelineProgram.RunAsync(name, "--smoke", "--out", output);

        Assert.NotEmpty(Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories));
        Assert.All(Directory.EnumerateFiles(output, "*.zip"), file => Assert.NotNull(new MLContext().Model.LoadExplained(file, out _)));
        Assert.All(Directory.EnumerateFiles(output, "*.npz"), file => Assert.NotEmpty(NpzReader.Read(file)));
    }

    [Fact]
    public async Task EcgLstm_OnMitdb_EqualsTheCoreToTheBit()
    {
        using Heartbeat heartbeat = new();
        string mitdb = RealData.Require("mitdb"), output = _folder.File("out");
        await PipelineProgram.RunAsync("ecg-lstm.cs", "--data", mitdb, "--epochs", "2", "--seed", "1", "--rows", "40", "--out", output);
        IReadOnlyDictionary<string, NpzArray> columns = NpzReader.Read(Path.Combine(output, "explained.npz"));
        NetworkTransformer scorer = Assert.Single(Flat(new MLContext().Model.LoadExplained(Path.Combine(output, "pipeline.zip"), out _)).OfType<NetworkTransformer>());

        RunFolder run = EcgTraining.Run(_folder.File("run"), new() { Data = mitdb, Epochs = 2, Seed = 1 }, cancellation: TestContext.Current.CancellationToken).Folder;
        string rows = string.Join(',', columns["Record"].As<string>().Zip(columns["BeatSample"].As<long>(), (record, sample) => new RowKey(record, sample)));
        EcgExplanation.Run(run, new() { Rows = rows, Target = "label", Seed = 1 }, cancellation: TestContext.Current.CancellationToken);

        Network network = ModelFile.Load(run.ModelPath).Network;
        AssertSameBits(network.Weights.ToArray(), scorer.Model.Weights.ToArray());
        foreach ((string column, string method) in new[] { ("Derivative", "input-derivative"), ("Occlusion", "occlusion"), ("Mask", "learned-mask"), ("Prefixes", "temporal-output-score") })
        {
            var explained = AttributionArchive.Read(run.AttributionPath(method));
            Assert.Equal(40, explained.Signal.Rows);
            AssertSameBits((explained.Values ?? explained.Probabilities!).Values.ToArray(), columns[column].As<float>());
            AssertSameBits(explained.Signal.Values.ToArray(), columns["Features"].As<float>());
            AssertSameBits(Probabilities(network, explained.Signal), columns["Score"].As<float>());
            Assert.Equal(columns["PredictedLabel"].As<string>(), explained.Predicted.Select(index => network.Classes[index]));
            Assert.Equal(columns["Label"].As<string>(), explained.Labels.Select(index => network.Classes[index]));
            Assert.Equal(columns["Patient"].As<string>(), explained.Patients);
        }
    }

    private static void AssertSameBits(float[] expected, float[] actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));

    private static float[] Probabilities(Network network, Batch rows)
    {
        int classes = network.Classes.Count;
        float[] logits = new float[rows.Rows * classes];
        double[] probabilities = new double[logits.Length];
        network.Logits(rows, logits);
        for (int row = 0; row < rows.Rows; row++)
            OutputActivation.Softmax.Probabilities(logits.AsSpan(row * classes, classes), probabilities.AsSpan(row * classes, classes));
        return [.. probabilities.Select(probability => (float)probability)];
    }

    private static IEnumerable<ITransformer> Flat(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [model];
}
