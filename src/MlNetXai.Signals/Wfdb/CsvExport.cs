using System.Globalization;
using System.Text;

namespace MlNetXai.Signals.Wfdb;

/// <summary>What of a record goes into a CSV file.</summary>
public sealed record CsvExportOptions
{
    /// <summary>First frame: samples ("1000") or a time ("1.5s": the first frame at or after it). Default null: the record's start.</summary>
    public string? From { get; init; }

    /// <summary>The frame after the last, like <see cref="From"/>. Default null: the record's end.</summary>
    public string? To { get; init; }

    /// <summary>Stored integers instead of physical units. Default false.</summary>
    public bool Digital { get; init; }

    /// <summary>How the record is read.</summary>
    public WfdbOptions Reading { get; init; } = new();
}

/// <summary>What a CSV file got.</summary>
/// <param name="Columns">Names in the first line: "sample", then the leads.</param>
/// <param name="From">First frame.</param>
/// <param name="To">The frame after the last.</param>
/// <param name="Warnings">What was odd in the record but could be read.</param>
public sealed record CsvExportResult(IReadOnlyList<string> Columns, long From, long To, IReadOnlyList<string> Warnings);

/// <summary>Writes a record as comma-separated values: column "sample" (the frame), then one per lead; an invalid sample is an empty cell.</summary>
/// <remarks>A lead with n &gt; 1 samples per frame has n columns, lead[0] … lead[n−1]. Numbers are written so that reading them gives the same double.</remarks>
public static class CsvExport
{
    /// <summary>Writes a record, or part of one.</summary>
    /// <param name="path">The record with or without ".hea", or a folder that holds one record.</param>
    /// <param name="csvPath">The file to write.</param>
    /// <param name="options">What to write; null for all, in physical units.</param>
    /// <exception cref="ArgumentException">A bound of the range is neither samples nor a time.</exception>
    /// <exception cref="WfdbException">The record cannot be read, or the range is empty or not inside it.</exception>
    /// <exception cref="OutputException">The file cannot be written; an older one is unchanged.</exception>
    public static CsvExportResult Write(string path, string csvPath, CsvExportOptions? options = null)
    {
        options ??= new();
        IReadOnlyList<string> records = WfdbFolder.Records(path);
        if (records.Count > 1)
            throw new WfdbException($"{path}: the folder has {records.Count} records, and one can be exported at a time. Name one, e.g. '{records[0]}'.", path);

        WfdbRecord record = WfdbRecord.Open(records[0], options.Reading);
        long from = ParseBound(options.From, 0, record), to = ParseBound(options.To, record.FrameCount, record);
        if (from >= to || to > record.FrameCount)
            throw new WfdbException($"{record.HeaderPath}: the range [{from}, {to}) is empty or not inside the record's {record.FrameCount} samples. Choose another range.", record.HeaderPath);

        Column[] columns = [.. record.Signals.SelectMany((signal, index) => Columns(record, index, from, to, options.Digital))];
        AtomicFile.Write(csvPath, stream => WriteRows(stream, columns, from, to));
        return new(["sample", .. columns.Select(column => column.Name)], from, to, record.Warnings);
    }

    /// <summary>A frame number, or a time in seconds ending in "s".</summary>
    private static long ParseBound(string? text, long otherwise, WfdbRecord record)
    {
        if (text is null)
            return otherwise;

        bool isTime = text.EndsWith('s');
        if (decimal.TryParse(isTime ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            && value < 1_000_000_000_000 && (isTime || value == decimal.Truncate(value)))
        {
            // Decimal, so that 0.7 s at 10 Hz is frame 7 and not the one after 7.000000000000001. Rates beyond its range have no such times.
            return isTime ? (long)Math.Ceiling(value * (decimal)Math.Clamp(record.SamplingRateHz, 1e-6, 1e6)) : (long)value;
        }

        throw new ArgumentException($"'{text}' is not a place in a record: give samples, e.g. 1000, or a time, e.g. 1.5s.");
    }

    private static IEnumerable<Column> Columns(WfdbRecord record, int signal, long from, long to, bool digital)
    {
        WfdbSignal header = record.Signals[signal];
        int[]? integers = digital ? record.ReadDigital(signal, from, to) : null;
        double[]? values = digital ? null : record.ReadPhysical(signal, from, to);
        for (int k = 0; k < header.SamplesPerFrame; k++)
        {
            string name = header.SamplesPerFrame == 1 ? header.Lead : string.Create(CultureInfo.InvariantCulture, $"{header.Lead}[{k}]");
            yield return new(name, integers, values, k, header.SamplesPerFrame);
        }
    }

    private static void WriteRows(Stream stream, Column[] columns, long from, long to)
    {
        byte[] line = new byte[32 * (columns.Length + 1)];
        stream.Write(Encoding.UTF8.GetBytes("sample" + string.Concat(columns.Select(column => "," + Quote(column.Name))) + "\n"));
        for (long frame = from; frame < to; frame++)
        {
            frame.TryFormat(line, out int length, default, CultureInfo.InvariantCulture);
            foreach (Column column in columns)
            {
                line[length++] = (byte)',';
                length += column.Format((int)(frame - from), line.AsSpan(length));
            }

            line[length++] = (byte)'\n';
            stream.Write(line, 0, length);
        }
    }

    private static string Quote(string name) => name.AsSpan().IndexOfAny("\",\n\r") < 0 ? name : $"\"{name.Replace("\"", "\"\"")}\"";

    /// <summary>Every <paramref name="Stride"/>th sample of a signal from <paramref name="Offset"/> on; one of the arrays is there.</summary>
    private sealed record Column(string Name, int[]? Integers, double[]? Values, int Offset, int Stride)
    {
        public int Format(int frame, Span<byte> destination)
        {
            int index = (frame * Stride) + Offset, length = 0;
            if (Integers is not null && Integers[index] != WfdbRecord.InvalidSample)
                Integers[index].TryFormat(destination, out length, default, CultureInfo.InvariantCulture);
            else if (Values is not null && !double.IsNaN(Values[index]))
                Values[index].TryFormat(destination, out length, default, CultureInfo.InvariantCulture);
            return length;
        }
    }
}
