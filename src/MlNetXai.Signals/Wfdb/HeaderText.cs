using System.Globalization;
using System.Text;

namespace MlNetXai.Signals.Wfdb;

/// <summary>Writes a header, all fields of every line (the form is in <see cref="HeaderParser"/>).</summary>
internal static class HeaderText
{
    /// <exception cref="WfdbException">A name or text would not be read back as it is.</exception>
    public static string Write(WfdbHeader header)
    {
        StringBuilder text = new();
        text.Append(RequireName(header.Name, header));
        if (header.IsMultiSegment)
            text.Append(CultureInfo.InvariantCulture, $"/{header.Segments.Count}");
        text.Append(CultureInfo.InvariantCulture, $" {header.SignalCount} {header.SamplingRateHz}");
        if (header.CounterRateHz != header.SamplingRateHz || header.BaseCounter != 0)
            text.Append(CultureInfo.InvariantCulture, $"/{header.CounterRateHz}({header.BaseCounter})");
        if (header.FrameCount is not null || header.StartText.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $" {header.FrameCount ?? 0}");
        if (header.StartText.Length > 0)
            text.Append(' ').Append(RequireLine(header.StartText, "the start", header));
        text.Append('\n');

        foreach (WfdbSegment segment in header.Segments)
            text.Append(CultureInfo.InvariantCulture, $"{segment.Name} {segment.FrameCount}\n");
        foreach (WfdbSignal signal in header.Signals)
            AppendSignal(text, signal, header);
        foreach (string comment in header.Comments)
            text.Append("# ").Append(RequireLine(comment, "a comment", header)).Append('\n');
        return text.ToString();
    }

    private static void AppendSignal(StringBuilder text, WfdbSignal signal, WfdbHeader header)
    {
        text.Append(RequireWord(signal.FileName, "the file name", header));
        text.Append(CultureInfo.InvariantCulture, $" {signal.Format}");
        if (signal.SamplesPerFrame != 1)
            text.Append(CultureInfo.InvariantCulture, $"x{signal.SamplesPerFrame}");
        if (signal.Skew != 0)
            text.Append(CultureInfo.InvariantCulture, $":{signal.Skew}");
        if (signal.ByteOffset != 0)
            text.Append(CultureInfo.InvariantCulture, $"+{signal.ByteOffset}");
        text.Append(CultureInfo.InvariantCulture, $" {(signal.IsCalibrated ? signal.Gain : 0)}({signal.Baseline})/{RequireWord(signal.Units, "the unit", header)}");
        text.Append(CultureInfo.InvariantCulture, $" {signal.AdcResolution} {signal.AdcZero} {signal.InitialValue ?? signal.AdcZero} {signal.Checksum ?? 0} {signal.BlockSize}");
        text.Append(' ').Append(RequireLine(signal.Lead, "the lead's name", header)).Append('\n');
    }

    private static string RequireName(string name, WfdbHeader header) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? name
            : throw new WfdbException($"{header.HeaderPath}: '{name}' is not a record name. Use letters, digits, '_' and '-'.", header.HeaderPath);

    private static string RequireWord(string word, string what, WfdbHeader header) =>
        word.Length > 0 && !word.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && word[0] != '#'
            ? word
            : throw new WfdbException($"{header.HeaderPath}: {what} '{word}' must be one word that does not begin with '#'. Choose another.", header.HeaderPath);

    private static string RequireLine(string line, string what, WfdbHeader header) =>
        line.Trim().Length == line.Length && !line.Contains('\n') && !line.Contains('\r') && !line.StartsWith('#')
            ? line
            : throw new WfdbException($"{header.HeaderPath}: {what} '{line}' must be one line without blanks at its ends or '#' at its start. Trim it.", header.HeaderPath);
}
