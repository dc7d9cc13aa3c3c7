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
        Option<string?> publish = new("--publish")
        {
            Description = "Also lay the model with its card and expected numbers into a folder of its own.",
            HelpName = "DIR",
        };
        ExampleCommand command = new(
            "report", "Write figures and report.html of a run.", "report runs/split1", "report runs/split1 --publish models/ecg-lstm-mitbih")
        {
            run, publish,
        };
        command.SetAction((parsed, cancellation) =>
        {
            RunFolder folder = RunFolder.OpenTrained(parsed.GetRequiredValue(run));
            EcgReport.Write(folder, cancellation);
            terminal.Output.WriteLine(folder.ReportPath);
            if (parsed.GetValue(publish) is { } models)
            {
                foreach (string file in ModelPublication.Write(folder, models))
                    terminal.Output.WriteLine(file);
            }

            return Task.FromResult(ExitCodes.Success);
        });
        return command;
    }
}
