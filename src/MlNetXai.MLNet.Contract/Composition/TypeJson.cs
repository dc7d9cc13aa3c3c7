using System.Text.Json.Nodes;

namespace Microsoft.ML.Data;

/// <summary>Column types in model files: a name, {"key": name, "count": n}, or {"item": type, "dimensions": [d, …]}.</summary>
internal static class TypeJson
{
    private static readonly Dictionary<string, PrimitiveDataViewType> ByName = Enum.GetValues<DataKind>().Select(PrimitiveTypes.Of).Append(RowIdDataViewType.Instance).ToDictionary(type => $"{type}", StringComparer.Ordinal);

    public static bool CanWrite(DataViewType type) => type.ItemType() is KeyDataViewType || ByName.ContainsValue(type.ItemType() as PrimitiveDataViewType);

    public static JsonNode Write(DataViewType type) => type switch
    {
        VectorDataViewType vector => new JsonObject
        {
            ["item"] = Write(vector.ItemType),
            ["dimensions"] = new JsonArray([.. vector.Dimensions.Select(dimension => JsonValue.Create(dimension))]),
        },
        KeyDataViewType key => new JsonObject { ["key"] = $"{PrimitiveTypes.OrNull(key.RawType)}", ["count"] = key.Count },
        _ when CanWrite(type) => JsonValue.Create($"{type}"),
        _ => throw new NotSupportedException($"Values of type '{type}' cannot be written into a model file. Drop the column, or convert it."),
    };

    public static DataViewType Read(JsonNode json)
    {
        if (json is JsonValue)
            return Named(json);
        return json["item"] is { } item
            ? new VectorDataViewType((PrimitiveDataViewType)Read(item), json["dimensions"].AsArray().Select(dimension => (int)dimension).ToArray())
            : new KeyDataViewType(Named(json["key"]).RawType, (ulong)json["count"]);
    }

    private static PrimitiveDataViewType Named(JsonNode json) =>
        ByName.GetValueOrDefault((string)json) ?? throw new InvalidDataException($"There is no column type '{json}'.");
}
