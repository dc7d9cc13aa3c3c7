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
            return Usage(terminal, string.Join(Environment.NewLine + "error: ", parsed.Errors.Select(error => error.Message)), parsed);

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
        catch (UsageException error)
        {
            return Usage(terminal, error.Message, parsed);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("cancelled: what was complete is kept; training goes on with --resume.");
            return ExitCodes.Cancelled;
        }
        catch (Exception error) when (error is MlNetXaiException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"error: {error.Message}");
            return ExitCodes.Failure;
        }
    }

    private static RootCommand CreateRoot(Terminal terminal)
    {
        RootCommand root = new("Explain classifiers of medical time series, and measure whether the explanations are right.");
        root.Subcommands.Add(DemoCommand.Create(terminal));
        root.Subcommands.Add(FetchCommand.Create(terminal));
        root.Subcommands.Add(InspectCommand.Create(terminal));
        root.Subcommands.Add(ExportCommand.Create(terminal));
        root.Subcommands.Add(TrainCommand.Create(terminal));
        root.Subcommands.Add(ExplainCommand.Create(terminal));
        root.Subcommands.Add(EvaluateCommand.Create(terminal));
        root.Subcommands.Add(ReportCommand.Create(terminal));

        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.SetAction(result => help.Action is HelpWithExamples action ? action.Invoke(result) : ExitCodes.Success);
        return root;
    }

    private static int Usage(Terminal terminal, string message, ParseResult parsed)
    {
        terminal.Error.WriteLine($"error: {message}");
        terminal.Error.WriteLine($"Help: {CommandPath(parsed)} --help");
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
