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
/// then the data, little-endian, offsets counted from its first byte. F32 only.
/// </remarks>
public sealed record SafetensorsFile(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const long LongestHeader = 16 << 20;

    /// <summary>Writes a file, whole or not at all; the same content gives the same bytes.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes the file's bytes to a stream, which stays open.</summary>
    public void Save(Stream stream)
    {
        using MemoryStream header = new();
        using (Utf8JsonWriter json = new(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
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
    /// <exception cref="ModelFileException">It is missing, cut, or not a safetensors file of single-precision arrays.</exception>
    public static SafetensorsFile Load(string path)
    {
        try
        {
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
        Dictionary<string, Tensor> tensors = [];
        Dictionary<string, string> metadata = [];
        try
        {
            using JsonDocument header = JsonDocument.Parse(bytes.Slice(8, (int)headerLength).ToArray());
            foreach (JsonProperty entry in header.RootElement.EnumerateObject())
            {
                if (entry.Name == "__metadata__")
                {
                    foreach (JsonProperty text in entry.Value.EnumerateObject())
                        metadata[text.Name] = text.Value.GetString() ?? "";
                    continue;
                }

                if (entry.Value.GetProperty("dtype").GetString() is not "F32" and string type)
                    throw new ModelFileException(path, $"tensor '{entry.Name}' is of type {type}; only F32 is read");
                int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
                long from = entry.Value.GetProperty("data_offsets")[0].GetInt64(), to = entry.Value.GetProperty("data_offsets")[1].GetInt64();
                long count = 1;
                foreach (int size in shape)
                    count = checked(count * size);
                if (from < 0 || to < from || to > data.Length || to - from != 4 * count || shape.Any(size => size < 0))
                    throw new ModelFileException(path, $"tensor '{entry.Name}' of shape [{string.Join(", ", shape)}] lies at bytes {from} … {to} of {data.Length} (the file is cut or damaged)");
                float[] values = new float[count];
                ReadOnlySpan<byte> source = data[(int)from..(int)to];
                if (BitConverter.IsLittleEndian)
                    source.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
                else
                    for (int i = 0; i < values.Length; i++)
                        values[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(4 * i)..]);
                tensors[entry.Name] = new(shape, values);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw new ModelFileException(path, $"has a header that is not what safetensors prescribes ({error.Message})", error);
        }

        return new(tensors, metadata);
    }
}
