using System.Text;
using System.Text.Json;

namespace MlNetXai.Reporting.Tables;

/// <summary>Tables as JSON: an array of one object per row, in full precision, undefined = null.</summary>
/// <remarks>A number with interval or note is an object of <c>value</c>, <c>low</c>, <c>high</c> and <c>note</c>.</remarks>
public static class JsonTable
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>The table as JSON text.</summary>
    /// <exception cref="ShapeException">A row has another number of cells than there are columns.</exception>
    public static string Format(Table table)
    {
        table.RequireRowsFit();
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Indented))
        {
            json.WriteStartArray();
            foreach (IReadOnlyList<Cell> row in table.Rows)
            {
                json.WriteStartObject();
                for (int i = 0; i < row.Count; i++)
                    Write(json, table.Columns[i].Key, row[i]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string key, Cell cell)
    {
        switch (cell)
        {
            case { Text: string text }:
                json.WriteString(key, text);
                break;
            case { Count: long count }:
                json.WriteNumber(key, count);
                break;
            case { Estimate: Estimate estimate } when estimate.HasInterval || estimate.Note is not null:
                json.WriteStartObject(key);
                Write(json, "value", estimate.Value);
                Write(json, "low", estimate.Low);
                Write(json, "high", estimate.High);
                if (estimate.Note is not null)
                    json.WriteString("note", estimate.Note);
                json.WriteEndObject();
                break;
            case { Estimate: Estimate estimate }:
                Write(json, key, estimate.Value);
                break;
            default:
                json.WriteNull(key);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, string key, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(key, value);
        else
            json.WriteNull(key);
    }
}
