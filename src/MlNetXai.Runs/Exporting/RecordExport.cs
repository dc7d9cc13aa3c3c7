using System.Globalization;
using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Runs.Exporting;

/// <summary>Settings of <see cref="RecordExport"/>.</summary>
public sealed record RecordExportOptions
{
    /// <summary>First sample written; null = the first of the record.</summary>
    public SamplePosition? From { get; init; }

    /// <summary>First sample no longer written; null = the end of the record.</summary>
    public SamplePosition? To { get; init; }

    /// <summary>Whether stored integers are written and not physical values. Default false.</summary>
    public bool Digital { get; init; }
}

/// <summary>A WFDB record as CSV: first column <c>sample</c>, then one per lead; an invalid sample is an empty cell.</summary>
/// <remarks>Voltages stand in mV whatever the header's unit, other quantities in their own unit. A lead with several samples per frame gives their mean
/// (digital: truncated to an integer, as the WFDB library does); the mean is invalid where one of them is.</remarks>
public static class RecordExport
{
    /// <summary>Writes the file.</summary>
    /// <returns>Number of rows written.</returns>
    /// <exception cref="WfdbException">The record cannot be read.</exception>
    /// <exception cref="RunException">The range does not lie in the record.</exception>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static long Write(string recordPath, string csvPath, RecordExportOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        WfdbRecord record = WfdbRecord.Open(recordPath);
        long from = options.From?.ToSample(record.SamplingRateHz) ?? 0, to = options.To?.ToSample(record.SamplingRateHz) ?? record.FrameCount;
        if (from > to || to > record.FrameCount)
        {
            throw new RunException(
                $"{recordPath}: samples {from} … {to} do not lie in the record, which has {record.FrameCount} "
                + $"({record.FrameCount / record.SamplingRateHz:0.###} s). Choose --from ≤ --to within them.",
                recordPath);
        }

        Func<int, string>[] columns = [.. record.Signals.Select((_, signal) => Column(record, signal, (from, to), options.Digital))];
        AtomicFile.Write(csvPath, stream =>
        {
            using StreamWriter writer = new(stream, leaveOpen: true);
            writer.Write("sample");
            foreach (WfdbSignal signal in record.Signals)
                writer.Write("," + Quoted(signal.Lead));
            writer.Write("\r\n");
            for (long sample = from; sample < to; sample++)
            {
                if (sample % 4096 == 0)
                    cancellation.ThrowIfCancellationRequested();
                writer.Write(sample.ToString(CultureInfo.InvariantCulture));
                foreach (Func<int, string> column in columns)
                    writer.Write("," + column((int)(sample - from)));
                writer.Write("\r\n");
            }
        });
        return to - from;
    }

    // The text of the cell of the i-th frame of the range.
    private static Func<int, string> Column(WfdbRecord record, int signal, (long From, long To) range, bool digital)
    {
        int perFrame = record.Signals[signal].SamplesPerFrame;
        if (digital)
        {
            int[] stored = record.ReadDigital(signal, range.From, range.To);
            return frame =>
            {
                ReadOnlySpan<int> samples = stored.AsSpan(frame * perFrame, perFrame);
                if (samples.Contains(WfdbRecord.InvalidSample))
                    return "";
                long sum = 0;
                foreach (int sample in samples)
                    sum += sample;
                return (sum / perFrame).ToString(CultureInfo.InvariantCulture);
            };
        }

        double[] values = record.ReadPhysical(signal, range.From, range.To);
        double millivolts = MillivoltsPer(record.Signals[signal].Units);
        return frame =>
        {
            double sum = 0;
            foreach (double value in values.AsSpan(frame * perFrame, perFrame))
                sum += value;
            double mean = sum / perFrame / millivolts;
            return double.IsNaN(mean) ? "" : mean.ToString("R", CultureInfo.InvariantCulture);
        };
    }

    // What one mV is in the unit; 1 for what is no voltage. Divided by, since 1000 is exact and 0.001 is not.
    private static double MillivoltsPer(string units) => units.ToUpperInvariant() switch
    {
        "V" => 0.001,
        "UV" or "µV" or "ΜV" => 1000,
        "NV" => 1e6,
        _ => 1,
    };

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
