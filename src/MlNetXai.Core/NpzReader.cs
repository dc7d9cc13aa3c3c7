using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace MlNetXai;

/// <summary>Reads npz archives of <see cref="NpzWriter"/> and <c>numpy.savez</c>, compressed or not: float32, float64, int32, int64 and texts, C order.</summary>
public static partial class NpzReader
{
    // DEFLATE cannot expand further than this: an entry that claims more is broken or a bomb.
    private const long LargestExpansion = 1032;

    /// <summary>All arrays of an archive, by name.</summary>
    /// <exception cref="MlNetXaiException">The file is missing or not such an archive; the message says which entry and why.</exception>
    public static IReadOnlyDictionary<string, NpzArray> Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Read(file, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MlNetXaiException($"{path}: cannot be read ({error.Message}). Check that the file is there and readable.", path, inner: error);
        }
    }

    /// <summary>All arrays of an archive, by name.</summary>
    /// <param name="stream">The archive; must be able to seek.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="MlNetXaiException">It is not such an archive; the message says which entry and why.</exception>
    public static IReadOnlyDictionary<string, NpzArray> Read(Stream stream, string path)
    {
        try
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
            Dictionary<string, NpzArray> arrays = new(StringComparer.Ordinal);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                string name = entry.FullName.EndsWith(".npy", StringComparison.Ordinal) ? entry.FullName[..^4] : entry.FullName;
                if (!arrays.TryAdd(name, ReadEntry(entry, path)))
                    throw Broken(path, entry, "the name stands twice");
            }

            return arrays;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or OverflowException or FormatException)
        {
            throw new MlNetXaiException(
                $"{path}: not a whole npz archive ({error.Message}). It must be as numpy.savez writes it; write or copy it again.", path, inner: error);
        }
    }

    private static NpzArray ReadEntry(ZipArchiveEntry entry, string path)
    {
        if (entry.Length > (entry.CompressedLength + 1) * LargestExpansion)
            throw Broken(path, entry, $"{entry.Length} bytes cannot come from {entry.CompressedLength} compressed ones");

        using Stream stream = entry.Open();
        Span<byte> start = stackalloc byte[10];
        stream.ReadExactly(start);
        if (!start[..6].SequenceEqual(NpzWriter.Magic) || start[6] != 1)
            throw Broken(path, entry, "it does not start as NumPy's format 1.0 does");

        byte[] header = new byte[BinaryPrimitives.ReadUInt16LittleEndian(start[8..])];
        stream.ReadExactly(header);
        Match match = HeaderForm().Match(Encoding.Latin1.GetString(header));
        if (!match.Success)
            throw Broken(path, entry, "its header is not {'descr': …, 'fortran_order': False, 'shape': (…)}, or its type or order is another than C-ordered <f4, <f8, <i4, <i8, <U");

        int[] shape = [.. match.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        long count = 1;
        foreach (int length in shape)
            count = checked(count * length);

        string type = match.Groups["type"].Value;
        int width = type[0] == 'U' ? checked(4 * Parse(type[1..])) : type[1] - '0';
        long available = entry.Length - start.Length - header.Length;
        if (checked(count * width) != available || count > Array.MaxLength || available > Array.MaxLength)
            throw Broken(path, entry, $"shape ({string.Join(", ", shape)}) of {width}-byte values does not agree with the {available} bytes there");

        return new(shape, type switch
        {
            "f4" => ReadValues<float>(stream, (int)count),
            "f8" => ReadValues<double>(stream, (int)count),
            "i4" => ReadValues<int>(stream, (int)count),
            "i8" => ReadValues<long>(stream, (int)count),
            _ => ReadTexts(stream, (int)count, width),
        });
    }

    private static T[] ReadValues<T>(Stream stream, int count)
        where T : unmanaged
    {
        T[] values = new T[count];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static string[] ReadTexts(Stream stream, int count, int width)
    {
        byte[] bytes = new byte[count * width];
        stream.ReadExactly(bytes);
        string[] texts = new string[count];
        for (int i = 0; i < count; i++)
            texts[i] = Encoding.UTF32.GetString(bytes, i * width, width).TrimEnd('\0');
        return texts;
    }

    private static int Parse(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static MlNetXaiException Broken(string path, ZipArchiveEntry entry, string why) =>
        new($"{path}, entry '{entry.FullName}': cannot be read: {why}. Write the archive again, or save that array in another type.", path, entry.FullName);

    [GeneratedRegex(
        @"\A\{'descr': '<(?<type>f4|f8|i4|i8|U[0-9]{1,8})', 'fortran_order': False, 'shape': \((?<shape>[0-9, ]*)\), ?\}[ \n]*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderForm();
}
