using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetXai.Runs.Manifests;

/// <summary>JSON of the run folder: camel case, indented, undefined numbers as null.</summary>
internal static class RunJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new UndefinedAsNull(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options) + "\n";

    /// <summary>Reads a file of the run folder.</summary>
    /// <exception cref="RunException">It is missing, damaged or of another version.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            // Not from the stream: .NET 10 loses its place where a buffer ends within an optional number of a record's constructor.
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Options)
                ?? throw new RunException($"{path}: holds nothing. Repeat the step that makes it.", path);
        }
        catch (FileNotFoundException error)
        {
            throw new RunException($"{path}: missing. Repeat the step that makes it.", path, inner: error);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new RunException(
                $"{path}: damaged, or written by another version of mlnetxai ({error.Message}). Use that version, or repeat the step that makes it.", path, inner: error);
        }
    }

    private sealed class UndefinedAsNull : JsonConverter<double>
    {
        public override bool HandleNull => true;

        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        }
    }
}
