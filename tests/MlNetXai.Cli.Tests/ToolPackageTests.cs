using System.Diagnostics;
using System.Runtime.CompilerServices;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Cli.Tests;

/// <summary>The program as users get it: a dotnet tool from a package.</summary>
public class ToolPackageTests
{
    [Fact]
    [Trait("Speed", "slow")]
    public async Task Package_InstalledFromALocalFolder_RunsTheDemo()
    {
        using TemporaryFolder folder = new();
        string project = Path.GetFullPath(Path.Combine(SourceFolder(), "../../src/MlNetXai.Cli/MlNetXai.Cli.csproj"));
        string source = Directory.CreateDirectory(folder.File("source")).FullName, tools = folder.File("tools");
        File.WriteAllText(
            folder.File("nuget.config"),
            $"""<configuration><packageSources><clear /><add key="local" value="{source}" /></packageSources></configuration>""");

        await DotnetAsync(folder.Path, "pack", project, "-c", "Release", "--no-build", "-o", source);
        await DotnetAsync(folder.Path, "tool", "install", "MlNetXai.Cli", "--tool-path", tools, "--configfile", folder.File("nuget.config"));
        Outcome outcome = await RunAsync(folder.Path, Path.Combine(tools, "mlnetxai"), "demo", "--smoke", "--out", folder.File("demo"));

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        Assert.True(File.Exists(Path.Combine(folder.File("demo"), "report.html")));
    }

    private static async Task DotnetAsync(string workingFolder, params string[] arguments)
    {
        Outcome outcome = await RunAsync(workingFolder, "dotnet", arguments);
        Assert.True(outcome.Code == 0, outcome.ToString());
    }

    private static async Task<Outcome> RunAsync(string workingFolder, string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        return await CommandLine.EndOfAsync(process);
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
