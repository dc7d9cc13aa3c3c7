using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests;

public class RunFolderTests
{
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

    [Theory]
    [InlineData("{}"), InlineData("{\"format\": 1, \"train\""), InlineData("null"), InlineData("{\"colour\": 3}")]
    public void ReadManifest_Damaged_NamesFileAndRemedy(string text)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("manifest.json"), text);

        RunException error = Assert.Throws<RunException>(() => RunFolder.Open(folder.Path).ReadManifest());

        Assert.Contains("manifest.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("epeat the step that makes it", error.Message, StringComparison.Ordinal);
    }
}
