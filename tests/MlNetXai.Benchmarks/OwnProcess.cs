using System.Diagnostics;

namespace MlNetXai.Benchmarks;

/// <summary>Runs a part of this program by itself: what another part left in memory slows it by up to a fifth and counts as its own.</summary>
internal static class OwnProcess
{
    /// <summary>Runs one command for each name, one after the other, until one fails.</summary>
    /// <returns>Exit code of the last.</returns>
    public static int RunEach(string command, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            using Process own = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Arguments(command, name)))!;
            own.WaitForExit();
            if (own.ExitCode != 0)
                return own.ExitCode;
        }

        return 0;
    }

    // The program is a host of its own, or dotnet with the library as its first argument.
    private static IEnumerable<string> Arguments(params IEnumerable<string> arguments) =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? arguments.Prepend(typeof(OwnProcess).Assembly.Location) : arguments;
}
