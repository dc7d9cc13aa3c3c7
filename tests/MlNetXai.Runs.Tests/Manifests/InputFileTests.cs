using MlNetXai.Runs.Manifests;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests.Manifests;

public class InputFileTests
{
    [Fact]
    public void Hash_KnownContent_IsItsSha256()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a.dat"), "abc");

        InputFile file = Assert.Single(InputFile.Hash(folder.Path, ["a.dat", "absent.dat"]));

        Assert.Equal(new InputFile("a.dat", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), file);
    }

    [Fact]
    public void RequireUnchanged_OtherContent_NamesFileAndRemedy()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a.dat"), "abc");
        IReadOnlyList<InputFile> inputs = InputFile.Hash(folder.Path, ["a.dat"]);
        File.WriteAllText(folder.File("a.dat"), "abd");

        RunException error = Assert.Throws<RunException>(() => InputFile.RequireUnchanged(folder.Path, inputs));

        Assert.Contains("a.dat: has changed since the run was made", error.Message, StringComparison.Ordinal);
        Assert.Contains("Restore it, or train anew.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireUnchanged_FileGone_NamesItAndTheOption()
    {
        using TemporaryFolder folder = new();

        RunException error = Assert.Throws<RunException>(() => InputFile.RequireUnchanged(folder.Path, [new("a.dat", 3, new string('0', 64))]));

        Assert.Contains("a.dat: missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
    }
}
