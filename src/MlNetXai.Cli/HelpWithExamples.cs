using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using MlNetXai.Cli.Commands;

namespace MlNetXai.Cli;

/// <summary>The library's help, followed by the command's examples.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _help;

    public HelpWithExamples(HelpAction help)
    {
        _help = help;
        _help.MaxWidth = 80;
    }

    // Who asks for help is not told what else is wrong.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        IReadOnlyList<string> examples = parseResult.CommandResult.Command is ExampleCommand command ? command.Examples : ["demo", "inspect mitdb/100 --beats"];
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in examples)
            output.WriteLine($"  mlnetxai {example}");
        output.WriteLine();
        return code;
    }
}
