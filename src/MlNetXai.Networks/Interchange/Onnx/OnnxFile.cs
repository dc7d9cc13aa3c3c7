using Google.Protobuf;

namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>ONNX files as messages. What a reader gets has all its weights inside: data beside the file is fetched, from the file's own folder only.</summary>
/// <remarks>
/// Bounds: 2 GB a file, which is protobuf's own, and 2 GB of data beside it; messages at most 100 deep; every length is held against the bytes that are
/// there before memory is taken.
/// </remarks>
internal static class OnnxFile
{
    private const string Remedy = "Export the model again as one ONNX file with its weights inside";

    /// <summary>Most bytes of a file, or of all data beside it.</summary>
    private static readonly long LargestFile = Array.MaxLength;

    /// <summary>Whether a file's name says that it is ONNX.</summary>
    public static bool IsNamedSo(string path) => Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file, and the data beside it that it names.</summary>
    /// <exception cref="ModelFileException">It is missing, cut, no ONNX file, too large, or its data lies outside its folder.</exception>
    public static ModelProto Load(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length > LargestFile)
                throw new ModelFileException(path, $"has {length} bytes; an ONNX file has less than 2 GB", remedy: "Use a smaller network.");
            ModelProto model = Parse(File.ReadAllBytes(path), path);
            new ExternalData(path, LargestFile).Fetch(model.Graph);
            return model;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(path, $"cannot be read ({error.Message})", error, "Give an ONNX file that exists and may be read.");
        }
    }

    /// <summary>Reads the bytes of a file. Data beside it is not fetched: <see cref="TensorValues"/> refuses a tensor that has its values there.</summary>
    /// <param name="bytes">The bytes, whole.</param>
    /// <param name="place">Where they come from, for messages.</param>
    /// <exception cref="ModelFileException">They are cut or hold no ONNX graph.</exception>
    public static ModelProto Parse(ReadOnlySpan<byte> bytes, string place)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new ModelFileException(place, $"is cut, damaged, or no ONNX file ({error.Message.TrimEnd('.')})", error, $"{Remedy}.");
        }

        return model.Graph is { Node.Count: > 0 }
            ? model
            : throw new ModelFileException(place, "holds no graph with nodes, so it is no ONNX file or an empty one", remedy: $"{Remedy}.");
    }

    /// <summary>Writes a file, whole or not at all; the same message gives the same bytes.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Save(ModelProto model, string path) => AtomicFile.Write(path, model.WriteTo);
}
