using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Cli.Tests;

/// <summary>Damaged and unsuitable recordings as a user meets them: one clear sentence, exit code 1, and no run folder.</summary>
public sealed class BadInputTests(SyntheticRecords records) : IClassFixture<SyntheticRecords>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("signal file missing", "s003.dat")]
    [InlineData("signal file cut", "s003")]
    [InlineData("sample changed", "s003")]
    [InlineData("header names a missing file", "absent.dat")]
    [InlineData("header leads out of its folder", "../s003.dat")]
    [InlineData("unknown format", "213")]
    [InlineData("record of length zero", "s003")]
    [InlineData("other sampling rate", "250")]
    [InlineData("annotations missing", "s003.atr")]
    [InlineData("annotation past the end", "s003.atr")]
    [InlineData("no record", "records")]
    [InlineData("one patient", "one patient only")]
    public async Task Train_DataUnfit_SaysWhereAndLeavesNoRun(string damage, string named)
    {
        string data = records.CopyTo(_folder.File("data"));
        Damage(data, damage);

        Outcome outcome = await CommandLine.RunAsync(SyntheticRecords.SmallTraining(data, _folder.File("run")));

        Assert.True(outcome.Code == ExitCodes.Failure, outcome.ToString());
        string message = outcome.Error.Split(Environment.NewLine).Single(line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [Fact]
    public async Task Inspect_ChecksumWrong_WarnsAndIsDone()
    {
        string data = records.CopyTo(_folder.File("data"));
        Damage(data, "sample changed");

        Outcome outcome = await CommandLine.RunAsync("inspect", Path.Combine(data, "s003"), "--json");

        Assert.Equal(ExitCodes.Success, outcome.Code);
        Assert.Contains("\"checksumOk\":false", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("warning: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_ClassMissing_NamesTheClass()
    {
        Outcome outcome = await CommandLine.RunAsync([.. SyntheticRecords.SmallTraining(records.Path, _folder.File("run")), "--classes", "N,R,/,V,Q"]);

        Assert.Equal(ExitCodes.Failure, outcome.Code);
        Assert.Contains("no patient of 12 has class 'Q'", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [Fact]
    public async Task Train_LeadAbsent_ListsTheLeads()
    {
        Outcome outcome = await CommandLine.RunAsync([.. SyntheticRecords.SmallTraining(records.Path, _folder.File("run")), "--lead", "V5", "--missing-lead", "error"]);

        Assert.Equal(ExitCodes.Failure, outcome.Code);
        Assert.Contains("MLII", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_FileStandsInTheWay_CannotBeWritten()
    {
        File.WriteAllText(_folder.File("file"), "");

        Outcome outcome = await CommandLine.RunAsync(SyntheticRecords.SmallTraining(records.Path, Path.Combine(_folder.File("file"), "run")));

        Assert.Equal(ExitCodes.Failure, outcome.Code);
        Assert.Contains("cannot be written", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_NoRun_SaysWhatARunIs()
    {
        Outcome outcome = await CommandLine.RunAsync("explain", _folder.File("absent"));

        Assert.Equal(ExitCodes.Failure, outcome.Code);
        Assert.Contains("not a run folder, manifest.json is missing", outcome.Error, StringComparison.Ordinal);
    }

    private static void Damage(string data, string damage)
    {
        string header = Path.Combine(data, "s003.hea"), signal = Path.Combine(data, "s003.dat"), annotations = Path.Combine(data, "s003.atr");
        switch (damage)
        {
            case "signal file missing":
                File.Delete(signal);
                break;
            case "signal file cut":
                File.WriteAllBytes(signal, File.ReadAllBytes(signal)[..5000]);
                break;
            case "sample changed":
                byte[] bytes = File.ReadAllBytes(signal);
                bytes[3000] ^= 1;
                File.WriteAllBytes(signal, bytes);
                break;
            case "header names a missing file":
                Replace(header, "s003.dat", "absent.dat");
                break;
            case "header leads out of its folder":
                Replace(header, "s003.dat", "../s003.dat");
                break;
            case "unknown format":
                Replace(header, "s003.dat 212", "s003.dat 213");
                break;
            case "record of length zero":
                Replace(header, "360 7200", "360 0");
                File.WriteAllBytes(signal, []);
                break;
            case "other sampling rate":
                Replace(header, "360 7200", "250 7200");
                break;
            case "annotations missing":
                File.Delete(annotations);
                break;
            case "annotation past the end":
                // SKIP by 2²⁴ samples, then a beat.
                File.WriteAllBytes(annotations, [0x00, 0xEC, 0x00, 0x01, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00]);
                break;
            case "no record":
                foreach (string file in Directory.EnumerateFiles(data))
                    File.Delete(file);
                break;
            default:
                Assert.Equal("one patient", damage);
                File.WriteAllText(Path.Combine(data, "RECORDS"), "s003\n");
                break;
        }
    }

    private static void Replace(string path, string old, string with)
    {
        string text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, with, StringComparison.Ordinal));
    }
}
