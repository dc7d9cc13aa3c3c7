using System.Text.Json.Nodes;

namespace Microsoft.ML.Data;

/// <summary>Reads model files strictly: what is missing or of another kind is named with its place.</summary>
internal static class JsonReading
{
    /// <exception cref="InvalidDataException">The node is no object, or has no such member.</exception>
    public static JsonNode Member(this JsonNode node, string name) =>
        (node as JsonObject)?[name] ?? throw new InvalidDataException($"{Place(node)} has no '{name}'.");

    /// <exception cref="InvalidDataException">The node is no array.</exception>
    public static JsonArray Items(this JsonNode node) => node as JsonArray ?? throw new InvalidDataException($"{Place(node)} is no array.");

    /// <exception cref="InvalidDataException">The node is no array of that many items.</exception>
    public static JsonArray Items(this JsonNode node, int count)
    {
        JsonArray items = node.Items();
        return items.Count == count ? items : throw new InvalidDataException($"{Place(node)} has {items.Count} items, not {count}.");
    }

    /// <exception cref="InvalidDataException">The node holds no value of that type.</exception>
    public static T Read<T>(this JsonNode node) =>
        node is JsonValue value && value.TryGetValue(out T result) ? result : throw new InvalidDataException($"{Place(node)} is no {typeof(T).Name}.");

    private static string Place(JsonNode node) => node?.GetPath() ?? "An item";
}
