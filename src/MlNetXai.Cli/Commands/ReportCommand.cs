using System.CommandLine;
using MlNetXai.Cli.Terminals;
using MlNetXai.Runs;
using MlNetXai.Runs.Publishing;

namespace MlNetXai.Cli.Commands;

/// <summary><c>report RUN</c>: figures and one page that holds everything.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> run = Arguments.Path("RUN", "Run folder that was evaluated.");
        ExampleCommand command = new("report", "Write figures and report.html of a run.", "report runs/split1") { run };
        command.SetAction((parsed, cancellation) =>
        {
            RunFolder folder = RunFolder.OpenTrained(parsed.GetRequiredValue(run));
            EcgReport.Write(folder, cancellation);
            terminal.Output.WriteLine(folder.ReportPath);
            return Task.FromResult(ExitCodes.Success);
        });
        return command;
    }
}
