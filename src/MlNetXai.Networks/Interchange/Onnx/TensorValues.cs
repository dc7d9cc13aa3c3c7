using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DataType = MlNetXai.Networks.Interchange.Onnx.TensorProto.Types.DataType;

namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>Values of an ONNX tensor, from whichever field holds them; lengths are held against the shape before memory is taken.</summary>
internal static class TensorValues
{
    private const string Remedy = "Export the model again as one ONNX file with its weights inside, in single precision.";

    /// <summary>Number of values, the product of the sizes.</summary>
    /// <exception cref="ModelFileException">A size is negative, or the product exceeds what memory can hold.</exception>
    public static int Count(TensorProto tensor, string path)
    {
        long count = 1;
        foreach (long size in tensor.Dims)
        {
            if (size < 0 || (size > 0 && count > Array.MaxLength / size))
                throw Fault(tensor, path, $"has the shape [{string.Join(", ", tensor.Dims)}]; sizes must be at least 0 and their product below 2³¹");
            count *= size;
        }

        return (int)count;
    }

    /// <summary>Values of a tensor of floats (half, single or double precision) as single precision, last index fastest.</summary>
    /// <exception cref="ModelFileException">It is of another type, or does not have as many values as its shape says.</exception>
    public static float[] Floats(TensorProto tensor, string path) => (DataType)tensor.DataType switch
    {
        DataType.Float => Values(tensor, path, tensor.FloatData, BinaryPrimitives.ReadSingleLittleEndian),
        DataType.Double => Array.ConvertAll(Values(tensor, path, tensor.DoubleData, BinaryPrimitives.ReadDoubleLittleEndian), value => (float)value),
        DataType.Float16 => Array.ConvertAll(
            tensor.RawData.IsEmpty
                ? Array.ConvertAll(Values(tensor, path, tensor.Int32Data, BinaryPrimitives.ReadInt32LittleEndian), bits => BitConverter.UInt16BitsToHalf((ushort)bits))
                : Values(tensor, path, [], BinaryPrimitives.ReadHalfLittleEndian),
            value => (float)value),
        _ => throw Fault(tensor, path, $"is of type {TypeName(tensor)} and must hold floats"),
    };

    /// <summary>Values of a tensor of whole numbers or truth values, last index fastest.</summary>
    /// <exception cref="ModelFileException">It is of another type, or does not have as many values as its shape says.</exception>
    public static long[] Integers(TensorProto tensor, string path) => (DataType)tensor.DataType switch
    {
        DataType.Int64 => Values(tensor, path, tensor.Int64Data, BinaryPrimitives.ReadInt64LittleEndian),
        DataType.Int32 => Array.ConvertAll(Values(tensor, path, tensor.Int32Data, BinaryPrimitives.ReadInt32LittleEndian), value => (long)value),
        DataType.Bool => tensor.RawData.IsEmpty
            ? Array.ConvertAll(Values(tensor, path, tensor.Int32Data, BinaryPrimitives.ReadInt32LittleEndian), value => value == 0 ? 0L : 1)
            : Array.ConvertAll(Values<byte>(tensor, path, [], bytes => bytes[0]), value => value == 0 ? 0L : 1),
        _ => throw Fault(tensor, path, $"is of type {TypeName(tensor)} and must hold whole numbers"),
    };

    /// <summary>Throws unless the tensor's shape and type need <paramref name="length"/> bytes.</summary>
    /// <exception cref="ModelFileException">They need another number, or the type is not one of fixed size.</exception>
    public static void RequireBytes(TensorProto tensor, long length, string path)
    {
        long size = (DataType)tensor.DataType switch
        {
            DataType.Bool or DataType.Int8 or DataType.Uint8 => 1,
            DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 2,
            DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
            DataType.Double or DataType.Int64 or DataType.Uint64 => 8,
            _ => throw Fault(tensor, path, $"is of type {TypeName(tensor)}, which is not read"),
        };
        if (length != size * Count(tensor, path))
            throw Fault(tensor, path, $"of shape [{string.Join(", ", tensor.Dims)}] has {length} bytes of data and must have {size * Count(tensor, path)}");
    }

    private delegate T Reader<T>(ReadOnlySpan<byte> bytes);

    private static T[] Values<T>(TensorProto tensor, string path, IList<T> field, Reader<T> read)
        where T : unmanaged
    {
        if (tensor.DataLocation != TensorProto.Types.DataLocation.Default)
            throw Fault(tensor, path, "has its data in another file, which this way of reading does not reach");

        int count = Count(tensor, path);
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        if (raw.IsEmpty)
        {
            return field.Count == count
                ? [.. field]
                : throw Fault(tensor, path, $"of shape [{string.Join(", ", tensor.Dims)}] has {field.Count} values and must have {count}");
        }

        RequireBytes(tensor, raw.Length, path);
        T[] values = new T[count];
        if (BitConverter.IsLittleEndian)
        {
            raw.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        }
        else
        {
            int size = raw.Length / Math.Max(count, 1);
            for (int i = 0; i < count; i++)
                values[i] = read(raw[(i * size)..]);
        }

        return values;
    }

    private static string TypeName(TensorProto tensor) =>
        Enum.IsDefined((DataType)tensor.DataType) ? ((DataType)tensor.DataType).ToString().ToUpperInvariant() : tensor.DataType.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static ModelFileException Fault(TensorProto tensor, string path, string problem) => new(path, $"tensor '{tensor.Name}' {problem}", remedy: Remedy);
}
