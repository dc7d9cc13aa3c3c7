using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlNetXai.Signals.Inspection;

/// <summary>What <see cref="RecordInspection.Inspect"/> found.</summary>
/// <param name="Records">One entry per record that has the lead, in order.</param>
/// <param name="Warnings">What was odd: records without the lead, wrong checksums, annotations missing or past the end.</param>
public sealed record InspectionResult(IReadOnlyList<RecordInspection> Records, IReadOnlyList<string> Warnings)
{
    /// <summary>Writes the records, without the warnings, as JSON (UTF-8):
    /// <c>{"records":[{"record","lead","fs","samples","checksumOk","annotations":{symbol: number},"detections","detectionSum","kept","correctedSum"}]}</c>, the last four only where beats were looked for.</summary>
    public void WriteJson(Stream stream)
    {
        // Symbols such as + and " stay readable: nobody puts this JSON into HTML.
        using Utf8JsonWriter writer = new(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteStartArray("records");
        foreach (RecordInspection record in Records)
            Write(writer, record);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RecordInspection record)
    {
        writer.WriteStartObject();
        writer.WriteString("record", record.Record);
        writer.WriteString("lead", record.Lead);
        writer.WriteNumber("fs", record.SamplingRateHz);
        writer.WriteNumber("samples", record.Samples);
        if (record.ChecksumOk is bool ok)
            writer.WriteBoolean("checksumOk", ok);
        else
            writer.WriteNull("checksumOk");

        writer.WriteStartObject("annotations");
        foreach ((string symbol, int count) in record.Annotations)
            writer.WriteNumber(symbol, count);
        writer.WriteEndObject();

        if (record.Beats is { } beats)
        {
            writer.WriteNumber("detections", beats.Detections);
            writer.WriteNumber("detectionSum", beats.DetectionSum);
            writer.WriteNumber("kept", beats.Kept);
            writer.WriteNumber("correctedSum", beats.CorrectedSum);
        }

        writer.WriteEndObject();
    }
}
