using System.Text.Json;

namespace MlNetXai.Networks.Interchange;

/// <summary>Fields of a JSON object in a model file. What is missing or of another type is named with its place.</summary>
internal readonly struct JsonFields
{
    private readonly JsonElement _element;
    private readonly string _place;

    /// <param name="element">The object.</param>
    /// <param name="place">What it is, for messages.</param>
    /// <exception cref="FormatException">It is no object.</exception>
    public JsonFields(JsonElement element, string place) => (_element, _place) = (element.ValueKind == JsonValueKind.Object ? element : throw new FormatException($"{place} is no JSON object"), place);

    /// <summary>Fields by name.</summary>
    public JsonElement.ObjectEnumerator All => _element.EnumerateObject();

    /// <summary>Whether there is such a field.</summary>
    public bool Has(string name) => _element.TryGetProperty(name, out _);

    public string Text(string name) => Text(Field(name, "a text"), name, "a text");

    public IReadOnlyList<string> Texts(string name)
    {
        List<string> texts = [];
        foreach (JsonElement text in Items(name, "a list of texts"))
            texts.Add(Text(text, name, "a list of texts"));
        return texts;
    }

    /// <summary>A whole number in a range.</summary>
    public long Whole(string name, long minimum, long maximum) => Whole(Field(name, $"a whole number of {minimum} … {maximum}"), name, minimum, maximum);

    public IReadOnlyList<long> Wholes(string name, long minimum, long maximum)
    {
        List<long> numbers = [];
        foreach (JsonElement number in Items(name, "a list of whole numbers"))
            numbers.Add(Whole(number, name, minimum, maximum));
        return numbers;
    }

    public IReadOnlyList<JsonFields> Objects(string name)
    {
        List<JsonFields> objects = [];
        foreach (JsonElement item in Items(name, "a list of objects"))
            objects.Add(new(item, $"{_place}, '{name}' {objects.Count}"));
        return objects;
    }

    /// <summary>An object of numbers by name.</summary>
    public IReadOnlyDictionary<string, double> Numbers(string name)
    {
        JsonFields own = new(Field(name, "an object of numbers"), $"{_place}, '{name}'");
        Dictionary<string, double> numbers = [];
        foreach (JsonProperty pair in own.All)
            numbers[pair.Name] = pair.Value.ValueKind == JsonValueKind.Number && pair.Value.TryGetDouble(out double number) ? number : throw own.Wrong(pair.Value, pair.Name, "a number");
        return numbers;
    }

    private static string Name(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => value.GetRawText(),
    };

    private JsonElement Field(string name, string wanted) => _element.TryGetProperty(name, out JsonElement field) ? field : throw new FormatException($"{_place} lacks '{name}', which must be {wanted}");

    private JsonElement.ArrayEnumerator Items(string name, string wanted)
    {
        JsonElement list = Field(name, wanted);
        return list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw Wrong(list, name, wanted);
    }

    private string Text(JsonElement value, string name, string wanted) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(value, name, wanted);

    private long Whole(JsonElement value, string name, long minimum, long maximum) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= minimum && number <= maximum
        ? number
        : throw Wrong(value, name, $"a whole number of {minimum} … {maximum}");

    private FormatException Wrong(JsonElement value, string name, string wanted) => new($"{_place}: '{name}' is {Name(value)} and must be {wanted}");
}
