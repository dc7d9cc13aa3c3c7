using System.Text;

namespace MlNetXai.Reporting.Tables;

/// <summary>Tables as GitHub-flavoured Markdown.</summary>
public static class MarkdownTable
{
    /// <summary>The table as printed in the report, without its caption; notes follow.</summary>
    /// <exception cref="ShapeException">A row has another number of cells than there are columns.</exception>
    public static string Format(Table table)
    {
        table.RequireRowsFit();
        StringBuilder markdown = new();
        Append(markdown, table.Columns.Select(column => Escape(column.Name)));
        Append(markdown, table.Columns.Select(column => column.IsNumeric ? "---:" : "---"));
        foreach (IReadOnlyList<Cell> row in table.Rows)
            Append(markdown, row.Select((cell, i) => Escape(cell.Print(table.Columns[i]) + (cell.Estimate?.Note is string note ? $" [{note}]" : ""))));
        foreach (string note in table.Notes)
            markdown.Append('\n').Append(note).Append('\n');
        return markdown.ToString();
    }

    private static void Append(StringBuilder markdown, IEnumerable<string> cells) => markdown.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ').Replace("\r", "", StringComparison.Ordinal);
}
