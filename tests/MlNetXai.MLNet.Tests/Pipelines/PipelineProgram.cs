using System.Diagnostics;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Pipelines;

/// <summary>The single-file programs of <c>pipelines/</c>, run as a reader runs them; the child inherits <c>MLNet</c> from the environment.</summary>
internal static class PipelineProgram
{
    /// <summary>Names of all programs.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.cs").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(Repository.Root(), "pipelines");

    /// <summary>Runs a program to its end, and sees that it ended well.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string name, params string[] arguments)
    {
        (int code, string output, string error) = await RunToEndAsync(name, arguments);
        Assert.True(code == 0, $"{name}: exit code {code}\n{output}\n{error}");
        return output;
    }

    /// <summary>Runs a program to its end, however it ends.</summary>
    public static async Task<(int Code, string Output, string Error)> RunToEndAsync(string name, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["run", Path.Combine(Folder, name), "-c", "Release", "--", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Build servers that outlive the program would keep its output open, and the test waiting.
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["UseSharedCompilation"] = "false" },
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
