using System.CommandLine;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.Runs;
using MlNetXai.Runs.Evaluating;

namespace MlNetXai.Cli.Commands;

/// <summary><c>evaluate RUN</c>: numbers of the classifier and of its explanations.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Terminal terminal)
    {
        EcgEvaluationOptions defaults = new();
        Argument<string> run = Arguments.Path("RUN", "Run folder of a trained network.");
        Option<string[]> with = new("--with")
        {
            Description = "Further runs, splits of the same data, pooled with this one.",
            HelpName = "RUN",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> data = new("--data") { Description = "Data folder, if it has moved since the training.", HelpName = "DIR" };
        Option<int?> draws = new("--bootstrap") { Description = "Draws of the bootstrap over patients. Default 2000.", HelpName = "N" };
        Option<int?> random = new("--random-draws") { Description = "Random choices per baseline of the score reduction. Default 20.", HelpName = "N" };
        Option<ulong?> seed = new("--seed") { Description = "Seed of bootstrap and random choices. Default 1.", HelpName = "N" };
        Option<bool> json = new("--json") { Description = "Print the numbers as JSON and nothing else." };

        ExampleCommand command = new(
            "evaluate",
            "Measure a trained network and its explanations, with intervals over patients.",
            "evaluate runs/split1",
            "evaluate runs/split1 --with runs/split2 runs/split3")
        {
            run, with, data, draws, random, seed, json,
        };
        command.SetAction(RunAsync);
        return command;

        async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
        {
            EcgEvaluationOptions options = UsageException.Check(() => defaults with
            {
                With = parsed.GetValue(with) ?? [],
                BootstrapDraws = parsed.GetValue(draws) ?? defaults.BootstrapDraws,
                RandomDraws = parsed.GetValue(random) ?? defaults.RandomDraws,
                Seed = parsed.GetValue(seed) ?? defaults.Seed,
            });
            RunFolder folder = RunFolder.OpenTrained(parsed.GetRequiredValue(run));
            EcgMetrics metrics = await terminal.WithProgressAsync(progress => EcgEvaluation.Run(folder, options, parsed.GetValue(data), progress, cancellation));
            if (parsed.GetValue(json))
                terminal.Output.Write(File.ReadAllText(folder.MetricsPath));
            else
                MetricsTexts.Write(terminal, metrics);
            return ExitCodes.Success;
        }
    }
}
