using System.Diagnostics;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Cli.Tests;

/// <summary>What only a process of its own can show: exit codes, signals, sudden death, a full disk.</summary>
public sealed class ProcessTests(SyntheticRecords records) : IClassFixture<SyntheticRecords>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Process_ExitCodes_AreThoseOfTheContract()
    {
        Outcome success = await CommandLine.RunProcessAsync("inspect", Path.Combine(records.Path, "s001"));
        Outcome failure = await CommandLine.RunProcessAsync("inspect", _folder.File("absent"));
        Outcome usage = await CommandLine.RunProcessAsync("inspect", "--colour");

        Assert.Equal((0, 1, 2), (success.Code, failure.Code, usage.Code));
        Assert.StartsWith("error: ", failure.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Error, StringComparison.Ordinal);
        Assert.Empty(failure.Output);
    }

    [Fact]
    public async Task Train_Interrupted_Is130AndResumesToTheSameBytes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGINT cannot be sent to another process.");
        string run = _folder.File("run");
        using Process training = CommandLine.Start(SyntheticRecords.SmallTraining(records.Path, run, epochs: 60));
        await CheckpointAsync(run, training);

        using (Process signal = Process.Start("kill", ["-INT", $"{training.Id}"]))
            await signal.WaitForExitAsync();
        Outcome outcome = await CommandLine.EndOfAsync(training);

        Assert.True(outcome.Code == ExitCodes.Cancelled, outcome.ToString());
        Assert.Contains("--resume", outcome.Error, StringComparison.Ordinal);
        await AssertResumesAsync(run);
    }

    [Fact]
    public async Task Train_Killed_ResumesToTheSameBytes()
    {
        string run = _folder.File("run");
        using Process training = CommandLine.Start(SyntheticRecords.SmallTraining(records.Path, run, epochs: 60));
        await CheckpointAsync(run, training);

        training.Kill();
        await training.WaitForExitAsync();

        Assert.False(File.Exists(Path.Combine(run, "model.safetensors")));
        // What a process that dies within AtomicFile leaves; the kill hits this moment only now and then.
        File.WriteAllText(Path.Combine(run, $"checkpoint.{training.Id}.{Guid.NewGuid():N}.tmp"), "half");
        await AssertResumesAsync(run);
        Assert.Empty(Directory.EnumerateFiles(run, "*.tmp"));
    }

    [Fact]
    public async Task Export_DiskFull_LeavesNothing()
    {
        // A disk of 64 KiB of this process' own; the record needs more.
        string disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        string mount = $"mount -t tmpfs -o size=64k tmpfs '{disk}'";
        Assert.SkipUnless(OperatingSystem.IsLinux() && (await ShellAsync(mount)).Code == 0, "A small disk cannot be made here.");

        Outcome outcome = await ShellAsync(
            $"{mount}; dotnet '{CommandLine.ProgramPath}' export '{records.Path}/s001' --csv '{disk}/all.csv'; code=$?; ls -A '{disk}'; exit $code");

        Assert.True(outcome.Code == ExitCodes.Failure, outcome.ToString());
        Assert.Contains("all.csv: cannot be written", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    private static async Task<Outcome> ShellAsync(string script)
    {
        using Process process = Process.Start(new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        return await CommandLine.EndOfAsync(process);
    }

    private async Task AssertResumesAsync(string run)
    {
        string whole = _folder.File("whole");
        Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync(SyntheticRecords.SmallTraining(records.Path, whole, epochs: 60))).Code);

        Outcome resumed = await CommandLine.RunAsync("train", "ecg-lstm", "--out", run, "--resume");

        Assert.True(resumed.Code == ExitCodes.Success, resumed.ToString());
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "model.safetensors")), File.ReadAllBytes(Path.Combine(run, "model.safetensors")));
    }

    private static async Task CheckpointAsync(string run, Process training)
    {
        while (!File.Exists(Path.Combine(run, "checkpoint")))
        {
            Assert.False(training.HasExited, "The training ended before its first checkpoint.");
            await Task.Delay(5);
        }
    }
}
