using System.IO.Compression;
using Microsoft.ML;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Cli.Tests.Pipelines;

/// <summary>Pipelines and recordings that do not fit: one clear line, exit code 1, and no file.</summary>
public sealed class BadPipelineTests(PackedRun packed) : IClassFixture<PackedRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("other/entry.txt", "no saved pipeline")]
    [InlineData("", "not a zip archive")]
    [InlineData("of the other build", "save the pipeline again here")]
    public async Task Score_ForeignFile_SaysWhatItIs(string entry, string said)
    {
        string path = _folder.File("foreign.zip");
        bool runsOnPackage = typeof(MLContext).Assembly.GetName().Name == "Microsoft.ML.Data";
        if (entry.Length == 0)
            File.WriteAllText(path, "no zip");
        else
            Zip(path, entry != "of the other build" ? entry : runsOnPackage ? "Contract/Version.txt" : "TransformerChain/Model.key");

        await AssertFailsAsync(said, "score", path, packed.Recordings, "--out", _folder.File("out"));
        await AssertFailsAsync(said, "inspect", path);
    }

    [Fact]
    public async Task Score_NoFile_NamesIt() => await AssertFailsAsync("absent.zip", "score", _folder.File("absent.zip"), packed.Recordings, "--out", _folder.File("out"));

    [Fact]
    public async Task Score_RecordingOfAnotherRate_NamesBothRates()
    {
        string data = _folder.File("data");
        Directory.CreateDirectory(data);
        File.WriteAllText(Path.Combine(data, "s001.hea"), File.ReadAllText(Path.Combine(packed.Recordings, "s001.hea")).Replace("360 7200", "250 7200", StringComparison.Ordinal));
        File.Copy(Path.Combine(packed.Recordings, "s001.dat"), Path.Combine(data, "s001.dat"));

        await AssertFailsAsync("s001: the sampling rate is 250 Hz, but the network was trained at 360 Hz. Resample", "score", packed.Pipeline, data, "--out", _folder.File("out"));
    }

    [Fact]
    public async Task Score_LeadAbsent_NamesTheLeadsThereAre()
    {
        string error = await AssertFailsAsync("no recording has lead V5", "score", packed.Pipeline, packed.Recordings, "--lead", "V5", "--out", _folder.File("out"));

        Assert.Contains("0 MLII", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_NetworkOfAnotherShape_NamesBothShapes()
    {
        string path = Packed(new(100, 1));
        Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync("pack", path, "--out", _folder.File("short.zip"))).Code);

        await AssertFailsAsync("216 samples at 360 Hz, but the network", "score", _folder.File("short.zip"), packed.Recordings, "--out", _folder.File("out"));
    }

    [Fact]
    public async Task Score_NetworkOfTwoLeadsAndOneGiven_IsUsage()
    {
        string path = Packed(new(216, 2));
        Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync("pack", path, "--out", _folder.File("two.zip"))).Code);

        Outcome outcome = await CommandLine.RunAsync("score", _folder.File("two.zip"), packed.Recordings, "--channel", "0", "--out", _folder.File("out"));

        Assert.True(outcome.Code == ExitCodes.Usage, outcome.ToString());
        Assert.Contains("1 leads are given, but the network", outcome.Error, StringComparison.Ordinal);
        await AssertFailsAsync("no recording has channel 0 and channel 1", "score", _folder.File("two.zip"), packed.Recordings, "--out", _folder.File("out"));
    }

    [Fact]
    public async Task Score_PipelineOfAProgram_AsksForTheRateAndLeavesOutWhatNeedsLabels()
    {
        string path = _folder.File("own.zip"), output = _folder.File("own");
        MLContext context = new(seed: 1);
        IDataView recordings = context.Data.LoadFromSyntheticEcg(SyntheticEcgOptions.Smoke);
        IDataView beats = context.Transforms.BandpassFilter("Signal").Append(context.Transforms.DetectBeats("RPeaks")).Append(context.Transforms.SegmentBeats())
            .Fit(recordings).Transform(recordings);
        Network network = Presets.Lstm(new(216, 1), ["N", "R", "/", "V"], new() { Hidden = 4 });
        ITransformer model = context.Transforms.ApplyNetwork(network)
            .Append(context.Transforms.Explain.Saliency("Of label", target: ExplanationTarget.Label()))
            .Append(context.Transforms.Explain.Saliency("Of predicted"))
            .Fit(beats);
        context.Model.Save(model, beats.Schema, path);

        Outcome without = await CommandLine.RunAsync("score", path, packed.Recordings, "--out", output);
        Outcome with = await CommandLine.RunAsync("score", path, packed.Recordings, "--out", output, "--sampling-rate", "360");

        Assert.Equal(ExitCodes.Usage, without.Code);
        Assert.Contains("--sampling-rate", without.Error, StringComparison.Ordinal);
        Assert.True(with.Code == ExitCodes.Success, with.ToString());
        Assert.Contains("warning: Of label explains the class of the label column 'Label', and new recordings have no labels.", with.Error, StringComparison.Ordinal);
        Assert.Equal(["Of predicted.csv", "beats.csv"], Directory.EnumerateFiles(output).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Score_PipelineWithoutANetwork_SaysSo()
    {
        MLContext context = new(seed: 1);
        IDataView rows = context.Data.LoadFromEnumerable([new Plain()]);
        context.Model.Save(context.Transforms.CopyColumns("Copy", nameof(Plain.Value)).Fit(rows), rows.Schema, _folder.File("plain.zip"));

        await AssertFailsAsync("holds no network", "score", _folder.File("plain.zip"), packed.Recordings, "--out", _folder.File("out"));
    }

    [Fact]
    public async Task Pack_RunExplainedByTheTrainingMean_NamesTheRemedy()
    {
        string run = _folder.File("run");
        Directory.CreateDirectory(run);
        foreach (string name in (string[])["model.safetensors", "manifest.json"])
            File.Copy(Path.Combine(packed.Run, name), Path.Combine(run, name));
        string manifest = File.ReadAllText(Path.Combine(run, "manifest.json"));
        Assert.Contains("\"occlusionFill\": \"constant\"", manifest, StringComparison.OrdinalIgnoreCase);
        File.WriteAllText(
            Path.Combine(run, "manifest.json"), manifest.Replace("\"occlusionFill\": \"constant\"", "\"occlusionFill\": \"trainingMean\"", StringComparison.OrdinalIgnoreCase));

        await AssertFailsAsync("another value of occlusion.baseline, or leave occlusion out", "pack", run, "--out", _folder.File("out"));
    }

    [Fact]
    public async Task Pack_NoModel_SaysWhatIsMeant() => await AssertFailsAsync("neither a run folder nor a model", "pack", packed.Recordings, "--out", _folder.File("out"));

    private static void Zip(string path, string entry)
    {
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using StreamWriter writer = new(zip.CreateEntry(entry).Open());
        writer.Write("text");
    }

    private string Packed(RowShape shape)
    {
        string path = _folder.File("model.safetensors");
        Network network = Presets.Lstm(shape, ["N", "V"], new() { Hidden = 4 });
        ModelFile.Save(new(network, new Dictionary<string, string>(StringComparer.Ordinal) { ["mlnetxai.samplingRateHz"] = "360" }), path);
        return path;
    }

    private async Task<string> AssertFailsAsync(string said, params string[] arguments)
    {
        Outcome outcome = await CommandLine.RunAsync(arguments);

        Assert.True(outcome.Code == ExitCodes.Failure, outcome.ToString());
        string message = outcome.Error.Split(Environment.NewLine).Single(line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains(said, message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder.File("out")));
        return outcome.Error;
    }

    private sealed class Plain
    {
        public float Value { get; set; }
    }
}
