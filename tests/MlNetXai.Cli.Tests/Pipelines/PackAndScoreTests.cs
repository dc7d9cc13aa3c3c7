using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Cli.Tests.Pipelines;

/// <summary>A packed run scores new recordings as <c>explain</c> explains the run's own: the same classes and attributions, to the bit.</summary>
public sealed class PackAndScoreTests(PackedRun packed) : IClassFixture<PackedRun>, IDisposable
{
    private static readonly string[] Methods = ["input-derivative", "learned-mask", "occlusion", "temporal-output-score"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Score_RecordingsWithoutAnnotations_GivesWhatExplainGives()
    {
        IReadOnlyDictionary<string, NpzArray> scored = NpzReader.Read(await ScoreAsync("scored.npz"));

        string[] records = scored["Record"].As<string>(), predicted = scored["PredictedLabel"].As<string>();
        Dictionary<(string, long), int> rows = scored["BeatSample"].As<long>().Select((sample, row) => (sample, row)).ToDictionary(beat => (records[beat.row], beat.sample), beat => beat.row);
        foreach (string method in Methods)
        {
            IReadOnlyDictionary<string, NpzArray> explained = NpzReader.Read(Path.Combine(packed.Run, "attributions", $"{method}.npz"));
            NpzArray expected = explained.GetValueOrDefault("values") ?? explained["probabilities"], values = scored[$"Attribution.{method}"];
            string[] classes = explained["classes"].As<string>();
            int length = expected.As<float>().Length / expected.Shape[0];

            Assert.NotEqual(0, expected.Shape[0]);
            Assert.Equal(length, values.As<float>().Length / values.Shape[0]);
            for (int i = 0; i < expected.Shape[0]; i++)
            {
                int row = rows[(explained["record"].As<string>()[i], explained["sample"].As<long>()[i])];
                Assert.Equal(classes[explained["predicted"].As<int>()[i]], predicted[row]);
                AssertSameBits(expected.As<float>().AsSpan(i * length, length), values.As<float>().AsSpan(row * length, length));
                AssertSameBits(explained["signal"].As<float>().AsSpan(i * 216, 216), scored["Features"].As<float>().AsSpan(row * 216, 216));
            }
        }
    }

    [Fact]
    public async Task Score_InAProcessOfItsOwn_GivesTheSameBytes()
    {
        string here = await ScoreAsync("here.npz");

        Outcome outcome = await CommandLine.RunProcessAsync("score", packed.Pipeline, packed.Recordings, "--out", _folder.File("there.npz"));

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        Assert.Equal(File.ReadAllBytes(here), File.ReadAllBytes(_folder.File("there.npz")));
    }

    [Theory]
    [InlineData("tables", "tables/beats.csv", "tables/Attribution.occlusion.csv")]
    [InlineData("ward.csv", "ward.csv", "ward.Attribution.occlusion.csv")]
    public async Task Score_Csv_HoldsTheNumbersOfTheArrays(string output, string beatsFile, string occlusionFile)
    {
        IReadOnlyDictionary<string, NpzArray> arrays = NpzReader.Read(await ScoreAsync("scored.npz"));

        await ScoreAsync(output);

        string[][] beats = Table(beatsFile), occlusion = Table(occlusionFile);
        Assert.Equal(["record", "sample", "patient", "class", "probability", "probability_N", "probability_R", "probability_/", "probability_V"], beats[0]);
        Assert.Equal(["record", "sample", "t0", "t1"], occlusion[0][..4]);
        Assert.Equal(arrays["Record"].As<string>(), beats[1..].Select(row => row[0]));
        Assert.Equal(arrays["PredictedLabel"].As<string>(), beats[1..].Select(row => row[3]));
        Assert.All(beats[1..], row => Assert.Equal(row[5..].Max(Number), Number(row[4])));
        AssertSameBits(arrays["Score"].As<float>(), [.. beats[1..].SelectMany(row => row[5..].Select(Number))]);
        AssertSameBits(arrays["Attribution.occlusion"].As<float>(), [.. occlusion[1..].SelectMany(row => row[2..].Select(Number))]);
        Assert.Equal(beats.Select(row => (row[0], row[1])), occlusion.Select(row => (row[0], row[1])));
    }

    [Fact]
    public async Task Score_OneRecord_HasItsBeatsOnly()
    {
        Outcome outcome = await CommandLine.RunAsync("score", packed.Pipeline, Path.Combine(packed.Recordings, "s002"), "--lead", "mlii", "--out", _folder.File("one"));

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        Assert.Contains("beats of 1 recordings", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("score and explain: done", outcome.Error, StringComparison.Ordinal);
        Assert.All(Table("one/beats.csv")[1..], row => Assert.Equal("s002", row[0]));
    }

    [Fact]
    public async Task Score_NetworkOfTwoLeads_ReadsBothInTheOrderGiven()
    {
        string record = Path.Combine(RealData.Require("mitdb"), "100");
        await PackAsync("one.zip", channels: 1);
        await PackAsync("two.zip", channels: 2);

        IReadOnlyDictionary<string, NpzArray> first = await FeaturesAsync("one.zip", "--lead", "MLII"), both = await FeaturesAsync("two.zip", "--lead", "MLII,V5"), plain = await FeaturesAsync("two.zip");

        Assert.Equal([2272, 216, 2], both["Features"].Shape);
        Assert.Equal(first["BeatSample"].As<long>(), both["BeatSample"].As<long>());
        AssertSameBits(first["Features"].As<float>(), [.. both["Features"].As<float>().Where((_, i) => i % 2 == 0)]);
        AssertSameBits(both["Attribution.input-derivative"].As<float>(), plain["Attribution.input-derivative"].As<float>());

        async Task PackAsync(string name, int channels)
        {
            Network network = Presets.Lstm(new(216, channels), ["N", "V"], new() { Hidden = 4 });
            string model = _folder.File("model.safetensors");
            ModelFile.Save(new(network, new Dictionary<string, string>(StringComparer.Ordinal) { ["mlnetxai.samplingRateHz"] = "360" }), model);
            Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync("pack", model, "--method", "input-derivative", "--out", _folder.File(name))).Code);
        }

        async Task<IReadOnlyDictionary<string, NpzArray>> FeaturesAsync(string name, params string[] leads)
        {
            Outcome outcome = await CommandLine.RunAsync(["score", _folder.File(name), record, "--out", _folder.File("leads.npz"), .. leads]);
            Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
            return NpzReader.Read(_folder.File("leads.npz"));
        }
    }

    [Fact]
    public async Task Pack_OfARun_SaysWhatTheFileContains()
    {
        Outcome inspected = await CommandLine.RunAsync("inspect", packed.Pipeline);

        Assert.Equal(packed.Packed, inspected.Output);
        Assert.Contains("contains 0 rows of patient data", inspected.Output, StringComparison.Ordinal);
        Assert.Contains("rows of 216 steps × 1 channels at 360 Hz", inspected.Output, StringComparison.Ordinal);
        Assert.All(Methods, method => Assert.Contains($"Attribution.{method}", inspected.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inspect_OfAPipelineAsJson_HasStepsAndColumns()
    {
        Outcome outcome = await CommandLine.RunAsync("inspect", packed.Pipeline, "--json");

        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(0, json.RootElement.GetProperty("patientRows").GetInt32());
        Assert.Equal(["network", .. Methods], json.RootElement.GetProperty("pipeline").EnumerateArray().Select(step => step.GetProperty("step").GetString()));
        Assert.Equal("Vector<Single, 216, 1>", json.RootElement.GetProperty("reads").GetProperty("Features").GetString());
    }

    [Fact]
    public async Task Pack_OfAModelFile_TakesTheDefaultsAndTheMethodsAsked()
    {
        Outcome outcome = await CommandLine.RunAsync(
            "pack", Path.Combine(packed.Run, "model.safetensors"), "--out", _folder.File("model.zip"), "--method", "occlusion", "--target", "V");

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        Assert.Contains("class 'V'", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("learned-mask", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_Cancelled_Is130AndLeavesNothing()
    {
        using CancellationTokenSource cancellation = new();
        using StringWriter output = new();
        using CancellingWriter error = new(cancellation);
        string folder = _folder.File("cancelled");

        int code = await Application.RunAsync(
            ["score", packed.Pipeline, packed.Recordings, "--out", folder], new(output, error, TimeProvider.System, isInteractive: false), cancellation.Token);

        Assert.Equal(ExitCodes.Cancelled, code);
        Assert.Empty(Directory.EnumerateFiles(folder));
    }

    private static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.True(MemoryMarshal.Cast<float, int>(expected).SequenceEqual(MemoryMarshal.Cast<float, int>(actual)));

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    private string[][] Table(string name) => [.. File.ReadAllLines(_folder.File(name)).Select(line => line.Split(','))];

    private async Task<string> ScoreAsync(string output)
    {
        Outcome outcome = await CommandLine.RunAsync("score", packed.Pipeline, packed.Recordings, "--out", _folder.File(output));
        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        return _folder.File(output);
    }

    /// <summary>Cancels when scoring has begun.</summary>
    private sealed class CancellingWriter(CancellationTokenSource cancellation) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value!.StartsWith("score and explain", StringComparison.Ordinal))
                cancellation.Cancel();
        }
    }
}
