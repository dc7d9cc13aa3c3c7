using System.Text.Json.Nodes;

namespace Microsoft.ML.Data;

/// <summary>Schemas in model files: an array of columns, each with name, type and annotations.</summary>
/// <remarks>Annotations of types that others defined are left out.</remarks>
internal static class SchemaJson
{
    public static JsonArray Write(DataViewSchema schema) => new([.. schema.Select(column => (JsonNode)new JsonObject
    {
        ["name"] = column.Name,
        ["type"] = TypeJson.Write(column.Type),
        ["annotations"] = new JsonArray([.. column.Annotations.Schema.Where(kind => !kind.IsHidden && TypeJson.CanWrite(kind.Type)).Select(kind => Write(column.Annotations, kind))]),
    })]);

    public static DataViewSchema Read(JsonNode json)
    {
        DataViewSchema.Builder schema = new();
        foreach (JsonNode column in json.Items())
        {
            DataViewSchema.Annotations.Builder annotations = new();
            foreach (JsonNode kind in column.Member("annotations").Items())
            {
                DataViewType type = TypeJson.Read(kind.Member("type"));
                annotations.Add(kind.Member("name").Read<string>(), type, ValueJson.ReadAsGetter(type, kind.Member("value")));
            }

            schema.AddColumn(column.Member("name").Read<string>(), TypeJson.Read(column.Member("type")), annotations.ToAnnotations());
        }

        return schema.ToSchema();
    }

    private static JsonObject Write(DataViewSchema.Annotations annotations, DataViewSchema.Column kind) => new()
    {
        ["name"] = kind.Name,
        ["type"] = TypeJson.Write(kind.Type),
        ["value"] = ValueJson.WriteAnnotation(annotations, kind),
    };
}
