using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Cli.Tests;

public sealed class CompareCommandTests(SyntheticRecords records) : IClassFixture<SyntheticRecords>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compare_SmallRun_PrintsATableInEightyColumnsAndGoesOn()
    {
        await CommandLine.RunAsync(SyntheticRecords.SmallTraining(records.Path, _folder.File("run")));
        string[] command = ["compare", _folder.File("run"), "--out", _folder.File("compared"), "--smoke", "--rows", "8", "--methods", "input-derivative,integrated-gradients"];

        Outcome first = await CommandLine.RunAsync([.. command, "--set", "integrated-gradients.steps=20"]);
        Outcome again = await CommandLine.RunAsync([.. command, "--set", "integrated-gradients.steps=20"]);
        Outcome other = await CommandLine.RunAsync(command);

        Assert.True(first.Code == ExitCodes.Success, first.ToString());
        Assert.All(first.Output.Split(Environment.NewLine).Where(line => line.Contains("  ", StringComparison.Ordinal)), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        Assert.Matches(@"\n integrated-gradients +[\d.]+ ", first.Output);
        Assert.EndsWith($"{_folder.File("compared")}{Path.DirectorySeparatorChar}report.html{Environment.NewLine}", first.Output, StringComparison.Ordinal);
        Assert.Contains("compare: ", first.Error, StringComparison.Ordinal);
        Assert.Equal(first.Output, again.Output);
        Assert.DoesNotContain("compare: ", again.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failure, other.Code);
        Assert.Contains("options.explanation.settings was [\"integrated-gradients.steps=20\"], not []", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--set integrated-gradients.colour=red", "steps")]
    [InlineData("--set integrated-gradients.rule=trapezoid --set integrated-gradients.steps=1", "integrated-gradients: Steps is 1, but a trapezoid has a point at each end")]
    public async Task Compare_SettingsWrong_SaysSoBeforeAnyWork(string settings, string message)
    {
        await CommandLine.RunAsync(SyntheticRecords.SmallTraining(records.Path, _folder.File("run"), epochs: 1));

        Outcome outcome = await CommandLine.RunAsync(["compare", _folder.File("run"), "--out", _folder.File("compared"), .. settings.Split(' ')]);

        Assert.NotEqual(ExitCodes.Success, outcome.Code);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("compared")));
    }
}
