using System.CommandLine;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.Runs.Comparing;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Cli.Commands;

/// <summary><c>compare RUN… --out DIR</c>: all methods by all measures.</summary>
internal static class CompareCommand
{
    public static Command Create(Terminal terminal)
    {
        EcgComparisonOptions defaults = new();
        Argument<string[]> runs = new("RUN") { Description = "Run folders of trained networks: same data, same test patients.", Arity = ArgumentArity.OneOrMore };
        Option<string> output = new("--out") { Description = "Folder of the comparison; one begun with the same settings goes on.", HelpName = "DIR", Required = true };
        Option<string?> methods = new("--methods") { Description = "Methods, by name. Default all that fit a network.", HelpName = "A,B" };
        Option<int?> rows = new("--rows") { Description = "Test beats, equally many per class. Default 1000.", HelpName = "N" };
        Option<int?> expensive = new("--expensive-rows") { Description = "Of these, for learned mask and Shapley values on a convolutional network. Default 200.", HelpName = "N" };
        Option<int?> randomisation = new("--randomisation-rows") { Description = "Of these, for random networks. Default 100.", HelpName = "N" };
        Option<int?> robustness = new("--robustness-rows") { Description = "Of these, for infidelity and max-sensitivity. Default 40.", HelpName = "N" };
        Option<int?> choices = new("--choice-rows") { Description = "Test beats for the free choices of the methods; 0 leaves them out. Default 100.", HelpName = "N" };
        Option<string[]> set = new("--set") { Description = "Setting of a method, e.g. integrated-gradients.steps=100. May stand several times.", HelpName = "METHOD.OPTION=VALUE" };
        Option<int?> draws = new("--bootstrap") { Description = "Draws of the bootstrap over patients. Default 2000.", HelpName = "N" };
        Option<ulong?> seed = new("--seed") { Description = "Seed of beats, random choices, random networks and bootstrap. Default 1.", HelpName = "N" };
        Option<string?> data = new("--data") { Description = "Data folder, if it has moved since the training.", HelpName = "DIR" };
        Option<bool> report = new("--report-only") { Description = "Write tables and report of the cells that are there, and compute none." };
        Option<bool> smoke = new("--smoke") { Description = "Few beats and draws, to see whether everything runs." };

        ExampleCommand command = new(
            "compare",
            "Compare explanation methods by every measure, on one or more trained networks.",
            "compare runs/lstm runs/fcn --out runs/compared",
            "compare runs/lstm --out runs/few --methods occlusion,vargrad",
            "compare runs/lstm runs/fcn --out try --smoke")
        {
            runs, output, methods, rows, expensive, randomisation, robustness, choices, set, draws, seed, data, report, smoke,
        };
        command.SetAction(RunAsync);
        return command;

        async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
        {
            EcgComparisonOptions start = parsed.GetValue(smoke) ? EcgComparisonOptions.Smoke : defaults;
            EcgComparisonOptions options = UsageException.Check(() => start with
            {
                Methods = parsed.GetValue(methods) is { } names ? OptionTexts.Words(names) : start.Methods,
                Rows = parsed.GetValue(rows) ?? start.Rows,
                ExpensiveRows = parsed.GetValue(expensive) ?? start.ExpensiveRows,
                RandomisationRows = parsed.GetValue(randomisation) ?? start.RandomisationRows,
                RobustnessRows = parsed.GetValue(robustness) ?? start.RobustnessRows,
                ChoiceRows = parsed.GetValue(choices) ?? start.ChoiceRows,
                BootstrapDraws = parsed.GetValue(draws) ?? start.BootstrapDraws,
                Seed = parsed.GetValue(seed) ?? start.Seed,
                Explanation = new EcgExplanationOptions { Settings = parsed.GetValue(set) ?? [] },
            });
            (string[] folders, string folder, string? moved) = (parsed.GetRequiredValue(runs), parsed.GetRequiredValue(output), parsed.GetValue(data));
            EcgComparisonResult result = await terminal.WithProgressAsync(progress => parsed.GetValue(report)
                ? EcgComparison.Report(folders, folder, options, moved, progress, cancellation)
                : EcgComparison.Run(folders, folder, options, moved, progress, cancellation: cancellation));
            ComparisonTexts.Write(terminal, result);
            return ExitCodes.Success;
        }
    }
}
