using MlNetXai.Reporting.Figures;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.Reporting.Reports;

/// <summary>A section of a report.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Blocks">Its content, in order.</param>
public sealed record ReportSection(string Title, IReadOnlyList<ReportBlock> Blocks);

/// <summary>A piece of a section; made by conversion from words, tables and figures, or as one of the records below.</summary>
public abstract record ReportBlock
{
    private protected ReportBlock()
    {
    }

    /// <summary>A paragraph of plain words.</summary>
    public static implicit operator ReportBlock(string text) => new ParagraphBlock(text);

    /// <summary>A table.</summary>
    public static implicit operator ReportBlock(Table table) => new TableBlock(table);

    /// <summary>A figure with its caption; figures are numbered in order.</summary>
    public static implicit operator ReportBlock(Figure figure) => new FigureBlock(figure);
}

/// <summary>A paragraph of plain words.</summary>
public sealed record ParagraphBlock(string Text) : ReportBlock;

/// <summary>A heading below the section's.</summary>
public sealed record HeadingBlock(string Text) : ReportBlock;

/// <summary>A remark that must not be overlooked.</summary>
public sealed record WarningBlock(string Text) : ReportBlock;

/// <summary>A list of short statements.</summary>
public sealed record ListBlock(IReadOnlyList<string> Items) : ReportBlock;

/// <summary>Names with values: settings, cards, choices.</summary>
/// <param name="Items">Name and value, in order.</param>
public sealed record FactsBlock(IReadOnlyList<Fact> Items) : ReportBlock;

/// <summary>A name with its value.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value as printed, with unit.</param>
public readonly record struct Fact(string Name, string Value);

/// <summary>A table.</summary>
public sealed record TableBlock(Table Table) : ReportBlock;

/// <summary>A figure with its caption.</summary>
public sealed record FigureBlock(Figure Figure) : ReportBlock;
