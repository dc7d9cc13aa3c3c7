using System.CommandLine;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.Signals.PhysioNet;

namespace MlNetXai.Cli.Commands;

/// <summary><c>fetch SET</c>: a data set from PhysioNet.</summary>
internal static class FetchCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> set = Arguments.Path("SET", "Data set, e.g. mitdb.");
        Option<string> output = new("--out") { Description = "Folder to fetch into; what is there and right is kept.", HelpName = "DIR", Required = true };
        Option<string?> url = new("--url") { Description = "Address of the folder with RECORDS and SHA256SUMS.txt. Default PhysioNet's.", HelpName = "BASE" };
        Option<string?> annotator = new("--annotator") { Description = "Extensions of the annotation files. Default atr.", HelpName = "LIST" };
        Option<int?> connections = new("--connections") { Description = "Files fetched at the same time, 1 to 16. Default 4.", HelpName = "N" };
        ExampleCommand command = new(
            "fetch",
            "Fetch a data set from PhysioNet; goes on where it broke off, verifies every file.",
            "fetch mitdb --out mitdb",
            "fetch mitdb --out mitdb --url https://example.org/mirror/mitdb/")
        {
            set, output, url, annotator, connections,
        };
        command.SetAction(RunAsync);
        return command;

        async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
        {
            PhysioNetOptions defaults = new();
            PhysioNetOptions options = UsageException.Check(() => defaults with
            {
                Address = parsed.GetValue(url) is { } given ? Address(given) : null,
                Annotators = parsed.GetValue(annotator) is { } list ? OptionTexts.Words(list) : defaults.Annotators,
                Connections = parsed.GetValue(connections) ?? defaults.Connections,
            });
            string folder = parsed.GetRequiredValue(output);
            using HttpClient client = new() { Timeout = Timeout.InfiniteTimeSpan };
            PhysioNetResult result = await terminal.WithProgressAsync(progress =>
                new PhysioNetDownload(client, options).FetchAsync(parsed.GetRequiredValue(set), folder, progress, cancellation));
            terminal.Output.WriteLine(
                $"{folder}: {Numbers.Count(result.Records)} records, {Numbers.Count(result.FilesFetched)} files fetched, {Numbers.Count(result.FilesKept)} were there.");
            return ExitCodes.Success;
        }

        static Uri Address(string text) =>
            Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
                ? address
                : throw new UsageException($"--url is '{text}'; write an address that begins with http:// or https://.");
    }
}
