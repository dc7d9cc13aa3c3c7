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
        return json is JsonObject vector && vector.ContainsKey("item")
            ? new VectorDataViewType(ReadItem(vector["item"]), vector.Member("dimensions").Items().Select(dimension => dimension.Read<int>()).ToArray())
            : ReadItem(json);
    }

    /// <summary>A type that is no vector.</summary>
    public static PrimitiveDataViewType ReadItem(JsonNode json) => json is JsonObject
        ? new KeyDataViewType(Named(json.Member("key")).RawType, json.Member("count").Read<ulong>())
        : Named(json);

    private static PrimitiveDataViewType Named(JsonNode json) =>
        ByName.GetValueOrDefault(json.Read<string>()) ?? throw new InvalidDataException($"There is no column type '{json}'.");
}
