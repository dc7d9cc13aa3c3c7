using System.CommandLine;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetXai.Cli.Pipelines;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.Signals.Beats;

namespace MlNetXai.Cli.Commands;

/// <summary><c>score MODEL.zip INPUT</c>: class, probabilities and attributions of every beat of new recordings.</summary>
internal static class ScoreCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> model = Arguments.Path("MODEL", "A saved pipeline: of 'pack', or of ML.NET with a network of this library. 'inspect MODEL' says what is in it.");
        Argument<string> input = Arguments.Path("INPUT", "A WFDB record, or a folder of records; annotations are not needed.");
        Option<string> output = new("--out")
        {
            Description = "A folder or FILE.csv: classes and probabilities, and one more file per attribution column; or FILE.npz: all in one.",
            HelpName = "OUT",
            Required = true,
        };
        Option<string?> channel = new("--channel") { Description = "Signal by number, from 0; one per lead of the network. Default 0,…", HelpName = "N" };
        Option<string?> lead = new("--lead") { Description = "Signal by name, e.g. MLII; records without it are left out.", HelpName = "NAME" };
        Option<double?> samplingRate = new("--sampling-rate") { Description = "Samples per second of the network's rows, where it does not say so itself.", HelpName = "HZ" };
        ExampleCommand command = new(
            "score",
            "Score and explain every beat of new recordings with a saved pipeline.",
            "score model.zip ward3 --out scored",
            "score model.zip mitdb/208 --lead MLII --out 208.npz")
        {
            model, input, output, channel, lead, samplingRate,
        };
        command.SetAction(RunAsync);
        return command;

        async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
        {
            ScoringRequest request = UsageException.Check(() => new ScoringRequest
            {
                Input = parsed.GetRequiredValue(input),
                Output = parsed.GetRequiredValue(output),
                Leads = Leads(parsed.GetValue(channel), parsed.GetValue(lead)),
                SamplingRateHz = parsed.GetValue(samplingRate),
            });
            MLContext context = new(seed: 0);
            List<string> warnings = [];
            context.Log += (_, message) =>
            {
                if (message.Kind == ChannelMessageKind.Warning)
                    warnings.Add(message.RawMessage);
            };
            try
            {
                var pipeline = SavedPipeline.Load(context, parsed.GetRequiredValue(model));
                ScoringResult result = await terminal.WithProgressAsync(progress => PipelineScoring.Run(context, pipeline, request, progress, cancellation));
                warnings.AddRange(result.LeftOut);
                PipelineTexts.Write(terminal, result);
            }
            finally
            {
                // Behind the progress display, which would be torn.
                foreach (string warning in warnings.Distinct(StringComparer.Ordinal))
                    terminal.Error.WriteLine($"warning: {warning}");
            }

            return ExitCodes.Success;
        }

        static LeadChoice[]? Leads(string? channels, string? names)
        {
            if (channels is not null && names is not null)
                throw new UsageException("--channel and --lead exclude each other; give one.");
            return names is not null ? [.. OptionTexts.Words(names).Select(name => new LeadChoice { Name = name })]
                : channels is not null ? [.. OptionTexts.Words(channels).Select(number => new LeadChoice { Channel = Number(number) })]
                : null;
        }

        static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new UsageException($"--channel is '{text}'; write a number from 0, or several with commas.");
    }
}
