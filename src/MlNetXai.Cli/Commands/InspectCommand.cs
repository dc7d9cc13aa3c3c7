using System.CommandLine;
using Microsoft.ML;
using MlNetXai.Cli.Pipelines;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Inspection;

namespace MlNetXai.Cli.Commands;

/// <summary><c>inspect PATH</c>: records in numbers, or what a saved pipeline contains.</summary>
internal static class InspectCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> path = Arguments.Path("PATH", "A WFDB record, or a folder: the records of its RECORDS file, else *.hea, sorted; or a saved pipeline (.zip).");
        Option<bool> json = new("--json") { Description = "Print JSON and nothing else on stdout." };
        Option<bool> beats = new("--beats") { Description = "Look for beats: Hamilton detector after a 3–45 Hz band-pass." };
        Option<int?> channel = new("--channel") { Description = "Signal by number, from 0. Default 0.", HelpName = "N" };
        Option<string?> lead = new("--lead") { Description = "Signal by name, e.g. MLII; records without it are left out.", HelpName = "NAME" };
        Option<string> annotator = new("--annotator") { Description = "Extension of the annotation files.", HelpName = "EXT", DefaultValueFactory = _ => "atr" };
        ExampleCommand command = new(
            "inspect",
            "Show length, checksums, annotations and beats of records, or what a saved pipeline contains.",
            "inspect mitdb/100",
            "inspect mitdb --beats --json",
            "inspect mitdb --lead V5",
            "inspect model.zip")
        {
            path, json, beats, channel, lead, annotator,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;

        int Run(ParseResult parsed, CancellationToken cancellation)
        {
            if (parsed.GetValue(channel) is not null && parsed.GetValue(lead) is not null)
                throw new UsageException("--channel and --lead exclude each other; give one.");
            if (Path.GetExtension(parsed.GetRequiredValue(path)) == ".zip")
                return RunPipeline(parsed);
            InspectionOptions options = UsageException.Check(() => new InspectionOptions
            {
                Lead = new LeadChoice { Channel = parsed.GetValue(channel) ?? 0, Name = parsed.GetValue(lead) },
                Annotator = parsed.GetRequiredValue(annotator),
                Beats = parsed.GetValue(beats),
            });
            InspectionResult result = RecordInspection.Inspect(parsed.GetRequiredValue(path), options, cancellation: cancellation);
            if (parsed.GetValue(json))
                terminal.Write(result.WriteJson);
            else
                InspectionTexts.Write(terminal, result);
            foreach (string warning in result.Warnings)
                terminal.Error.WriteLine($"warning: {warning}");
            return ExitCodes.Success;
        }

        int RunPipeline(ParseResult parsed)
        {
            var pipeline = SavedPipeline.Load(new MLContext(seed: 0), parsed.GetRequiredValue(path));
            if (parsed.GetValue(json))
                terminal.Write(stream => PipelineTexts.WriteJson(stream, pipeline));
            else
                PipelineTexts.Write(terminal, pipeline);
            return ExitCodes.Success;
        }
    }
}
