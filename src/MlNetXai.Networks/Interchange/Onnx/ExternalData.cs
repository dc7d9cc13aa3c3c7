using Google.Protobuf;

namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>Brings tensors' data that lies in files beside an ONNX file into its messages.</summary>
/// <remarks>Keys of <c>external_data</c>: location (relative to the ONNX file's folder), offset and length in bytes. No path may lead out of the folder, by "..", root or link.</remarks>
/// <param name="path">The ONNX file.</param>
/// <param name="limit">Most bytes fetched in all.</param>
internal sealed class ExternalData(string path, long limit)
{
    private const string Remedy = "Export the model again as one ONNX file with its weights inside.";

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
    private long _fetched;

    /// <summary>Replaces what is outside by the bytes themselves, in initializers and constants.</summary>
    /// <exception cref="ModelFileException">A location leads out of the folder, its file is missing or short, or all data together is too large.</exception>
    public void Fetch(GraphProto graph)
    {
        foreach (TensorProto tensor in graph.Initializer)
            Fetch(tensor);
        foreach (AttributeProto attribute in graph.Node.SelectMany(node => node.Attribute))
        {
            if (attribute.T is { } tensor)
                Fetch(tensor);
        }
    }

    private void Fetch(TensorProto tensor)
    {
        if (tensor.DataLocation != TensorProto.Types.DataLocation.External)
            return;

        string location = Entry(tensor, "location") ?? throw Fault(tensor, "names no location of its data");
        string file = Inside(tensor, location);
        long fileLength = new FileInfo(file) is { Exists: true } info ? info.Length : throw Fault(tensor, $"has its data in '{location}', which does not exist beside the ONNX file");
        long offset = Number(tensor, "offset") ?? 0, length = Number(tensor, "length") ?? fileLength - offset;
        if (offset < 0 || length < 0 || offset > fileLength - length)
            throw Fault(tensor, $"has its data at byte {offset} of '{location}', {length} bytes; that file has {fileLength}");
        TensorValues.RequireBytes(tensor, length, path);
        if (length > limit - _fetched)
            throw Fault(tensor, $"has {length} bytes of data in '{location}'; all data outside the ONNX file may have {limit}");

        _fetched += length;
        byte[] bytes = new byte[length];
        using (FileStream stream = File.OpenRead(file))
        {
            stream.Position = offset;
            stream.ReadExactly(bytes);
        }

        tensor.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
        tensor.DataLocation = TensorProto.Types.DataLocation.Default;
        tensor.ExternalData.Clear();
    }

    // Both separators count on every system, so that a file means the same everywhere.
    private string Inside(TensorProto tensor, string location)
    {
        string[] parts = location.Split('/', '\\');
        if (Path.IsPathRooted(location) || parts.Any(part => part is "" or ".." || part.Contains(':') || part.Contains('\0')))
            throw Outside();

        string at = _folder;
        foreach (string part in parts)
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null)
                throw Outside();
        }

        return at;

        ModelFileException Outside() => Fault(tensor, $"has its data in '{location}', which leads out of the ONNX file's folder");
    }

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;

    private long? Number(TensorProto tensor, string key) => Entry(tensor, key) is not { } text ? null
        : long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long number) ? number
        : throw Fault(tensor, $"gives '{text}' as {key} of its data, which must be a whole number");

    private ModelFileException Fault(TensorProto tensor, string problem) => new(path, $"tensor '{tensor.Name}' {problem}", remedy: Remedy);
}
