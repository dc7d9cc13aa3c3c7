using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace MlNetXai;

/// <summary>Writes named arrays as an npz archive that <c>numpy.load</c> reads.</summary>
/// <remarks>
/// A ZIP archive, uncompressed, dates fixed at 1980-01-01 so that equal arrays give equal bytes; one entry <c>name.npy</c> per array (NumPy's format 1.0):
/// <code>
/// bytes  content
/// 6      93 'N' 'U' 'M' 'P' 'Y'
/// 2      1 0 (version)
/// 2      length of the header, little-endian; 10 + length is a multiple of 64
/// …      {'descr': '&lt;f4', 'fortran_order': False, 'shape': (2, 3), }, blanks, line feed
/// …      values in C order, little-endian; texts as UTF-32 of the longest one's length, filled with zeros
/// </code>
/// </remarks>
public sealed class NpzWriter : IDisposable
{
    private static readonly DateTimeOffset EntryDate = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ZipArchive _archive;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    internal static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <param name="stream">Where the archive goes; left open. The archive is whole once this writer is disposed.</param>
    public NpzWriter(Stream stream) => _archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Adds 32-bit floating-point values.</summary>
    /// <param name="name">Name of the array, unique in the archive.</param>
    /// <param name="values">Values in C order.</param>
    /// <param name="shape">Length of each axis; without any, one axis with all values.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    public void Add(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        Add(name, "<f4", values.Length, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds 64-bit floating-point values.</summary>
    /// <inheritdoc cref="Add(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public void Add(string name, ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) =>
        Add(name, "<f8", values.Length, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds 32-bit integers.</summary>
    /// <inheritdoc cref="Add(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public void Add(string name, ReadOnlySpan<int> values, params ReadOnlySpan<int> shape) =>
        Add(name, "<i4", values.Length, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds 64-bit integers.</summary>
    /// <inheritdoc cref="Add(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public void Add(string name, ReadOnlySpan<long> values, params ReadOnlySpan<int> shape) =>
        Add(name, "<i8", values.Length, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds texts.</summary>
    /// <inheritdoc cref="Add(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public void Add(string name, ReadOnlySpan<string> values, params ReadOnlySpan<int> shape)
    {
        int longest = 1;
        foreach (string text in values)
            longest = Math.Max(longest, Encoding.UTF32.GetByteCount(text) / 4);

        byte[] bytes = new byte[checked(values.Length * longest * 4)];
        for (int i = 0; i < values.Length; i++)
            Encoding.UTF32.GetBytes(values[i], bytes.AsSpan(i * longest * 4));
        Add(name, $"<U{longest}", values.Length, bytes, shape);
    }

    /// <summary>Completes the archive.</summary>
    public void Dispose() => _archive.Dispose();

    private void Add(string name, string type, int count, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_names.Add(name))
            throw new ArgumentException($"The archive already has an array '{name}'; each name must be unique.", nameof(name));

        int[] axes = shape.IsEmpty ? [count] : shape.ToArray();
        long product = 1;
        foreach (int length in axes)
            product = checked(product * Require.AtLeast(length, 0, nameof(shape)));
        if (product != count)
            throw new ShapeException($"Array '{name}' has {count} values, not {product} as its shape ({string.Join(", ", axes)}) asks.");

        ZipArchiveEntry entry = _archive.CreateEntry(name + ".npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = EntryDate;
        using Stream stream = entry.Open();
        stream.Write(Header(type, axes));
        stream.Write(bytes);
    }

    private static byte[] Header(string type, int[] shape)
    {
        string axes = shape.Length == 1 ? $"{shape[0]}," : string.Join(", ", shape);
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({axes}), }}";
        int length = (10 + text.Length + 1 + 63) / 64 * 64;
        byte[] header = new byte[length];
        header.AsSpan(10).Fill((byte)' ');
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)(length - 10)));
        Encoding.ASCII.GetBytes(text, header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }
}
