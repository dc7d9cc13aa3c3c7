using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MlNetXai.Networks.Interchange;

/// <summary>One array of a safetensors file.</summary>
/// <param name="Shape">Sizes, slowest first.</param>
/// <param name="Values">Values, last index fastest.</param>
public sealed record Tensor(IReadOnlyList<int> Shape, float[] Values);

/// <summary>Arrays by name and texts by key: the content of a safetensors file.</summary>
/// <remarks>
/// Layout (Hugging Face, safetensors 0.4): 8 bytes N, little-endian; N bytes of JSON, <c>{"__metadata__": {key: text}, name: {"dtype", "shape", "data_offsets": [from, to]}}</c>;
/// then the data, little-endian, offsets counted from its first byte, every byte in one array and one only. F32 only; files of at most 2 GB.
/// </remarks>
public sealed record SafetensorsFile(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const long LongestHeader = 16 << 20;
    private const string MetadataName = "__metadata__";

    /// <summary>Writes a file, whole or not at all; the same content gives the same bytes.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    /// <exception cref="ShapeException">A tensor has another number of values than its shape; it is named, and nothing is written.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes the file's bytes to a stream, which stays open.</summary>
    /// <exception cref="ShapeException">A tensor has another number of values than its shape; it is named, and nothing is written.</exception>
    public void Save(Stream stream)
    {
        foreach ((string name, Tensor tensor) in Tensors)
        {
            long values = tensor.Shape.Aggregate(1L, (product, size) => product * size);
            if (values != tensor.Values.Length)
                throw new ShapeException($"Tensor '{name}' has {tensor.Values.Length} values, but its shape [{string.Join(", ", tensor.Shape)}] has {values}. Give as many values as the shape has.");
        }

        using MemoryStream header = new();
        using (Utf8JsonWriter json = new(header))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataName);
            foreach ((string key, string text) in Metadata)
                json.WriteString(key, text);
            json.WriteEndObject();
            long offset = 0;
            foreach ((string name, Tensor tensor) in Tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += 4L * tensor.Values.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // The data starts at a multiple of 8; blanks after the JSON are allowed.
        while (header.Length % 8 != 0)
            header.WriteByte((byte)' ');
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        header.WriteTo(stream);
        foreach (Tensor tensor in Tensors.Values)
        {
            byte[] bytes = new byte[4 * tensor.Values.Length];
            for (int i = 0; i < tensor.Values.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), tensor.Values[i]);
            stream.Write(bytes);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFileException">It is missing, cut, too long, or not a safetensors file of single-precision arrays.</exception>
    public static SafetensorsFile Load(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length > Array.MaxLength)
                throw new ModelFileException(path, $"has {length} bytes; files of at most {Array.MaxLength} bytes are read", remedy: "Split it, or leave out tensors that the network does not need.");
            return Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(path, $"cannot be read ({error.Message})", error);
        }
    }

    internal static SafetensorsFile Parse(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8)
            throw new ModelFileException(path, $"has {bytes.Length} bytes, too few for a safetensors header");
        long headerLength = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (headerLength < 2 || headerLength > Math.Min(LongestHeader, bytes.Length - 8))
            throw new ModelFileException(path, $"says that its header has {headerLength} bytes; the file has {bytes.Length} (cut, or no safetensors file)");
        ReadOnlySpan<byte> data = bytes[(8 + (int)headerLength)..];
        Dictionary<string, string> metadata = [];
        List<Place> places = [];
        try
        {
            using JsonDocument header = JsonDocument.Parse(bytes.Slice(8, (int)headerLength).ToArray());
            foreach (JsonProperty entry in new JsonFields(header.RootElement, "the header").All)
            {
                if (entry.Name != MetadataName)
                {
                    places.Add(PlaceOf(path, entry.Name, new(entry.Value, $"tensor '{entry.Name}'"), data.Length));
                    continue;
                }

                JsonFields texts = new(entry.Value, $"'{MetadataName}'");
                foreach (JsonProperty text in texts.All)
                    metadata[text.Name] = texts.Text(text.Name);
            }
        }
        catch (JsonException error)
        {
            throw new ModelFileException(path, $"has a header that is no JSON (byte {error.BytePositionInLine} of line {error.LineNumber}), so it is damaged or no safetensors file", error);
        }
        catch (Exception error) when (ContentFault.IsIn(error))
        {
            throw new ModelFileException(path, $"has a header that is not what safetensors prescribes ({ContentFault.Words(error, "it holds a text that is no Unicode")})", error);
        }

        RequireNoGaps(path, places, data.Length);
        Dictionary<string, Tensor> tensors = [];
        foreach (Place place in places)
        {
            if (!tensors.TryAdd(place.Name, new(place.Shape, Values(data[(int)place.From..(int)place.To]))))
                throw new ModelFileException(path, $"has two tensors named '{place.Name}'");
        }

        return new(tensors, metadata);
    }

    private static Place PlaceOf(string path, string name, JsonFields fields, long dataLength)
    {
        if (fields.Text("dtype") is var type && type != "F32")
            throw new ModelFileException(path, $"tensor '{name}' is of type {type}; only F32 is read");
        int[] shape = [.. fields.Wholes("shape", 0, int.MaxValue).Select(size => (int)size)];
        if (fields.Wholes("data_offsets", 0, long.MaxValue) is not [long from, long to])
            throw new ModelFileException(path, $"tensor '{name}': 'data_offsets' must be two numbers, its first byte and the one behind its last");
        // Sizes are below 2³¹: a product beyond the file's bytes cannot overflow before it is held against them.
        long count = shape.Contains(0) ? 0 : shape.Aggregate(1L, (product, size) => product > dataLength ? product : product * size);
        if (to < from || to > dataLength || count > dataLength || to - from != 4 * count)
            throw new ModelFileException(path, $"tensor '{name}' of shape [{string.Join(", ", shape)}] lies at bytes {from} … {to} of {dataLength} (the file is cut or damaged)");
        return new(name, shape, from, to);
    }

    // Before memory is taken: bytes that belong to several tensors would let a small file ask for any amount of it; bytes of none could hide something.
    private static void RequireNoGaps(string path, List<Place> places, long length)
    {
        long end = 0;
        foreach (Place place in places.OrderBy(place => place.From).ThenBy(place => place.To))
        {
            if (place.From != end)
                throw new ModelFileException(path, $"tensor '{place.Name}' begins at byte {place.From} of the data, and the one before ends at {end}; there must be neither gap nor overlap");
            end = place.To;
        }

        if (end != length)
            throw new ModelFileException(path, $"has {length} bytes of data, of which its tensors take {end} (the file is damaged)");
    }

    private static float[] Values(ReadOnlySpan<byte> source)
    {
        float[] values = new float[source.Length / 4];
        if (BitConverter.IsLittleEndian)
        {
            source.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(4 * i)..]);
        return values;
    }

    // Where a tensor lies in the data, in bytes.
    private sealed record Place(string Name, int[] Shape, long From, long To);
}
