using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MlNetXai.Signals.Wfdb;

/// <summary>What an annotation file holds.</summary>
public sealed record AnnotationReading
{
    /// <summary>The annotations in file order; without the notes that are settings of the file.</summary>
    public required IReadOnlyList<Annotation> Annotations { get; init; }

    /// <summary>Ticks per second of the file's times, where it states them; the record's rate otherwise holds.</summary>
    public double? TimeResolutionHz { get; init; }

    /// <summary>Kinds that the file defines itself, each "code mnemonic description".</summary>
    public IReadOnlyList<string> Definitions { get; init; } = [];

    /// <summary>What was odd but could be read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>Annotation files in MIT format (annot(5), WFDB library 10.7.0).</summary>
/// <remarks>
/// Little-endian 16-bit words, A = upper 6 bits, I = lower 10 bits.
/// <code>
/// A = 0, I = 0   end of file                          A = 0, I > 0  time moves on by I
/// A = 1 … 49     an annotation, I ticks after the last
/// A = 59 SKIP    4 bytes follow: ticks to add, signed, upper word first, each word little-endian
/// A = 60 NUM     low byte of I (signed): this annotation's number, and that of all that follow
/// A = 61 SUB     low byte of I (signed): this annotation's subtype
/// A = 62 CHN     low byte of I: this annotation's channel, and that of all that follow
/// A = 63 AUX     I &amp; 255 bytes of text follow, and a 0 byte if that is odd
/// </code>
/// NUM, SUB, CHN and AUX follow the annotation that they belong to. Notes (code 22) at time 0, subtype 0, at the very start whose text begins with "#" are settings of the file.
/// </remarks>
public static partial class AnnotationFile
{
    private const int Skip = 59, Num = 60, Sub = 61, Chn = 62, Aux = 63;
    private const byte Note = 22;
    private const string ResolutionNote = "## time resolution: ";
    private const string DefinitionsNote = "## annotation type definitions";
    private const string DefinitionsEndNote = "## end of definitions";

    /// <summary>Longest file read: a week of beats takes some megabytes.</summary>
    private const long LongestFile = 1 << 26;

    /// <summary>Reads the annotations of a record.</summary>
    /// <param name="path">The file, e.g. "mitdb/100.atr".</param>
    /// <param name="samplingRateHz">Frames per second of the record, above 0.</param>
    /// <exception cref="WfdbException">The file is absent or damaged.</exception>
    public static IReadOnlyList<Annotation> Read(string path, double samplingRateHz) => ReadAll(path, samplingRateHz).Annotations;

    /// <summary>Reads the annotations of a record, and what the file says of itself.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static AnnotationReading ReadAll(string path, double samplingRateHz) =>
        Parse(WfdbFiles.ReadBytes(path, WfdbFiles.Open, LongestFile), samplingRateHz, path);

    /// <summary>Reads an annotation file's bytes.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="samplingRateHz">Frames per second of the record, above 0.</param>
    /// <param name="path">Stands in messages.</param>
    /// <exception cref="WfdbException">The bytes are damaged.</exception>
    public static AnnotationReading Parse(ReadOnlySpan<byte> bytes, double samplingRateHz, string path)
    {
        Require.Above(samplingRateHz, 0);
        List<Annotation> annotations = new(Math.Min(bytes.Length / 4, 1 << 20));
        List<string> warnings = [], definitions = [];
        double? resolution = null;
        bool ended = false, atStart = true, inDefinitions = false;
        int at = 0, channel = 0, number = 0;
        long time = 0;
        while (at + 2 <= bytes.Length)
        {
            (int kind, int value) = Word(bytes, at);
            int start = at;
            at += 2;
            if (kind == 0 && value == 0)
            {
                ended = true;
                break;
            }

            if (kind == 0)
            {
                time += value;
                continue;
            }

            if (kind == Skip)
            {
                time += ReadSkip(bytes, at, path);
                at += 4;
                continue;
            }

            if (kind > AnnotationCodes.Highest)
                throw Error(path, start, $"the word {kind} has no annotation to belong to (kinds 1 … {AnnotationCodes.Highest}, 59 … 63 are known)");

            time += value;
            int subtype = 0;
            string? text = null;
            while (at + 2 <= bytes.Length && Word(bytes, at) is { Kind: >= Num } extra)
            {
                at += 2;
                switch (extra.Kind)
                {
                    case Num:
                        number = (sbyte)extra.Value;
                        break;
                    case Sub:
                        subtype = (sbyte)extra.Value;
                        break;
                    case Chn:
                        channel = (byte)extra.Value;
                        break;
                    default:
                        text = ReadText(bytes, at, extra.Value & 255, path);
                        at += ((extra.Value & 255) + 1) & ~1;
                        break;
                }
            }

            bool isSetting = atStart && kind == Note && time == 0 && subtype == 0 && text is not null && (inDefinitions || text is ['#', ..]);
            atStart &= isSetting;
            if (!isSetting)
                annotations.Add(new(time, (byte)kind, subtype, channel, number, text));
            else if (text!.StartsWith(ResolutionNote, StringComparison.Ordinal))
                resolution = ParseResolution(text[ResolutionNote.Length..], path);
            else if (text.StartsWith(DefinitionsNote, StringComparison.Ordinal) || text.StartsWith(DefinitionsEndNote, StringComparison.Ordinal))
                inDefinitions = !inDefinitions;
            else if (inDefinitions)
                definitions.Add(text.Trim());
        }

        if (!ended)
            warnings.Add($"{path}: the file ends without its end mark, after {annotations.Count} annotations; it may be cut off.");
        if (resolution is { } ticks && ticks != samplingRateHz)
            Rescale(annotations, samplingRateHz, ticks, path);
        return new() { Annotations = annotations, TimeResolutionHz = resolution, Definitions = definitions, Warnings = warnings };
    }

    /// <summary>Sees that all annotations lie inside the record.</summary>
    /// <param name="annotations">As read from <paramref name="path"/>.</param>
    /// <param name="frameCount">Length of the record in frames.</param>
    /// <param name="path">Stands in the message.</param>
    /// <exception cref="WfdbException">One lies outside; the message names file, index, sample and record length.</exception>
    public static void RequireInside(IReadOnlyList<Annotation> annotations, long frameCount, string path)
    {
        for (int i = 0; i < annotations.Count; i++)
        {
            if (annotations[i].Sample < 0 || annotations[i].Sample >= frameCount)
            {
                throw new WfdbException(
                    $"{path}, annotation {i}: sample {annotations[i].Sample} lies outside the record of {frameCount} samples. Use the annotations of this record, or fetch them again.",
                    path, $"annotation {i}");
            }
        }
    }

    private static (int Kind, int Value) Word(ReadOnlySpan<byte> bytes, int at)
    {
        int word = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
        return (word >> 10, word & 1023);
    }

    private static int ReadSkip(ReadOnlySpan<byte> bytes, int at, string path)
    {
        if (at + 4 > bytes.Length)
            throw Error(path, at, "the 4 bytes of a SKIP are missing");
        return (BinaryPrimitives.ReadInt16LittleEndian(bytes[at..]) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 2)..]);
    }

    private static string ReadText(ReadOnlySpan<byte> bytes, int at, int length, string path)
    {
        if (at + length > bytes.Length)
            throw Error(path, at, $"a text of {length} bytes goes past the end");

        // Some writers count C's closing 0 as part of the text. Latin-1 keeps any other byte as it is.
        return Encoding.Latin1.GetString(bytes.Slice(at, length).TrimEnd((byte)0));
    }

    private static double ParseResolution(string text, string path) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double ticks) && double.IsFinite(ticks) && ticks > 0
            ? ticks
            : throw new WfdbException($"{path}: the time resolution is '{text}' and must be a number of ticks per second above 0. Fetch the file again.", path);

    private static void Rescale(List<Annotation> annotations, double samplingRateHz, double ticksHz, string path)
    {
        const double Latest = 1L << 62;
        for (int i = 0; i < annotations.Count; i++)
        {
            double sample = Math.Round(annotations[i].Sample * samplingRateHz / ticksHz, MidpointRounding.AwayFromZero);
            if (Math.Abs(sample) > Latest)
                throw new WfdbException($"{path}, annotation {i}: its time is beyond all records. Check the time resolution, or fetch the file again.", path, $"annotation {i}");
            annotations[i] = annotations[i] with { Sample = (long)sample };
        }
    }

    private static WfdbException Error(string path, int at, string problem) =>
        new($"{path}, byte {at}: {problem}. The file is damaged or not in MIT format; fetch it again.", path, $"byte {at}");
}
