using System.Globalization;

namespace MlNetXai.Reporting.Tables;

/// <summary>Tables as CSV after RFC 4180: CR LF, quotes where needed, numbers in full precision with a point, undefined = empty.</summary>
/// <remarks>A column with any interval becomes three, <c>key</c>, <c>key_low</c> and <c>key_high</c>; one with any note gets <c>key_note</c> after them.</remarks>
public static class CsvTable
{
    /// <summary>The table as CSV text.</summary>
    /// <exception cref="ShapeException">A row has another number of cells than there are columns.</exception>
    public static string Format(Table table)
    {
        table.RequireRowsFit();
        List<(string Key, Func<IReadOnlyList<Cell>, string> Value)> fields = [.. Enumerable.Range(0, table.Columns.Count).SelectMany(i => Fields(table, i))];

        using StringWriter csv = new(CultureInfo.InvariantCulture);
        WriteRow(csv, fields.Select(field => field.Key));
        foreach (IReadOnlyList<Cell> row in table.Rows)
            WriteRow(csv, fields.Select(field => field.Value(row)));
        return csv.ToString();
    }

    /// <summary>Writes one row, for tables too long to be held.</summary>
    /// <param name="output">Receives the row and its end.</param>
    /// <param name="fields">Texts; quoted where needed.</param>
    public static void WriteRow(TextWriter output, IEnumerable<string> fields)
    {
        output.Write(string.Join(',', fields.Select(Quote)));
        output.Write("\r\n");
    }

    private static IEnumerable<(string, Func<IReadOnlyList<Cell>, string>)> Fields(Table table, int i)
    {
        string key = table.Columns[i].Key;
        yield return (key, row => row[i].Text ?? row[i].Count?.ToString(CultureInfo.InvariantCulture) ?? Number(row[i].Estimate?.Value));
        if (table.Rows.Any(row => row[i].Estimate is { HasInterval: true }))
        {
            yield return ($"{key}_low", row => Number(row[i].Estimate?.Low));
            yield return ($"{key}_high", row => Number(row[i].Estimate?.High));
        }

        if (table.Rows.Any(row => row[i].Estimate is { Note: not null }))
            yield return ($"{key}_note", row => row[i].Estimate?.Note ?? "");
    }

    private static string Number(double? value) => value is double number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Quote(string field) => field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
