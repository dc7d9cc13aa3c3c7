using System.Buffers.Binary;
using System.Text;

namespace MlNetXai.Signals.Wfdb;

public static partial class AnnotationFile
{
    private const int LargestStep = 1023;

    /// <summary>Writes annotations, sorted by time, channel and number.</summary>
    /// <param name="path">The file, e.g. "mitdb/100.atr".</param>
    /// <param name="annotations">In any order.</param>
    /// <param name="timeResolutionHz">Ticks per second in which <see cref="Annotation.Sample"/> counts, stated in the file, above 0; null: frames of the record, not stated.</param>
    /// <exception cref="WfdbException">An annotation cannot be written: its code, channel, number, subtype or text is out of range.</exception>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<Annotation> annotations, double? timeResolutionHz = null)
    {
        byte[] bytes = Encode(annotations, timeResolutionHz, path);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The file's bytes.</summary>
    /// <exception cref="WfdbException">An annotation cannot be written.</exception>
    internal static byte[] Encode(IEnumerable<Annotation> annotations, double? timeResolutionHz, string path)
    {
        using MemoryStream bytes = new();
        if (timeResolutionHz is { } resolution)
        {
            // The C library goes back by one tick and then over a null annotation, so that what follows counts from 0.
            WriteWord(bytes, Note, 0);
            WriteText(bytes, FormattableString.Invariant($"{ResolutionNote}{Require.Finite(Require.Above(resolution, 0))}"));
            WriteSkip(bytes, -1);
            WriteWord(bytes, 0, 1);
        }

        long time = 0;
        int channel = 0, number = 0, index = 0;
        foreach (Annotation annotation in annotations.OrderBy(a => a.Sample).ThenBy(a => a.Channel).ThenBy(a => a.Number))
        {
            RequireWritable(annotation, index++, path);
            long step = annotation.Sample - time;
            for (; step is < 0 or > LargestStep; step = annotation.Sample - time)
            {
                int skip = (int)Math.Clamp(step, int.MinValue, int.MaxValue);
                WriteSkip(bytes, skip);
                time += skip;
            }

            WriteWord(bytes, annotation.Code, (int)step);
            if (annotation.Subtype != 0)
                WriteWord(bytes, Sub, annotation.Subtype);
            if (annotation.Channel != channel)
                WriteWord(bytes, Chn, annotation.Channel);
            if (annotation.Number != number)
                WriteWord(bytes, Num, annotation.Number);
            if (!string.IsNullOrEmpty(annotation.Text))
                WriteText(bytes, annotation.Text);
            (time, channel, number) = (annotation.Sample, annotation.Channel, annotation.Number);
        }

        WriteWord(bytes, 0, 0);
        return bytes.ToArray();
    }

    private static void RequireWritable(Annotation annotation, int index, string path)
    {
        const long Latest = 1L << 62;
        string? problem = annotation switch
        {
            { Code: 0 or > AnnotationCodes.Highest } => $"its code is {annotation.Code} and must lie in 1 … {AnnotationCodes.Highest}",
            { Subtype: < sbyte.MinValue or > sbyte.MaxValue } => $"its subtype is {annotation.Subtype} and must lie in −128 … 127",
            { Channel: < 0 or > byte.MaxValue } => $"its channel is {annotation.Channel} and must lie in 0 … 255",
            { Number: < sbyte.MinValue or > sbyte.MaxValue } => $"its number is {annotation.Number} and must lie in −128 … 127",
            { Text: { } text } when text.Length > 255 || text.Any(c => c > 255) => "its text must have at most 255 characters of Latin-1",
            { Sample: < -Latest or > Latest } => "its time is beyond all records",
            { Sample: 0, Code: Note, Subtype: 0, Text: ['#', ..] } => "a note at time 0 that begins with '#' would be read as a setting of the file",
            _ => null,
        };
        if (problem is not null)
            throw new WfdbException($"{path}, annotation {index} at sample {annotation.Sample}: {problem}. Correct it before writing.", path, $"annotation {index}");
    }

    private static void WriteText(Stream bytes, string text)
    {
        WriteWord(bytes, Aux, text.Length);
        bytes.Write(Encoding.Latin1.GetBytes(text));
        if (text.Length % 2 == 1)
            bytes.WriteByte(0);
    }

    private static void WriteSkip(Stream bytes, int ticks)
    {
        WriteWord(bytes, Skip, 0);
        WriteUInt16(bytes, (ushort)(ticks >> 16));
        WriteUInt16(bytes, (ushort)ticks);
    }

    private static void WriteWord(Stream bytes, int kind, int value) => WriteUInt16(bytes, (ushort)((kind << 10) | (value & 1023)));

    private static void WriteUInt16(Stream bytes, ushort word)
    {
        Span<byte> two = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(two, word);
        bytes.Write(two);
    }
}
