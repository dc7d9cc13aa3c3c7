using System.Globalization;

namespace MlNetXai.Signals.Wfdb;

/// <summary>Reads the text of a header.</summary>
/// <remarks><code>
/// record line   name[/segments] signals [fs[/counterRate[(baseCounter)]] [samples [baseTime [baseDate]]]]
/// signal line   file format[xSpf][:skew][+offset] [gain[(baseline)][/units] [adcRes [adcZero [init [checksum [blockSize [description]]]]]]]
/// segment line  segmentName samples
/// </code>
/// Lines that begin with "#" are comments; those after the last signal line are kept. Fields are separated by blanks or tabs.</remarks>
internal sealed class HeaderParser(string text, string path)
{
    // Far above any recording; times samples per frame it stays finite.
    private const double HighestRateHz = 1e9;

    private static readonly string[] DateForms = ["d/M/yyyy", "d-MMM-yyyy", "yyyy-M-d"];

    private readonly List<string> _comments = [];
    private int _position;
    private int _line;

    /// <exception cref="WfdbException">The text is not a header.</exception>
    public WfdbHeader Parse()
    {
        string[] fields = Fields(NextLine() ?? throw Error("there is no record line", "Check that the file is a WFDB header"));
        (string name, int? segmentCount) = ParseName(fields[0]);
        if (fields.Length < 2)
            throw Error("the record line must give the number of signals", "Check that the file is a WFDB header");

        int signalCount = ParseInt32(fields[1], "the number of signals", minimum: 0);
        (double rate, double counterRate, double baseCounter) = ParseRates(fields);
        long frames = fields.Length > 3 ? ParseInt64(fields[3], "the number of samples", 0, long.MaxValue) : 0;
        (TimeSpan? time, DateOnly? date) = ParseStart(fields.AsSpan(Math.Min(4, fields.Length)));
        WfdbHeader header = new()
        {
            Name = name,
            HeaderPath = path,
            SignalCount = signalCount,
            SamplingRateHz = rate,
            CounterRateHz = counterRate,
            BaseCounter = baseCounter,
            FrameCount = frames == 0 ? null : frames,
            StartText = string.Join(' ', fields.Skip(4)),
            BaseTime = time,
            BaseDate = date,
        };

        // The lists grow with the lines that are there, never with the number announced.
        header = segmentCount is { } count
            ? header with { Segments = ParseLines(count, "segments", ParseSegment) }
            : header with { Signals = ParseGroups(ParseLines(signalCount, "signals", (line, index) => ParseSignal(line, index, header))) };
        _comments.Clear();
        while (NextLine() is not null)
        {
            // Lines beyond the announced number are ignored; comments among them are kept by NextLine.
        }

        return header with { Comments = _comments };
    }

    private List<T> ParseLines<T>(int count, string what, Func<string, int, T> parse)
    {
        List<T> items = [];
        for (int i = 0; i < count; i++)
        {
            string line = NextLine()
                ?? throw Error($"the record line announces {count} {what}, and only {i} lines follow it", "The header is cut off; fetch it again");
            items.Add(parse(line, i));
        }

        return items;
    }

    private (string Name, int? Segments) ParseName(string field)
    {
        int slash = field.IndexOf('/');
        string name = slash < 0 ? field : field[..slash];
        if (name.EndsWith(".mat", StringComparison.Ordinal))
            name = name[..^4];
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw Error($"'{Shorten(name)}' is not a record name (letters, digits, '_' and '-')", "Check that the file is a WFDB header");

        string file = Path.GetFileNameWithoutExtension(path);
        if (name != file)
            throw Error($"the record is named '{Shorten(name)}' and the file '{Shorten(file)}', but they must be named alike", "Rename the file, or correct the record line");
        return (name, slash < 0 ? null : ParseInt32(field[(slash + 1)..], "the number of segments", minimum: 1));
    }

    private (double Rate, double CounterRate, double BaseCounter) ParseRates(string[] fields)
    {
        if (fields.Length < 3)
            return (250, 250, 0);

        string field = fields[2];
        int slash = field.IndexOf('/');
        double rate = ParseDouble(slash < 0 ? field : field[..slash], "the sampling rate");
        if (rate is not (> 0 and <= HighestRateHz))
            throw Error($"the sampling rate is {Shorten(field)} and must be above 0 Hz and at most {HighestRateHz} Hz", "Correct the record line");
        if (slash < 0)
            return (rate, rate, 0);

        string counter = field[(slash + 1)..];
        (string rateText, string? baseText) = SplitParenthesis(counter, "the counter rate");
        double counterRate = ParseDouble(rateText, "the counter rate");
        return (rate, counterRate > 0 ? counterRate : rate, baseText is null ? 0 : ParseDouble(baseText, "the base counter"));
    }

    /// <summary>Time and date in either order; what is not understood stays text.</summary>
    private static (TimeSpan? Time, DateOnly? Date) ParseStart(ReadOnlySpan<string> fields)
    {
        TimeSpan? time = null;
        DateOnly? date = null;
        foreach (string field in fields)
        {
            if (date is null && DateOnly.TryParseExact(field, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
                date = day;
            else if (time is null)
                time = ParseTime(field);
        }

        return (time, date);
    }

    /// <summary>HH:MM:SS[.fff], MM:SS or SS.</summary>
    private static TimeSpan? ParseTime(string field)
    {
        string[] parts = field.Split(':');
        if (parts.Length > 3)
            return null;

        decimal seconds = 0;
        foreach (string part in parts)
        {
            if (!decimal.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) || value >= 1_000_000)
                return null;
            seconds = (60 * seconds) + value;
        }

        return new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond));
    }

    private WfdbSegment ParseSegment(string line, int index)
    {
        string[] fields = Fields(line);
        if (fields.Length < 2)
            throw Error("a segment line must give a record name and a number of samples", "Correct the line");

        long frames = ParseInt64(fields[1], "the segment's number of samples", 0, long.MaxValue);
        string name = fields[0];
        if (name != "~" && !WfdbFiles.IsInside(name))
            throw Error($"segment '{Shorten(name)}' is not inside the header's folder", "Name a record in the folder, without '..'");
        if (frames == 0 && index > 0)
            throw Error($"segment '{Shorten(name)}' has 0 samples, and only the first one (the layout) may", "Correct the line");
        return new(name, frames);
    }

    private WfdbSignal ParseSignal(string line, int index, WfdbHeader header)
    {
        FieldReader reader = new(line);
        string file = reader.Next()!;
        string formatField = reader.Next() ?? throw Error("a signal line must give a file name and a format", "Correct the line");
        (int format, int perFrame, int skew, long offset) = ParseFormat(formatField, index);
        if (file == "-")
            throw Error("signals from standard input ('-') are not supported", "Write them to a file and name it");
        if (format != 0 && !WfdbFiles.IsInside(file))
            throw Error($"signal file '{Shorten(file)}' is not inside the header's folder", "Name a file in the folder, without '..'");

        (double gain, int? baseline, string? units) = reader.Next() is { } gainField ? ParseGain(gainField) : (0, null, null);
        int resolution = ParseOptional(reader.Next(), "the ADC resolution") ?? 0;
        int zero = ParseOptional(reader.Next(), "the ADC zero") ?? 0;
        int? initial = ParseOptional(reader.Next(), "the initial value");
        long? checksum = reader.Next() is { } sum ? ParseInt64(sum, "the checksum", long.MinValue, long.MaxValue) : null;
        int block = ParseOptional(reader.Next(), "the block size") ?? 0;
        string description = reader.Rest();
        return new()
        {
            FileName = file,
            Format = format,
            SamplesPerFrame = perFrame,
            SamplingRateHz = header.SamplingRateHz * perFrame,
            Skew = skew,
            ByteOffset = offset,
            Gain = gain == 0 ? 200 : gain,
            IsCalibrated = gain != 0,
            Baseline = baseline ?? zero,
            Units = units ?? "mV",
            AdcResolution = resolution == 0 ? SignalFormat.DefaultResolution(format) : resolution,
            AdcZero = zero,
            InitialValue = initial,
            Checksum = checksum is { } value ? unchecked((short)value) : null,
            BlockSize = block,
            Lead = description.Length > 0 ? description : $"record {header.Name}, signal {index}",
            IsDescribed = description.Length > 0,
        };
    }

    /// <summary>Lines that follow each other and name the same file describe one file.</summary>
    private List<WfdbSignal> ParseGroups(List<WfdbSignal> signals)
    {
        for (int i = 1; i < signals.Count; i++)
        {
            (WfdbSignal one, WfdbSignal other) = (signals[i - 1], signals[i]);
            if (one.FileName == other.FileName && (one.Format != other.Format || one.ByteOffset != other.ByteOffset))
                throw Error($"signals {i - 1} and {i} share '{Shorten(one.FileName)}' and must have the same format and offset", "Correct the signal lines");
        }

        return signals;
    }

    private (int Format, int PerFrame, int Skew, long Offset) ParseFormat(string field, int signal)
    {
        int end = field.AsSpan().IndexOfAny("x:+");
        int format = ParseInt32(end < 0 ? field : field[..end], "the format", minimum: 0);
        if (!SignalFormat.IsKnown(format) && !SignalFormat.IsFlac(format))
        {
            throw Error($"format {format} of signal {signal} is not a WFDB format ({SignalFormat.Known})",
                "Check the file, or convert it with 'xform'");
        }

        (int perFrame, int skew, long offset) = (1, 0, 0);
        while (end >= 0)
        {
            int next = field.AsSpan(end + 1).IndexOfAny("x:+");
            string part = next < 0 ? field[(end + 1)..] : field.Substring(end + 1, next);
            switch (field[end])
            {
                case 'x':
                    perFrame = ParseInt32(part, "the number of samples per frame", minimum: 1);
                    break;
                case ':':
                    skew = ParseInt32(part, "the skew", minimum: 0);
                    break;
                default:
                    offset = ParseInt64(part, "the byte offset", 0, long.MaxValue);
                    break;
            }

            end = next < 0 ? -1 : end + 1 + next;
        }

        return (format, perFrame, skew, offset);
    }

    private (double Gain, int? Baseline, string? Units) ParseGain(string field)
    {
        int slash = field.IndexOf('/');
        (string gainText, string? baselineText) = SplitParenthesis(slash < 0 ? field : field[..slash], "the gain");
        string? units = slash < 0 || slash == field.Length - 1 ? null : field[(slash + 1)..];
        return (ParseDouble(gainText, "the gain"), baselineText is null ? null : ParseInt32(baselineText, "the baseline", int.MinValue), units);
    }

    private (string Before, string? Inside) SplitParenthesis(string field, string what)
    {
        int open = field.IndexOf('(');
        if (open < 0)
            return (field, null);
        if (field[^1] != ')')
            throw Error($"{what} '{Shorten(field)}' has no closing parenthesis at its end", "Correct the line");
        return (field[..open], field[(open + 1)..^1]);
    }

    private int? ParseOptional(string? field, string what) => field is null ? null : ParseInt32(field, what, int.MinValue);

    private int ParseInt32(string field, string what, int minimum) => (int)ParseInt64(field, what, minimum, int.MaxValue);

    private long ParseInt64(string field, string what, long minimum, long maximum)
    {
        if (!long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
            throw Error($"{what} is '{Shorten(field)}' and must be a whole number", "Correct the line");
        if (value < minimum || value > maximum)
            throw Error($"{what} is {value} and must lie in {minimum} … {maximum}", "Correct the line");
        return value;
    }

    private double ParseDouble(string field, string what)
    {
        const NumberStyles Form = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(field, Form, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Error($"{what} is '{Shorten(field)}' and must be a number", "Correct the line");
    }

    /// <summary>The next line that is neither empty nor a comment, or null at the end.</summary>
    private string? NextLine()
    {
        while (_position < text.Length)
        {
            int end = text.IndexOf('\n', _position);
            if (end < 0)
                end = text.Length;
            string line = text[_position..end].Trim();
            _position = end + 1;
            _line++;
            if (line.StartsWith('#'))
                _comments.Add(line.TrimStart('#').Trim());
            else if (line.Length > 0)
                return line;
        }

        return null;
    }

    private static string[] Fields(string line) => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static string Shorten(string value) => value.Length <= 60 ? value : value[..60] + "…";

    private WfdbException Error(string problem, string remedy) => new($"{path}, line {_line}: {problem}. {remedy}.", path, $"line {_line}");

    /// <summary>Cuts fields off a line, and then gives what is left.</summary>
    private struct FieldReader(string line)
    {
        private int _at;

        public string? Next()
        {
            SkipBlanks();
            int start = _at;
            while (_at < line.Length && line[_at] is not (' ' or '\t'))
                _at++;
            return _at > start ? line[start.._at] : null;
        }

        public string Rest()
        {
            SkipBlanks();
            return line[_at..].TrimEnd();
        }

        private void SkipBlanks()
        {
            while (_at < line.Length && line[_at] is ' ' or '\t')
                _at++;
        }
    }
}
