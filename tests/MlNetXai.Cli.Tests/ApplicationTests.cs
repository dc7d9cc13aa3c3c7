using System.Text.Json;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Cli.Tests;

public sealed class ApplicationTests(SyntheticRecords records) : IClassFixture<SyntheticRecords>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(""), InlineData("demo"), InlineData("fetch"), InlineData("inspect"), InlineData("export"), InlineData("train"), InlineData("train ecg-lstm"), InlineData("train ecg-fcn")]
    [InlineData("methods"), InlineData("explain"), InlineData("evaluate"), InlineData("compare"), InlineData("report"), InlineData("pack"), InlineData("score"), InlineData("inspect-model"), InlineData("convert")]
    public async Task Help_EveryCommand_EndsWithExamplesInEightyColumns(string command)
    {
        Outcome outcome = await CommandLine.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(ExitCodes.Success, outcome.Code);
        Assert.Contains($"Examples:{Environment.NewLine}  mlnetxai ", outcome.Output, StringComparison.Ordinal);
        Assert.All(outcome.Output.Split(Environment.NewLine), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        Assert.Empty(outcome.Error);
    }

    [Theory]
    [InlineData("fly"), InlineData("inspect"), InlineData("demo --epochs 3"), InlineData("train ecg-lstm --out x"), InlineData("inspect x --channel 0 --lead MLII")]
    [InlineData("train ecg-lstm --data x --out y --epochs 0"), InlineData("train ecg-lstm --data x --out y --epochs two"), InlineData("train ecg-lstm --data x --out y --patients 1,2")]
    [InlineData("train ecg-lstm --data x --out y --optimizer lion"), InlineData("train ecg-lstm --data x --out y --schedule step,every=0"), InlineData("train ecg-lstm --data x --out y --early-stop 0"), InlineData("train ecg-fcn --data x --out y --filters 8,8 --kernels 3"), InlineData("train ecg-fcn --data x --out y --hidden 3")]
    [InlineData("train ecg-lstm --data x --out y --clip-norm 0"), InlineData("train ecg-lstm --data x --out y --classes N"), InlineData("explain x --method lime"), InlineData("explain x --rows some"), InlineData("explain x --part dev")]
    [InlineData("explain x --set steps=3"), InlineData("explain x --set integrated-gradients.steps=0"), InlineData("explain x --prefix 0"), InlineData("explain x --guide lime"), InlineData("methods a b")]
    [InlineData("explain x --lambda1 -1"), InlineData("evaluate x --bootstrap 1"), InlineData("compare x"), InlineData("compare --out y"), InlineData("compare x --out y --rows 0"), InlineData("compare x --out y --methods lime"), InlineData("export x --csv y --from soon")]
    [InlineData("pack x"), InlineData("pack x --out y --method lime"), InlineData("pack x --out y --target label"), InlineData("score x y"), InlineData("score x y --out z --channel 0 --lead I"), InlineData("score x y --out z --channel one")]
    [InlineData("inspect-model"), InlineData("inspect-model x --layout sideways"), InlineData("inspect-model x --steps 0"), InlineData("convert x"), InlineData("convert x y.pt")]
    [InlineData("convert x y.safetensors --logits"), InlineData("convert x y.onnx --output  ")]
    public async Task Run_UsageWrong_IsTwoAndPointsToHelp(string line)
    {
        Outcome outcome = await CommandLine.RunAsync(line.Replace("export x", $"export {Path.Combine(records.Path, "s001")}", StringComparison.Ordinal).Split(' '));

        Assert.True(outcome.Code == ExitCodes.Usage, outcome.ToString());
        Assert.StartsWith("error: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Help: mlnetxai ", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("--label-tolerance 20000", "LabelToleranceMs"), InlineData("--sampling-rate Infinity", "SamplingRateHz"), InlineData("--hidden 1000000000", "Hidden")]
    [InlineData("--layers 17", "Layers"), InlineData("--batch 2000000000", "BatchRows"), InlineData("--learning-rate NaN", "LearningRate")]
    [InlineData("--weight-decay Infinity", "WeightDecay"), InlineData("--patients 1,1,2147483647", "TestPatients")]
    public async Task Train_OptionOutOfRange_IsTwoAndNamesIt(string option, string name)
    {
        Outcome outcome = await CommandLine.RunAsync(["train", "ecg-lstm", "--data", records.Path, "--out", _folder.File("run"), .. option.Split(' ')]);

        Assert.True(outcome.Code == ExitCodes.Usage, outcome.ToString());
        Assert.StartsWith($"error: {name} is ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(" must ", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [Theory]
    [InlineData(typeof(OverflowException), ExitCodes.Failure), InlineData(typeof(OutOfMemoryException), ExitCodes.Failure), InlineData(typeof(ArgumentException), ExitCodes.Usage)]
    public void Answer_UnforeseenException_IsOneSentence(Type type, int code)
    {
        using StringWriter output = new(), error = new();

        int answer = Application.Answer((Exception)Activator.CreateInstance(type)!, new(output, error, TimeProvider.System, isInteractive: false), "mlnetxai demo");

        Assert.Equal(code, answer);
        Assert.StartsWith("error: ", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_NoEpochs_SaysTheRange()
    {
        Outcome outcome = await CommandLine.RunAsync(SyntheticRecords.SmallTraining(records.Path, _folder.File("run"), epochs: 0));

        Assert.Contains("Epochs is 0 and must lie in 1 … 1000000.", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [Fact]
    public async Task Inspect_Json_IsJsonAndNothingElse()
    {
        Outcome outcome = await CommandLine.RunAsync("inspect", records.Path, "--beats", "--json");

        Assert.Equal(ExitCodes.Success, outcome.Code);
        using var json = JsonDocument.Parse(outcome.Output);
        JsonElement first = json.RootElement.GetProperty("records")[0];
        Assert.Equal(12, json.RootElement.GetProperty("records").GetArrayLength());
        Assert.Equal(
            ["record", "lead", "fs", "samples", "checksumOk", "annotations", "detections", "detectionSum", "kept", "correctedSum"],
            first.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("s001", "MLII", 7200), (first.GetProperty("record").GetString(), first.GetProperty("lead").GetString(), first.GetProperty("samples").GetInt32()));
    }

    [Fact]
    public async Task Inspect_Table_FitsEightyColumns()
    {
        Outcome outcome = await CommandLine.RunAsync("inspect", records.Path, "--beats");

        Assert.Contains("s012", outcome.Output, StringComparison.Ordinal);
        Assert.All(outcome.Output.Split(Environment.NewLine), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    [Fact]
    public async Task Export_Range_WritesItsSamples()
    {
        Outcome outcome = await CommandLine.RunAsync("export", Path.Combine(records.Path, "s001"), "--from", "360", "--to", "1.5s", "--csv", _folder.File("part.csv"));

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        string[] lines = File.ReadAllLines(_folder.File("part.csv"));
        Assert.Equal("sample,MLII", lines[0]);
        Assert.StartsWith("360,", lines[1], StringComparison.Ordinal);
        Assert.Equal(1 + 180, lines.Length);
    }

    [Fact]
    public async Task TrainExplainEvaluateReport_OneAfterTheOther_FillTheRunFolder()
    {
        string run = _folder.File("run");

        Outcome train = await CommandLine.RunAsync(SyntheticRecords.SmallTraining(records.Path, run));
        Outcome explain = await CommandLine.RunAsync("explain", run, "--rows", "8", "--mask-iterations", "10");
        Outcome evaluate = await CommandLine.RunAsync("evaluate", run, "--bootstrap", "100", "--random-draws", "1", "--json");
        Outcome report = await CommandLine.RunAsync("report", run);

        Assert.All([train, explain, evaluate, report], outcome => Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString()));
        Assert.Contains("Next: mlnetxai explain", train.Output, StringComparison.Ordinal);
        Assert.Contains("8 beats of", explain.Output, StringComparison.Ordinal);
        using var metrics = JsonDocument.Parse(evaluate.Output);
        Assert.Equal(8, metrics.RootElement.GetProperty("explainedRows").GetInt32());
        Assert.Equal(Path.Combine(run, "report.html"), report.Output.Trim());
        Assert.True(File.Exists(Path.Combine(run, "report.html")));
    }

    [Fact]
    public async Task Train_RunIsThere_SaysResume()
    {
        string run = _folder.File("run");
        await CommandLine.RunAsync(SyntheticRecords.SmallTraining(records.Path, run, epochs: 1));

        Outcome outcome = await CommandLine.RunAsync(SyntheticRecords.SmallTraining(records.Path, run, epochs: 1));

        Assert.Equal(ExitCodes.Failure, outcome.Code);
        Assert.Contains("a run is here already. Continue it with --resume", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainResume_RunOfAnotherTask_NamesTheCommandThatGoesOn()
    {
        string run = _folder.File("run");
        await CommandLine.RunAsync(SyntheticRecords.SmallTraining(records.Path, run, epochs: 1));

        Outcome outcome = await CommandLine.RunAsync("train", "ecg-fcn", "--out", run, "--resume");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains($"{run} was begun by 'train ecg-lstm'", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainFcn_SmallNetwork_LeavesARunWithEarlyStopOfItsOwn()
    {
        string run = _folder.File("run");

        Outcome outcome = await CommandLine.RunAsync(
            "train", "ecg-fcn", "--data", records.Path, "--out", run, "--patients", "6,3,3", "--filters", "8,8", "--kernels", "5,3", "--epochs", "2", "--batch", "20", "--early-stop", "never");

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        string manifest = File.ReadAllText(Path.Combine(run, "manifest.json"));
        Assert.Contains("\"fully-convolutional\"", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("patience", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_Smoke_EndsWithItsReportAndSaysWhatItsNumbersAreWorth()
    {
        Outcome outcome = await CommandLine.RunAsync("demo", "--smoke", "--out", _folder.File("demo"));

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        string[] lines = outcome.Output.TrimEnd().Split(Environment.NewLine);
        Assert.Equal($"Report: {_folder.File("demo")}{Path.DirectorySeparatorChar}report.html", lines[^1]);
        Assert.Contains(lines, line => line.EndsWith("these numbers mean nothing.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Explained: 8 of ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Cancelled_Is130()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        Outcome outcome = await CommandLine.RunAsync(cancelled.Token, SyntheticRecords.SmallTraining(records.Path, _folder.File("run")));

        Assert.Equal(ExitCodes.Cancelled, outcome.Code);
        Assert.StartsWith("cancelled", outcome.Error, StringComparison.Ordinal);
    }
}
