using System.CommandLine;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.Runs.Demonstration;

namespace MlNetXai.Cli.Commands;

/// <summary><c>demo</c>: the whole way on synthetic recordings.</summary>
internal static class DemoCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> output = new("--out") { Description = "Folder for data and results; a demo that stands there is replaced.", HelpName = "DIR", DefaultValueFactory = _ => "demo-out" };
        Option<ulong> seed = new("--seed") { Description = "Seed of everything.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<bool> smoke = new("--smoke") { Description = "The same path in seconds; its numbers mean nothing." };
        ExampleCommand command = new(
            "demo",
            "Train, explain, evaluate and report on synthetic ECG whose truth is known.",
            "demo",
            "demo --out demo-7 --seed 7",
            "demo --smoke")
        {
            output, seed, smoke,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            DemoOptions options = new() { Output = parsed.GetRequiredValue(output), Seed = parsed.GetValue(seed), IsSmoke = parsed.GetValue(smoke) };
            DemoResult result = await terminal.WithProgressAsync(progress => Demo.Run(options, progress, cancellation));
            DemoTexts.Write(terminal, result);
            return ExitCodes.Success;
        });
        return command;
    }
}
