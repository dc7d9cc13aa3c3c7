using System.CommandLine;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Cli.Commands;

/// <summary><c>export RECORD</c>: a record's samples as CSV.</summary>
internal static class ExportCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> record = Arguments.Path("RECORD", "WFDB record, with or without .hea.");
        Option<string?> from = new("--from") { Description = "First sample, or seconds (1.5s). Default 0.", HelpName = "PLACE" };
        Option<string?> to = new("--to") { Description = "First sample no longer written, or seconds. Default the record's end.", HelpName = "PLACE" };
        Option<bool> digital = new("--digital") { Description = "Stored integers and not mV." };
        Option<string> csv = new("--csv") { Description = "File to write.", HelpName = "FILE", Required = true };
        ExampleCommand command = new(
            "export",
            "Write samples of a record as CSV: column sample, then one per lead; mV; invalid = empty cell.",
            "export mitdb/100 --csv 100.csv",
            "export mitdb/208 --from 10s --to 12.5s --digital --csv part.csv")
        {
            record, from, to, digital, csv,
        };
        command.SetAction((parsed, cancellation) =>
        {
            CsvExportOptions options = new() { From = parsed.GetValue(from), To = parsed.GetValue(to), Digital = parsed.GetValue(digital) };
            string file = parsed.GetRequiredValue(csv);
            CsvExportResult result = UsageException.Check(() => CsvExport.Write(parsed.GetRequiredValue(record), file, options));
            foreach (string warning in result.Warnings)
                terminal.Error.WriteLine($"warning: {warning}");
            terminal.Output.WriteLine($"{file}: samples {Numbers.Count(result.From)} to {Numbers.Count(result.To - 1)} of {string.Join(", ", result.Columns.Skip(1))}");
            return Task.FromResult(ExitCodes.Success);
        });
        return command;
    }
}
