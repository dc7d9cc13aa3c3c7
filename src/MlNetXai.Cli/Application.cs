using System.CommandLine;
using System.CommandLine.Help;
using MlNetXai.Cli.Commands;
using MlNetXai.Cli.Terminals;

namespace MlNetXai.Cli;

/// <summary>The command line as a function: arguments in, texts and exit code out.</summary>
internal static class Application
{
    /// <summary>Parses and runs one command.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancellation)
    {
        ParseResult parsed = CreateRoot(terminal).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
            return Usage(terminal, string.Join(Environment.NewLine + "error: ", parsed.Errors.Select(error => error.Message)), CommandPath(parsed));

        InvocationConfiguration invocation = new()
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellation);
        }
        catch (Exception error) when (IsExpected(error))
        {
            return Answer(error, terminal, CommandPath(parsed));
        }
    }

    /// <summary>What the user is told of an exception, and the exit code.</summary>
    internal static int Answer(Exception error, Terminal terminal, string command)
    {
        switch (error)
        {
            case UsageException:
                return Usage(terminal, error.Message, command);
            case ArgumentException argument:
                return Usage(terminal, UsageException.FirstSentences(argument), command);
            case OperationCanceledException:
                terminal.Error.WriteLine("cancelled: what was complete is kept; training goes on with --resume, a comparison with the same command.");
                return ExitCodes.Cancelled;
            case OverflowException or OutOfMemoryException:
                terminal.Error.WriteLine("error: the data or the settings need more memory than there is. Use fewer rows, a smaller network or smaller batches.");
                return ExitCodes.Failure;
            default:
                terminal.Error.WriteLine($"error: {error.Message}");
                return ExitCodes.Failure;
        }
    }

    // Anything else is a mistake of this program: its stack trace is what a report of it needs.
    private static bool IsExpected(Exception error) =>
        error is UsageException or ArgumentException or OperationCanceledException or OverflowException or OutOfMemoryException
            or MlNetXaiException or IOException or UnauthorizedAccessException;

    private static RootCommand CreateRoot(Terminal terminal)
    {
        RootCommand root = new("Explain classifiers of medical time series, and measure whether the explanations are right.");
        root.Subcommands.Add(DemoCommand.Create(terminal));
        root.Subcommands.Add(FetchCommand.Create(terminal));
        root.Subcommands.Add(InspectCommand.Create(terminal));
        root.Subcommands.Add(ExportCommand.Create(terminal));
        root.Subcommands.Add(TrainCommand.Create(terminal));
        root.Subcommands.Add(MethodsCommand.Create(terminal));
        root.Subcommands.Add(ExplainCommand.Create(terminal));
        root.Subcommands.Add(EvaluateCommand.Create(terminal));
        root.Subcommands.Add(CompareCommand.Create(terminal));
        root.Subcommands.Add(ReportCommand.Create(terminal));
        root.Subcommands.Add(PackCommand.Create(terminal));
        root.Subcommands.Add(ScoreCommand.Create(terminal));
        root.Subcommands.Add(InspectModelCommand.Create(terminal));
        root.Subcommands.Add(ConvertCommand.Create(terminal));

        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.SetAction(result => help.Action is HelpWithExamples action ? action.Invoke(result) : ExitCodes.Success);
        return root;
    }

    private static int Usage(Terminal terminal, string message, string command)
    {
        terminal.Error.WriteLine($"error: {message}");
        terminal.Error.WriteLine($"Help: {command} --help");
        return ExitCodes.Usage;
    }

    private static string CommandPath(ParseResult parsed)
    {
        List<string> names = [];
        for (System.CommandLine.Parsing.SymbolResult? node = parsed.CommandResult; node is System.CommandLine.Parsing.CommandResult command; node = node.Parent)
            names.Insert(0, command.Command is RootCommand ? "mlnetxai" : command.Command.Name);
        return string.Join(' ', names);
    }
}
