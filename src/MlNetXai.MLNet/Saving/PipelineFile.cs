using System.Buffers.Binary;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.ML;

namespace MlNetXai.MLNet.Saving;

/// <summary>Looks at a pipeline's zip before ML.NET's loader does, which would load any assembly that the file names.</summary>
/// <remarks>
/// Two layouts. The built-in subset's: <c>Contract/Model.json</c>, a tree of objects with a "kind"; kind "CustomMapping" names "contract" and "assembly".
/// The package's: every <c>…/Model.key</c> begins with <c>ML\0MODEL</c>; little-endian Int64 pairs (offset, length) stand at 0x20 (table of Int64 ends of strings, in bytes), 0x30
/// (their UTF-16 characters) and 0x90 (name of the loader's assembly, UTF-16), the loader's name in 24 bytes of ASCII at 0x50. A custom mapping's strings 0 and 1 are
/// contract and assembly.
/// </remarks>
internal static class PipelineFile
{
    public const string BuiltInVersionEntry = "Contract/Version.txt";
    public const string BuiltInModelEntry = "Contract/Model.json";
    private const string PackageModelEntry = "Model.key";
    private const int MostEntries = 10_000;
    private const long LongestEntry = 1L << 30;
    private const string SaveAgain = "Save the pipeline again.";

    private static bool RunsOnPackage => typeof(MLContext).Assembly.GetName().Name != "MlNetXai.MLNet.Contract";

    /// <summary>Throws unless the file is a pipeline of this build and names only code that may be loaded.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="contracts">Contract names of custom mappings that the caller vouches for.</param>
    /// <exception cref="PipelineFileException">It is not.</exception>
    public static void RequireKnown(byte[] bytes, string path, IReadOnlyCollection<string> contracts)
    {
        try
        {
            using ZipArchive zip = new(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > MostEntries)
                throw new PipelineFileException($"has {zip.Entries.Count} entries; a pipeline has at most {MostEntries}. {SaveAgain}", path);
            bool builtIn = zip.GetEntry(BuiltInVersionEntry) is not null;
            ZipArchiveEntry[] keys = [.. zip.Entries.Where(entry => Path.GetFileName(entry.FullName) == PackageModelEntry)];
            if (builtIn && RunsOnPackage)
                throw new PipelineFileException("was saved by a build on the built-in subset of ML.NET, and this build runs on the package Microsoft.ML. Load it with a build without MLNet=official, or save the pipeline again here.", path);
            if (keys.Length > 0 && !builtIn && !RunsOnPackage)
                throw new PipelineFileException("was saved by the package Microsoft.ML, and this build runs on the built-in subset of ML.NET. Load it with a build with MLNet=official, or save the pipeline again here.", path);

            if (builtIn)
                RequireKnownMappings(zip, path, contracts);
            else if (keys.Length > 0)
                Array.ForEach(keys, key => RequireKnownKey(Bytes(key, path), key.FullName, path, contracts));
            else
                throw new PipelineFileException("is a zip archive but no saved pipeline.", path);
        }
        catch (InvalidDataException error)
        {
            throw new PipelineFileException($"is not a zip archive, or a damaged one ({error.Message}). {SaveAgain}", path, error);
        }
    }

    /// <summary>Checks one <c>Model.key</c> of the package's layout.</summary>
    internal static void RequireKnownKey(ReadOnlySpan<byte> key, string entry, string path, IReadOnlyCollection<string> contracts)
    {
        if (key.Length < 0xA0 || !key.StartsWith("ML\0MODEL"u8))
            throw new PipelineFileException($"{entry} does not begin as a model's key does; it is damaged. {SaveAgain}", path);
        string loaderAssembly = Encoding.Unicode.GetString(Part(key, 0x90, entry, path));
        string simple = SimpleName(loaderAssembly);
        if (simple != "Microsoft.ML" && !simple.StartsWith("Microsoft.ML.", StringComparison.Ordinal))
            throw new PipelineFileException($"{entry} wants to load the assembly '{loaderAssembly}', which is not ML.NET's. Nothing of the file was loaded.", path);
        string loader = Encoding.ASCII.GetString(key.Slice(0x50, 24)).TrimEnd('\0', ' ');
        if (loader != "CustomTransformer")
            return;
        ReadOnlySpan<byte> ends = Part(key, 0x20, entry, path), characters = Part(key, 0x30, entry, path);
        if (ends.Length < 16)
            throw new PipelineFileException($"{entry} names no contract for its custom mapping; it is damaged. {SaveAgain}", path);
        RequireKnownContract(Text(ends, characters, 0, entry, path), Text(ends, characters, 1, entry, path), path, contracts);
    }

    private static void RequireKnownMappings(ZipArchive zip, string path, IReadOnlyCollection<string> contracts)
    {
        ZipArchiveEntry entry = zip.GetEntry(BuiltInModelEntry) ?? throw new PipelineFileException($"has no {BuiltInModelEntry}; it is damaged. {SaveAgain}", path);
        try
        {
            using JsonDocument model = JsonDocument.Parse(Bytes(entry, path));
            Walk(model.RootElement, path, contracts);
        }
        catch (JsonException error)
        {
            throw new PipelineFileException($"{BuiltInModelEntry} is damaged ({error.Message}). {SaveAgain}", path, error);
        }
    }

    private static void Walk(JsonElement node, string path, IReadOnlyCollection<string> contracts)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in node.EnumerateArray())
                Walk(item, path, contracts);
        }

        if (node.ValueKind != JsonValueKind.Object)
            return;
        if (TextOf(node, "assembly") is { } assembly)
            RequireKnownContract(TextOf(node, "contract") ?? "", assembly, path, contracts);
        foreach (JsonProperty property in node.EnumerateObject())
            Walk(property.Value, path, contracts);
    }

    private static void RequireKnownContract(string contract, string assembly, string path, IReadOnlyCollection<string> contracts)
    {
        Assembly own = typeof(PipelineFile).Assembly;
        string name = SimpleName(assembly);
        if (name == own.GetName().Name && contract.StartsWith("MlNetXai.", StringComparison.Ordinal))
            return;

        // A contract that the caller vouches for may only come from code that the caller has loaded already.
        if (contracts.Contains(contract) && AppDomain.CurrentDomain.GetAssemblies().Any(loaded => loaded.GetName().Name == name))
            return;
        throw new PipelineFileException(
            $"names the custom mapping '{contract}' of the assembly '{assembly}', which is not this library's. Nothing of the file was loaded. "
            + "If it is yours, register its assembly (mlContext.ComponentCatalog.RegisterAssembly) and name the contract when loading.",
            path);
    }

    private static string SimpleName(string assembly) => assembly.Split(',')[0].Trim();

    private static string? TextOf(JsonElement node, string name) =>
        node.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Bytes(ZipArchiveEntry entry, string path)
    {
        if (entry.Length > LongestEntry)
            throw new PipelineFileException($"{entry.FullName} is {entry.Length} bytes long; at most {LongestEntry} are read.", path);
        byte[] bytes = new byte[entry.Length];
        using Stream stream = entry.Open();

        // The stream ends where the declared length does, whatever the compressed data hold.
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
            ? bytes
            : throw new PipelineFileException($"{entry.FullName} is cut. {SaveAgain}", path);
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> key, int at, string entry, string path)
    {
        long offset = BinaryPrimitives.ReadInt64LittleEndian(key[at..]), length = BinaryPrimitives.ReadInt64LittleEndian(key[(at + 8)..]);
        if (offset < 0 || length < 0 || offset > key.Length || length > key.Length - offset)
            throw new PipelineFileException($"{entry} says that {length} bytes stand at {offset}, and has {key.Length} (cut or edited). {SaveAgain}", path);
        return key.Slice((int)offset, (int)length);
    }

    private static string Text(ReadOnlySpan<byte> ends, ReadOnlySpan<byte> characters, int index, string entry, string path)
    {
        long from = index == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(ends[(8 * (index - 1))..]), to = BinaryPrimitives.ReadInt64LittleEndian(ends[(8 * index)..]);
        if (from < 0 || to < from || to > characters.Length)
            throw new PipelineFileException($"{entry} says that a text ends at {to}, and has {characters.Length} bytes (cut or edited). {SaveAgain}", path);
        return Encoding.Unicode.GetString(characters[(int)from..(int)to]);
    }
}
