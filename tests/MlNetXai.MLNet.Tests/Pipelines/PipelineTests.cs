using Microsoft.ML;
using MlNetXai.Explanations.Methods;
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

    [Theory]
    [InlineData("ecg-integrated-gradients.cs", "--rows 0", "error: --rows is '0'; write a whole number above 0.")]
    [InlineData("ecg-integrated-gradients.cs", "--smoke --fcn nofile.safetensors", "error: nofile.safetensors: ")]
    [InlineData("ecg-grad-cam.cs", "--data nofolder", "error: nofolder: ")]
    [InlineData("ecg-grad-cam.cs", "--smoke --row 3", "error: '--row' is not an option. Use --smoke, or --data, --epochs, --rows, --seed, --lstm, --fcn, --out with a value.")]
    [InlineData("ecg-lstm.cs", "--seed", "error: --seed needs a value.")]
    [InlineData("ecg-lstm.cs", "--smoke 3", "error: '3' is not an option. Use --smoke, or --data, --epochs, --rows, --seed, --out with a value.")]
    [InlineData("ecg-compare.cs", "--rows 3", "error: '--rows' is not an option. Use --smoke, or --data, --epochs, --seed, --out with a value.")]
    public async Task Program_InputWrong_EndsInOneLineThatSaysWhatHelps(string name, string arguments, string message)
    {
        using Heartbeat heartbeat = new();

        (int code, _, string error) = await PipelineProgram.RunToEndAsync(name, arguments.Split(' '));

        Assert.True(code == 1, $"exit code {code}\n{error}");
        Assert.StartsWith(message, error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
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

    [Fact]
    public async Task EcgIntegratedGradients_OnMitdbWithGivenNetworks_EqualsTheCoreToTheBit()
    {
        using Heartbeat heartbeat = new();
        (string output, string lstm, string fcn) = await RunOnMitdbAsync("ecg-integrated-gradients.cs");

        IReadOnlyDictionary<string, NpzArray> columns = NpzReader.Read(Path.Combine(output, "explained.npz"));
        foreach ((string column, string model) in new[] { ("IG-LSTM", lstm), ("IG-FCN", fcn) })
        {
            (Network network, Batch rows, int[] targets) = Explained(columns, model);
            AssertSameBits(new IntegratedGradients().Explain(network, rows, targets).Values.Values.ToArray(), columns[column].As<float>());
        }

        AssertFigures(output, "beats", "IG-LSTM-average", "IG-FCN-average", "IG-LSTM-segments", "IG-FCN-segments", "agreement");
        Assert.Equal(1 + (4 * 11), File.ReadAllLines(Path.Combine(output, "IG-FCN-segments.csv")).Length);
        Assert.Contains(",completeness-error-relative,", File.ReadAllText(Path.Combine(output, "IG-LSTM-completeness.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EcgGradCam_OnMitdbWithGivenNetworks_EqualsTheCoreToTheBit()
    {
        using Heartbeat heartbeat = new();
        (string output, string lstm, string fcn) = await RunOnMitdbAsync("ecg-grad-cam.cs");

        IReadOnlyDictionary<string, NpzArray> columns = NpzReader.Read(Path.Combine(output, "explained.npz"));
        (Network recurrent, Batch rows, int[] targets) = Explained(columns, lstm);
        AssertSameBits(new GradCamRecurrent().Explain(recurrent, rows, targets).Values.Values.ToArray(), columns["GradCAM-LSTM"].As<float>());
        AssertSameBits(new GradCam().Explain(Explained(columns, fcn).Network, rows, targets).Values.Values.ToArray(), columns["GradCAM-FCN"].As<float>());
        AssertFigures(output, "beats", "GradCAM-LSTM-average", "GradCAM-FCN-average", "GradCAM-LSTM-segments", "GradCAM-FCN-segments", "agreement", "agreement-top");
        Assert.Equal(1 + (6 * 5 * 4), File.ReadAllLines(Path.Combine(output, "agreement.csv")).Length);
    }

    /// <summary>Runs a program on a few beats of MIT-BIH with the published LSTM and a small convolutional network.</summary>
    private async Task<(string Output, string Lstm, string Fcn)> RunOnMitdbAsync(string program)
    {
        string mitdb = RealData.Require("mitdb"), output = _folder.File("out"), fcn = _folder.File("fcn.safetensors");
        string lstm = Path.Combine(Repository.Root(), "models", "ecg-lstm-mitbih", "model.safetensors");
        ModelFile.Save(new(Presets.FullyConvolutional(new(216, 1), ["N", "R", "/", "V"], new() { Convolutions = [(4, 8), (6, 5), (4, 3)] }), new Dictionary<string, string>()), fcn);
        await PipelineProgram.RunAsync(program, "--data", mitdb, "--rows", "8", "--lstm", lstm, "--fcn", fcn, "--out", output);
        return (output, lstm, fcn);
    }

    private static (Network Network, Batch Rows, int[] Targets) Explained(IReadOnlyDictionary<string, NpzArray> columns, string model)
    {
        Network network = ModelFile.Load(model).Network;
        float[] features = columns["Features"].As<float>();
        return (network, new(features.Length / 216, 216, 1, features), [.. columns["Label"].As<string>().Select(label => network.Classes.ToList().IndexOf(label))]);
    }

    private static void AssertFigures(string output, params string[] names) =>
        Assert.All(names, name => Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(output, $"{name}.svg")), StringComparison.Ordinal));

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
