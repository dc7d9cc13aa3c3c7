using MlNetXai.Tests;
using Xunit;

namespace MlNetXai;

public sealed class AtomicFileTests
{
    [Fact]
    public void Write_FolderAbsent_MakesItAndLeavesTheFileAlone()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "a", "b", "c.txt");

        AtomicFile.WriteText(path, "ü");

        Assert.Equal([0xC3, 0xBC], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Write_WhileWriting_OlderFileIsStillWhole()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("a.txt");
        AtomicFile.WriteText(path, "old");

        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Write_IOError_NamesPlaceAndRemedyAndKeepsTheOlderFile()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("a.txt");
        AtomicFile.WriteText(path, "old");

        OutputException error = Assert.Throws<OutputException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device");
        }));

        Assert.Equal(path, error.Path);
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Contains("free some", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_DiskFull_KeepsTheOlderFile()
    {
        const string FullDevice = "/dev/full";
        if (!File.Exists(FullDevice))
            Assert.Skip($"{FullDevice} is absent: no device that is always full.");
        using TemporaryFolder folder = new();
        string path = folder.File("a.txt");
        AtomicFile.WriteText(path, "old");

        Assert.Throws<OutputException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            using FileStream full = new(FullDevice, FileMode.Open, FileAccess.Write);
            full.Write("half"u8);
            full.Flush();
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_OtherError_PassesAndLeavesNothing()
    {
        using TemporaryFolder folder = new();

        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(folder.File("a.txt"), _ => throw new OperationCanceledException()));

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_FolderNotWritable_ThrowsOutputException()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("A folder that cannot be written needs Unix permissions.");
            return;
        }

        // Permissions do not bind root, but nobody can make a file in /proc.
        const string Kernel = "/proc";
        if (Environment.UserName == "root" && Directory.Exists(Kernel))
        {
            Assert.Throws<OutputException>(() => AtomicFile.WriteText(Path.Combine(Kernel, "a.txt"), "x"));
            return;
        }

        using TemporaryFolder folder = new();
        string locked = Directory.CreateDirectory(folder.File("locked")).FullName;
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        OutputException error = Assert.Throws<OutputException>(() => AtomicFile.WriteText(Path.Combine(locked, "a.txt"), "x"));

        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Contains("needs a writable folder", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(locked));
    }

    [Fact]
    public void Write_FolderIsAFile_ThrowsOutputException()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("file"), "x");

        Assert.Throws<OutputException>(() => AtomicFile.WriteText(Path.Combine(folder.File("file"), "a.txt"), "x"));
    }

    [Fact]
    public void Write_TargetIsAFolder_ThrowsOutputExceptionAndLeavesNothing()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("a"));

        Assert.Throws<OutputException>(() => AtomicFile.WriteText(folder.File("a"), "x"));

        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
