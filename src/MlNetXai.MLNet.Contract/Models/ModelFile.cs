using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A fitted pipeline as a zip file.</summary>
/// <remarks>
/// <code>
/// entry                  content (UTF-8)
/// Contract/Version.txt   "MlNetXai.MLNet.Contract 1" and a line feed
/// Contract/Model.json    the transformer: an object with "kind" and what that kind needs; chains hold further ones
/// Contract/Schema.json   the input schema, an array of columns; absent when none was given
/// </code>
/// </remarks>
internal static class ModelFile
{
    private const string Version = "MlNetXai.MLNet.Contract 1\n";
    private const string VersionEntry = "Contract/Version.txt";
    private const string ModelEntry = "Contract/Model.json";
    private const string SchemaEntry = "Contract/Schema.json";

    // Chains nest, and System.Text.Json stops at 64 levels unless told otherwise.
    private const int MaxDepth = 512;

    private const long MaxEntryBytes = 1L << 30;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    public static void Write(string path, JsonObject model, DataViewSchema schema)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = File.Create(temporary))
                Write(stream, model, schema);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public static void Write(Stream stream, JsonObject model, DataViewSchema schema)
    {
        JsonArray schemaJson = schema is null ? null : SchemaJson.Write(schema);
        using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        using (StreamWriter writer = new(zip.CreateEntry(VersionEntry).Open()))
            writer.Write(Version);
        Write(zip, ModelEntry, model);
        if (schemaJson is not null)
            Write(zip, SchemaEntry, schemaJson);
    }

    public static ITransformer Read(Stream stream, ComponentCatalog components, out DataViewSchema schema)
    {
        using ZipArchive zip = Open(stream);
        RequireVersion(zip);
        try
        {
            JsonNode schemaJson = zip.GetEntry(SchemaEntry) is null ? null : Parse(zip, SchemaEntry);
            ITransformer model = new ModelReader(components).Read(Parse(zip, ModelEntry));
            schema = schemaJson is null ? null : SchemaJson.Read(schemaJson);
            return model;
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or FormatException or ArgumentException)
        {
            throw new InvalidOperationException($"The model file is damaged: {error.Message} Save the model again.", error);
        }
    }

    private static ZipArchive Open(Stream stream)
    {
        try
        {
            return new(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException error)
        {
            throw new FormatException("Failed to open a zip archive: not a model file, or a part of one.", error);
        }
    }

    private static void RequireVersion(ZipArchive zip)
    {
        if (zip.GetEntry(VersionEntry) is not { } entry)
        {
            throw new InvalidOperationException(zip.Entries.Any(e => e.FullName.EndsWith("Model.key", StringComparison.Ordinal))
                ? "The model file was written by the package Microsoft.ML, and this build reads its own files only. Build with MLNet=official, or save the model again with this build."
                : $"Could not load legacy format model: the zip file has no entry {VersionEntry}, so no model of this build is in it.");
        }

        using StreamReader reader = new(entry.Open());
        var found = new char[Version.Length + 1];
        int length = reader.ReadBlock(found);
        if (!found.AsSpan(0, length).SequenceEqual(Version))
            throw new InvalidOperationException($"{VersionEntry} of the model file is not '{Version.TrimEnd()}': a newer build wrote it. Read it with that build, or save the model again.");
    }

    private static void Write(ZipArchive zip, string name, JsonNode content)
    {
        using Stream stream = zip.CreateEntry(name).Open();
        using Utf8JsonWriter writer = new(stream, Writing);
        content.WriteTo(writer);
    }

    private static JsonNode Parse(ZipArchive zip, string name)
    {
        ZipArchiveEntry entry = zip.GetEntry(name) ?? throw new InvalidDataException($"Entry {name} is missing.");
        if (entry.Length > MaxEntryBytes)
            throw new InvalidDataException($"Entry {name} has {entry.Length} bytes, more than {MaxEntryBytes}.");
        using Stream stream = entry.Open();
        return JsonNode.Parse(stream, documentOptions: new() { MaxDepth = MaxDepth });
    }
}
