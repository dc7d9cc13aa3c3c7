using System.Text;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.Reporting.Reports;

/// <summary>Sections as Markdown, for cards that lie beside a model. Figures are named, not drawn.</summary>
public static class MarkdownSection
{
    /// <summary>The section as Markdown text, its title as first heading.</summary>
    /// <exception cref="ShapeException">A table has a row that does not fit its columns.</exception>
    public static string Format(ReportSection section)
    {
        StringBuilder markdown = new StringBuilder("# ").Append(section.Title).Append('\n');
        foreach (ReportBlock block in section.Blocks)
            markdown.Append('\n').Append(Format(block));
        return markdown.ToString();
    }

    private static string Format(ReportBlock block) => block switch
    {
        ParagraphBlock paragraph => $"{paragraph.Text}\n",
        HeadingBlock heading => $"## {heading.Text}\n",
        WarningBlock warning => $"> **{warning.Text}**\n",
        ListBlock list => string.Concat(list.Items.Select(item => $"* {item}\n")),
        FactsBlock facts => string.Concat(facts.Items.Select(fact => $"* **{fact.Name}**: {fact.Value}\n")),
        TableBlock table => $"{table.Table.Caption}\n\n{MarkdownTable.Format(table.Table)}",
        FigureBlock figure => $"Figure: {figure.Figure.Title}. {figure.Figure.Caption.Shows}\n",
        _ => "",
    };
}
