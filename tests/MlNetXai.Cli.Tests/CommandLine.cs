using System.Diagnostics;
using MlNetXai.Cli.Terminals;

namespace MlNetXai.Cli.Tests;

/// <summary>Runs the command line, in this process or as one of its own.</summary>
internal static class CommandLine
{
    /// <summary>The program beside the test assembly.</summary>
    public static string ProgramPath => Path.Combine(AppContext.BaseDirectory, "mlnetxai.dll");

    public static async Task<Outcome> RunAsync(params string[] arguments) => await RunAsync(CancellationToken.None, arguments);

    public static async Task<Outcome> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = await Application.RunAsync(arguments, new Terminal(output, error, TimeProvider.System, isInteractive: false), cancellation);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Starts the program as a process; both streams can be read.</summary>
    public static Process Start(params string[] arguments)
    {
        // A shell that runs the tests in the background has them ignore Ctrl-C, and children inherit that.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet", ProgramPath] : ["dotnet", ProgramPath];
        return Process.Start(new ProcessStartInfo(command[0], [.. command[1..], .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    public static async Task<Outcome> RunProcessAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        return await EndOfAsync(process);
    }

    /// <summary>Waits for the end of a process.</summary>
    public static async Task<Outcome> EndOfAsync(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }
}

/// <summary>What a command answered.</summary>
internal sealed record Outcome(int Code, string Output, string Error)
{
    public override string ToString() => $"exit code {Code}\n{Output}\n{Error}";
}
