using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MlNetXai.Runs.Training;

/// <summary>A settings record as one word of the command line: its kind or first setting, then what differs from the defaults, e.g. <c>sgd,momentum=0.9,nesterov=true</c>.</summary>
public static class SettingText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The word for some settings; <see cref="Parse"/> gives them back.</summary>
    public static string Format<T>(T settings)
        where T : class
    {
        JsonObject values = ToJson(settings), defaults = ToJson((T)Activator.CreateInstance(settings.GetType())!);
        string lead = Lead<T>();
        return string.Join(',', values.Where(pair => pair.Key == lead || !JsonNode.DeepEquals(pair.Value, defaults[pair.Key])).Select(pair => pair.Key == lead ? $"{pair.Value}" : $"{pair.Key}={pair.Value}"));
    }

    /// <summary>The settings in a word.</summary>
    /// <param name="text">The word.</param>
    /// <param name="option">Where it stands, for messages, e.g. "--schedule".</param>
    /// <exception cref="ArgumentException">It names no such kind or setting, or a value out of range; the message says what can be written.</exception>
    public static T Parse<T>(string text, string option)
        where T : class
    {
        string[] words = text.Split(',', StringSplitOptions.TrimEntries);
        JsonObject settings = new() { [Lead<T>()] = Value(words[0]) };
        foreach (string word in words.Skip(1))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !settings.TryAdd(word[..equals], Value(word[(equals + 1)..])))
                throw Unreadable<T>(text, option, null);
        }

        try
        {
            return settings.Deserialize<T>(Options)!;
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{option} is '{text}': {error.Message}", error);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw Unreadable<T>(text, option, error);
        }
    }

    /// <summary>What can be written, with all settings at their defaults, e.g. <c>step,every=30,factor=0.1</c>.</summary>
    public static IReadOnlyList<string> Choices<T>()
        where T : class
    {
        IEnumerable<Type> kinds = typeof(T).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(attribute => attribute.DerivedType).DefaultIfEmpty(typeof(T));
        return [.. kinds.Select(kind => string.Join(',', ToJson((T)Activator.CreateInstance(kind)!).Select(pair => pair.Key == Lead<T>() ? $"{pair.Value}" : $"{pair.Key}={pair.Value}")))];
    }

    // As T, so that the kind of a derived record is written.
    private static JsonObject ToJson<T>(T settings)
        where T : class => JsonSerializer.SerializeToNode(settings, Options)!.AsObject();

    private static string Lead<T>() =>
        typeof(T).GetCustomAttribute<JsonPolymorphicAttribute>()?.TypeDiscriminatorPropertyName ?? Options.PropertyNamingPolicy!.ConvertName(typeof(T).GetProperties()[0].Name);

    private static JsonValue? Value(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            return JsonValue.Create(whole);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
            return JsonValue.Create(number);
        return bool.TryParse(text, out bool flag) ? JsonValue.Create(flag) : JsonValue.Create(text);
    }

    private static ArgumentException Unreadable<T>(string text, string option, Exception? inner)
        where T : class => new($"{option} is '{text}'; write one of these, with what differs from its defaults: {string.Join("; ", Choices<T>())}.", inner);
}
