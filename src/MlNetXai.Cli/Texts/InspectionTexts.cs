using System.Globalization;
using MlNetXai.Cli.Terminals;
using MlNetXai.Signals.Inspection;

namespace MlNetXai.Cli.Texts;

/// <summary>What <c>inspect</c> prints for people.</summary>
internal static class InspectionTexts
{
    public static void Write(Terminal terminal, InspectionResult result)
    {
        bool hasBeats = result.Records.Any(record => record.Beats is not null);
        terminal.Table(
            ["Record", "Lead", "Hz", "Samples", "Checksums", "Annotations", .. hasBeats ? ["Detected", "Kept"] : Array.Empty<string>()],
            result.Records.Select(record => (IReadOnlyList<string>)
            [
                record.Record,
                record.Lead,
                record.SamplingRateHz.ToString(CultureInfo.InvariantCulture),
                Numbers.Count(record.Samples),
                record.ChecksumOk switch { true => "hold", false => "WRONG", null => "none" },
                Numbers.Count(record.Annotations.Values.Sum()),
                .. record.Beats is { } beats ? [Numbers.Count(beats.Detections), Numbers.Count(beats.Kept)] : Array.Empty<string>(),
            ]));
        if (result.Records.Count == 1)
            terminal.Output.WriteLine(string.Join("  ", result.Records[0].Annotations.Select(pair => $"{pair.Key} {Numbers.Count(pair.Value)}")));
    }
}
