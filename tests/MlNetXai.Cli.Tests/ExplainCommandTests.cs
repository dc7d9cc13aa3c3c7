using System.Text.Json;
using MlNetXai.Explanations;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Cli.Tests;

/// <summary>A small convolutional network, trained once.</summary>
public sealed class TrainedConvolution : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SyntheticRecords _records = new();

    public string Run => _folder.File("run");

    public async ValueTask InitializeAsync()
    {
        Outcome outcome = await CommandLine.RunAsync(
            "train", "ecg-fcn", "--data", _records.Path, "--out", Run, "--patients", "6,3,3", "--filters", "8,8", "--kernels", "5,3", "--epochs", "2", "--batch", "20", "--early-stop", "never");
        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        _records.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class ExplainCommandTests(TrainedConvolution convolution) : IClassFixture<TrainedConvolution>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Methods_List_NamesNeedsCostAndSourceOfEveryMethodInEightyColumns()
    {
        Outcome outcome = await CommandLine.RunAsync("methods");

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        string words = string.Join(' ', outcome.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(MethodCatalog.All, method => Assert.Contains($"{method.Name} {method.NeedsText} {method.Cost} {method.Source}", words, StringComparison.Ordinal));
        Assert.Contains("native-guide gives no value for each sample: ", words, StringComparison.Ordinal);
        Assert.All(outcome.Output.Split(Environment.NewLine), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Methods_EveryName_ListsItsOptionsInEightyColumns()
    {
        foreach (MethodDescription method in MethodCatalog.All)
        {
            Outcome outcome = await CommandLine.RunAsync("methods", method.Name);

            Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
            Assert.StartsWith($"{method.Name}: {method.Title}", outcome.Output, StringComparison.Ordinal);
            Assert.Contains(method.Name == "temporal-output-score" ? "It has no options." : $"explain --set {method.Name}.OPTION=VALUE", outcome.Output, StringComparison.Ordinal);
            Assert.All(outcome.Output.Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 80));
        }
    }

    [Fact]
    public async Task Methods_Json_HasEveryMethodWithItsOptions()
    {
        Outcome outcome = await CommandLine.RunAsync("methods", "--json");

        using var methods = JsonDocument.Parse(outcome.Output);
        Assert.Equal(MethodCatalog.All.Select(method => method.Name), methods.RootElement.EnumerateArray().Select(method => method.GetProperty("method").GetString()));
        Assert.False(methods.RootElement[0].GetProperty("attribution").GetBoolean());
        Assert.Contains(methods.RootElement[0].GetProperty("options").EnumerateArray(), option => option.GetProperty("option").GetString() == "steps" && option.GetProperty("default").GetString() == "500");
    }

    [Fact]
    public async Task Methods_Unknown_ListsThoseThereAre()
    {
        Outcome outcome = await CommandLine.RunAsync("methods", "lime");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("'lime' is not an explanation method. Use one of: class-model, ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ConvolutionWithoutMethods_TakesThoseThatFitAndTellsWhatTheySayOfThemselves()
    {
        Outcome outcome = await CommandLine.RunAsync("explain", convolution.Run, "--rows", "4", "--out", _folder.Path, "--set", "integrated-gradients.steps=10", "--set", "occlusion.baseline=row-mean");

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        Assert.Equal(
            ["grad-cam.npz", "input-derivative.npz", "integrated-gradients.npz", "occlusion.npz"], Directory.EnumerateFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Contains("What the methods say of themselves:", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("integrated-gradients  completeness-error-relative ", outcome.Output, StringComparison.Ordinal);
        Assert.All(outcome.Output.Split('\n').Where(line => !line.Contains(_folder.Path, StringComparison.Ordinal)), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    [Fact]
    public async Task Explain_MethodDoesNotFit_NamesOneThatDoesAndDoesNothing()
    {
        Outcome outcome = await CommandLine.RunAsync("explain", convolution.Run, "--method", "input-derivative,temporal-output-score", "--out", _folder.File("out"));

        Assert.Equal(ExitCodes.Failure, outcome.Code);
        Assert.Contains("temporal-output-score cannot explain '", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("the model does not give logits after every prefix of its input. Use occlusion, which needs logits only.", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("explain input-derivative", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Theory]
    [InlineData("--set deeplift.steps=3", "deeplift has no option 'steps'. It has baseline=zero, max-pooling=rescale.")]
    [InlineData("--set integrated-gradients.steps=0", "--set integrated-gradients.steps=0: Steps is 0 and must be at least 1.")]
    [InlineData("--set smoothgrad.samples=3", "smoothgrad is not among the methods explained.")]
    [InlineData("--window 9 --set occlusion.windows=captum:5", "occlusion.windows is also given by another option, as study-a:9. Give one of the two.")]
    [InlineData("--method native-guide --guide native-guide", "The guide of native-guide is 'native-guide', which gives no attribution of samples.")]
    [InlineData("--method grad-cam --set grad-cam.layer=lstm1", "has no layer 'lstm1'; it has ")]
    public async Task Explain_OptionsWrong_IsTwoAndSaysWhatCanBeWritten(string line, string message)
    {
        Outcome outcome = await CommandLine.RunAsync(["explain", convolution.Run, "--out", _folder.File("out"), .. line.Split(' ')]);

        Assert.True(outcome.Code == ExitCodes.Usage, outcome.ToString());
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task Explain_PrefixOfAConvolution_SaysWhatWouldWork()
    {
        Outcome outcome = await CommandLine.RunAsync("explain", convolution.Run, "--prefix", "60", "--out", _folder.File("out"));

        Assert.Equal(ExitCodes.Failure, outcome.Code);
        Assert.Contains("Explain the whole beat, or an LSTM.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ClassModelAlone_SpeaksOfNoBeats()
    {
        Outcome outcome = await CommandLine.RunAsync("explain", convolution.Run, "--method", "class-model", "--set", "class-model.steps=2", "--out", _folder.Path);

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        Assert.Equal(_folder.File("class-model.npz"), outcome.Output.Trim());
    }

    [Fact]
    public async Task Evaluate_WithARunThatIsNotExplained_SaysWhoseBeatsAreAveraged()
    {
        foreach (string name in (string[])["a", "b"])
        {
            Directory.CreateDirectory(_folder.File(name));
            foreach (string file in Directory.EnumerateFiles(convolution.Run))
                File.Copy(file, Path.Combine(_folder.File(name), Path.GetFileName(file)));
        }

        await CommandLine.RunAsync("explain", _folder.File("a"), "--method", "input-derivative", "--rows", "4");
        await CommandLine.RunAsync("evaluate", _folder.File("b"), "--bootstrap", "100");

        Outcome outcome = await CommandLine.RunAsync("evaluate", _folder.File("a"), "--with", _folder.File("b"), "--bootstrap", "100", "--random-draws", "1");

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        string words = string.Join(' ', outcome.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Explanations are measured on the beats of a; averages over classes and segments are of those of a.", words, StringComparison.Ordinal);
        Assert.Contains("note: left out of the averages is b: not explained by input-derivative as a was.", words, StringComparison.Ordinal);
    }
}
