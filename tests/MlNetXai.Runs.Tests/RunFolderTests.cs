using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests;

public class RunFolderTests
{
    private const string Versions = "{\"versions\": {\"mlNetXai\": \"0\", \"runtime\": \"0\", \"architecture\": \"X64\", \"vectorBits\": 256}, ";

    [Fact]
    public void Create_RunIsThere_Refuses()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("manifest.json"), "{}");

        RunException error = Assert.Throws<RunException>(() => RunFolder.Create(folder.Path));

        Assert.Contains("a run is here already. Continue it with --resume, or choose another folder.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_FileStandsInTheWay_NamesFolderAndRemedy()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("run"), "");

        OutputException error = Assert.Throws<OutputException>(() => RunFolder.Create(folder.File("run")));

        Assert.Contains("run: cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Contains("Choose a folder with write permission", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoManifest_SaysWhatIsMissing()
    {
        using TemporaryFolder folder = new();

        RunException error = Assert.Throws<RunException>(() => RunFolder.Open(folder.Path));

        Assert.Contains("manifest.json is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenTrained_NoModel_SaysHowToGoOn()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("manifest.json"), "{}");

        RunException error = Assert.Throws<RunException>(() => RunFolder.OpenTrained(folder.Path));

        Assert.Contains("Continue it with 'train --resume'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadManifest_OfAnEarlierVersion_LacksWhatItDidNotNote()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("manifest.json"), Versions + "\"train\": {}}");

        Assert.Null(RunFolder.Open(folder.Path).ReadManifest().Versions.FusesMultiplyAdd);
    }

    [Fact]
    public void Create_ProcessDiedWhileWriting_DeletesItsTemporaryFilesOnly()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("split.json.7.00000000000000000000000000000000.tmp"), "half");
        File.WriteAllText(folder.File("mine.tmp"), "");

        RunFolder.Create(folder.Path);

        Assert.Equal([folder.File("mine.tmp")], Directory.EnumerateFiles(folder.Path));
    }

    [Theory]
    [InlineData("{}"), InlineData("{\"format\": 1, \"train\""), InlineData("null"), InlineData("{\"colour\": 3}")]
    [InlineData(Versions + "\"train\": null}"), InlineData(Versions + "\"train\": {\"classes\": null}}"), InlineData(Versions + "\"train\": {\"classes\": [\"N\", null]}}")]
    [InlineData(Versions + "\"train\": {\"data\": null}}"), InlineData(Versions + "\"train\": {}, \"inputs\": [{}]}"), InlineData(Versions + "\"train\": {}, \"choices\": null}")]
    [InlineData(Versions + "\"train\": {\"hidden\": 1000000000}}"), InlineData("{\"versions\": null, \"train\": {}}")]
    public void ReadManifest_Damaged_NamesFileAndRemedy(string text)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("manifest.json"), text);

        RunException error = Assert.Throws<RunException>(() => RunFolder.Open(folder.Path).ReadManifest());

        Assert.Contains("manifest.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("epeat the step that makes it", error.Message, StringComparison.Ordinal);
    }
}
