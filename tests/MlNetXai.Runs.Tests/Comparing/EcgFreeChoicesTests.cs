using MlNetXai.Explanations.Methods;
using MlNetXai.Reporting.Reports;
using MlNetXai.Reporting.Tables;
using MlNetXai.Runs.Comparing;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests.Comparing;

public sealed class EcgFreeChoicesTests(TrainedRun run) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static EcgFreeChoicesOptions Options => new() { Rows = 6, BootstrapDraws = 100, Methods = ["input-derivative", "integrated-gradients"] };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_OfTwoMethods_ComparesEveryAnswerWithTheOneGiven()
    {
        IReadOnlyList<MethodFreeChoices> results = EcgFreeChoices.Run(run.Folder, Options, outputFolder: _folder.Path);

        Assert.Equal(["input-derivative", "integrated-gradients"], results.Select(result => result.Method));
        Assert.Equal(["baseline", "score", "steps", "rule"], results[1].Choices.Select(choice => choice.Name));
        FreeChoice baseline = results[1].Choices[0];
        Assert.Equal(("zero", 6), (baseline.Given, results[1].Rows));
        Assert.Contains("training-mean", baseline.Answers);
        Assert.Equal(baseline.Answers.Count - 1, baseline.AgainstGiven.Count());
        Assert.Equal(baseline.Answers.Count * (baseline.Answers.Count - 1) / 2, baseline.Pairs.Count);
        Assert.All(results.SelectMany(result => result.Choices).SelectMany(choice => choice.Pairs), pair => Assert.InRange(pair.Spearman.Value, -1, 1));
    }

    [Fact]
    public void Run_Settings_AreTheAnswerGiven()
    {
        EcgFreeChoicesOptions options = Options with { Methods = ["integrated-gradients"], Settings = ["integrated-gradients.baseline=training-mean"] };

        MethodFreeChoices result = Assert.Single(EcgFreeChoices.Run(run.Folder, options, outputFolder: _folder.Path));

        Assert.Equal("training-mean", result.Choices[0].Given);
    }

    [Fact]
    public void Run_Again_ReadsWhatIsThereUnlessRowsOrSettingsChanged()
    {
        string file = _folder.File("choices-input-derivative.json");
        EcgFreeChoicesOptions options = Options with { Methods = ["input-derivative"] };
        MethodFreeChoices first = EcgFreeChoices.Run(run.Folder, options, outputFolder: _folder.Path)[0];
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"rows\": 6", "\"rows\": 600", StringComparison.Ordinal));

        MethodFreeChoices same = EcgFreeChoices.Run(run.Folder, options, outputFolder: _folder.Path)[0];
        MethodFreeChoices other = EcgFreeChoices.Run(run.Folder, options with { Rows = 5 }, outputFolder: _folder.Path)[0];

        Assert.Equal((6, 600, 5), (first.Rows, same.Rows, other.Rows));
        Assert.NotEqual(first.MadeFrom, other.MadeFrom);
    }

    [Fact]
    public void Run_WithoutMethods_TakesAllThatTheNetworkAllows()
    {
        IReadOnlyList<MethodFreeChoices> results = EcgFreeChoices.Run(run.Folder, new() { Rows = 1, BootstrapDraws = 100 }, outputFolder: _folder.Path);

        Assert.Equal(
            ["expected-gradients", "feature-ablation", "grad-cam-rnn", "input-derivative", "input-x-gradient", "integrated-gradients", "learned-mask", "occlusion", "shapley-segments", "smoothgrad", "vargrad"],
            results.Select(result => result.Method));
        Assert.All(results, result => Assert.NotEmpty(result.Choices));
    }

    [Fact]
    public void Run_InTheRunsOwnFolder_LeavesTableAndJson()
    {
        RunFolder copy = run.CopyTo(_folder.File("copy"));

        EcgFreeChoices.Run(copy, Options with { Methods = ["input-derivative"] });

        string[] lines = File.ReadAllLines(copy.MeasurePath("choices-input-derivative"));
        Assert.StartsWith("choice,answer,other_answer,spearman", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("score,logit,probability,", lines[1], StringComparison.Ordinal);
        Assert.True(File.Exists(Path.ChangeExtension(copy.MeasurePath("choices-input-derivative"), ".json")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Comparison_WithRowsForChoices_ShowsThemPerNetwork(int rows)
    {
        EcgComparisonOptions options = EcgComparisonOptions.Smoke with { Methods = ["input-derivative"], ChoiceRows = rows };

        EcgComparisonResult result = EcgComparison.Run([run.Folder.FullPath], _folder.File("comparison"), options);

        string network = result.Comparison.Networks[0].Name;
        Assert.Equal(rows > 0, File.Exists(_folder.File(Path.Combine("comparison", "choices", network, "choices-input-derivative.json"))));
        Assert.Equal(rows > 0, File.ReadAllText(result.ReportPath).Contains($"Does the answer hang on a free choice? {network}", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_MethodThatTheNetworkDoesNotAllow_SaysWhatIsMissing() =>
        Assert.Throws<MlNetXai.Networks.MissingCapabilityException>(() => EcgFreeChoices.Run(run.Folder, Options with { Methods = ["deeplift"] }, outputFolder: _folder.Path));

    [Fact]
    public void Run_UnknownMethod_ListsThoseThereAre()
    {
        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => EcgFreeChoices.Run(run.Folder, Options with { Methods = ["lime"] }, outputFolder: _folder.Path));

        Assert.Contains(IntegratedGradients.Description.Name, error.Message);
    }

    [Fact]
    public void Section_OfResults_BeginsWithTheChoicesThatMatterMost()
    {
        IReadOnlyList<MethodFreeChoices> results = EcgFreeChoices.Run(run.Folder, Options, outputFolder: _folder.Path);

        ReportSection section = FreeChoiceTables.Section(results)!;

        Table overview = section.Blocks.OfType<TableBlock>().First().Table;
        double[] least = [.. overview.Rows.Select(row => row[4].Estimate!.Value.Value)];
        Assert.Equal(least.Order(), least);
        Assert.Equal(results.Sum(result => result.Choices.Count), overview.Rows.Count);
        Assert.Equal(3, section.Blocks.OfType<TableBlock>().Count());
        Assert.All(section.Blocks.OfType<TableBlock>(), block => Assert.NotEmpty(CsvTable.Format(block.Table)));
        Assert.Null(FreeChoiceTables.Section([results[0] with { Choices = [] }]));
    }

    [Theory]
    [InlineData(0, 2000)]
    [InlineData(1, 99)]
    public void Options_OutOfRange_AreRefused(int rows, int draws) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new EcgFreeChoicesOptions { Rows = rows, BootstrapDraws = draws });
}
