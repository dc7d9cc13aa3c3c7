using MlNetXai.Reporting.Drawing;
using MlNetXai.Reporting.Figures;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.Reporting.Reports;

/// <summary>A report as one HTML file that needs no network and no script; light and dark, and A4 in print.</summary>
public static class HtmlReport
{
    /// <summary>The report as HTML text.</summary>
    /// <exception cref="ShapeException">A table or figure of the report has lists that belong together and differ in length.</exception>
    public static string Format(ReportModel model) => new Page(model).Write();

    /// <summary>Writes the report to a file.</summary>
    /// <exception cref="ShapeException">A table or figure of the report has lists that belong together and differ in length.</exception>
    /// <exception cref="OutputException">It cannot be written; an older file is unchanged.</exception>
    public static void Write(string path, ReportModel model) => AtomicFile.WriteText(path, Format(model));

    /// <summary>One report on its way to text; numbers figures and tables as they come.</summary>
    private sealed class Page(ReportModel model)
    {
        /// <summary>Rows up to which a table is kept on one printed page; on the screen a longer one scrolls under its heading.</summary>
        private const int ShortTable = 24;

        /// <summary>Short facts stand in two columns from this number on.</summary>
        private const int ManyFacts = 8;

        /// <summary>Letters of name and value up to which a fact is short.</summary>
        private const int ShortFact = 60;

        private readonly Markup _html = new();
        private int _figures;
        private int _tables;

        public string Write()
        {
            _html.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en")).Line();
            WriteHead();
            _html.Open("body").Line().Open("a", ("class", "skip"), ("href", "#content")).Text("Skip to content").Close().Line();
            WriteHeader();
            WriteContents();
            _html.Open("main", ("id", "content")).Line();
            for (int i = 0; i < model.Sections.Count; i++)
                WriteSection(model.Sections[i], i + 1);
            _html.Close().Line();
            if (model.Footer.Length > 0)
                _html.Element("footer", model.Footer).Line();
            _html.Close().Line().Close().Line();
            return _html.ToString();
        }

        private void WriteHead()
        {
            _html.Open("head").Line();
            _html.Empty("meta", ("charset", "utf-8")).Line();
            _html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
            _html.Empty("meta", ("name", "color-scheme"), ("content", "light dark")).Line();
            _html.Element("title", model.Title).Line();
            _html.Open("style").Raw("\n").Raw(FigureStyle.Css).Raw(ReportStyle.Css).Close().Line();
            _html.Close().Line();
        }

        private void WriteHeader()
        {
            _html.Open("header").Line().Element("h1", model.Title).Line().Element("p", model.Summary, ("class", "summary")).Line();
            foreach (string warning in model.Warnings)
                WriteWarning(warning);
            if (model.Headlines.Count > 0)
            {
                _html.Open("dl", ("class", "headlines")).Line();
                foreach (Headline headline in model.Headlines)
                {
                    _html.Open("div").Element("dt", headline.Label).Element("dd", headline.Value, ("class", "value"));
                    if (headline.Interval.Length > 0)
                        _html.Element("dd", headline.Interval, ("class", "interval"));
                    if (headline.Detail.Length > 0)
                        _html.Element("dd", headline.Detail);
                    _html.Close().Line();
                }

                _html.Close().Line();
            }

            _html.Close().Line();
        }

        private void WriteContents()
        {
            _html.Open("nav", ("aria-label", "Contents")).Open("ol").Line();
            for (int i = 0; i < model.Sections.Count; i++)
                _html.Open("li").Element("a", model.Sections[i].Title, ("href", $"#section-{i + 1}")).Close().Line();
            _html.Close().Close().Line();
        }

        private void WriteSection(ReportSection section, int number)
        {
            _html.Open("section", ("id", $"section-{number}"), ("aria-labelledby", $"heading-{number}")).Line();
            _html.Element("h2", $"{number}. {section.Title}", ("id", $"heading-{number}")).Line();
            foreach (ReportBlock block in section.Blocks)
                WriteBlock(block);
            _html.Close().Line();
        }

        private void WriteBlock(ReportBlock block)
        {
            switch (block)
            {
                case ParagraphBlock paragraph:
                    _html.Element("p", paragraph.Text).Line();
                    break;
                case HeadingBlock heading:
                    _html.Element("h3", heading.Text).Line();
                    break;
                case WarningBlock warning:
                    WriteWarning(warning.Text);
                    break;
                case ListBlock list:
                    _html.Open("ul").Line();
                    foreach (string item in list.Items)
                        _html.Element("li", item).Line();
                    _html.Close().Line();
                    break;
                case FactsBlock facts:
                    WriteFacts(facts.Items);
                    break;
                case TableBlock table:
                    WriteTable(table.Table);
                    break;
                case FigureBlock figure:
                    WriteFigure(figure.Figure);
                    break;
            }
        }

        private void WriteWarning(string text) => _html.Element("p", text, ("class", "warning"), ("role", "note")).Line();

        private void WriteFacts(IReadOnlyList<Fact> facts)
        {
            bool isShort = facts.Count >= ManyFacts && facts.All(fact => fact.Name.Length + fact.Value.Length <= ShortFact);
            _html.Open("dl", ("class", isShort ? "facts columns" : "facts")).Line();
            foreach (Fact fact in facts)
                _html.Open("div").Element("dt", fact.Name).Element("dd", fact.Value).Close().Line();
            _html.Close().Line();
        }

        private void WriteTable(Table table)
        {
            table.RequireRowsFit();
            string[] marks = [.. table.Rows.SelectMany(row => row).Select(cell => cell.Estimate?.Note).OfType<string>().Distinct()];
            _html.Open("div", ("class", table.Rows.Count <= ShortTable ? "table short" : "table long"), ("role", "region"), ("tabindex", "0"), ("aria-label", table.Caption)).Open("table").Line();
            _html.Element("caption", $"Table {++_tables}. {table.Caption}").Line();
            _html.Open("thead").Open("tr");
            foreach (Column column in table.Columns)
                _html.Element("th", column.Name, ("scope", "col"), ("class", column.IsNumeric ? "number" : null));
            _html.Close().Close().Line().Open("tbody").Line();
            foreach (IReadOnlyList<Cell> row in table.Rows)
            {
                _html.Open("tr");
                for (int i = 0; i < row.Count; i++)
                    WriteCell(row[i], table.Columns[i], isHeading: i < table.HeadingColumns, marks);
                _html.Close().Line();
            }

            _html.Close().Close().Close().Line();
            WriteRemarks(table, marks);
        }

        /// <summary>What the letters in the cells stand for, then the table's own notes.</summary>
        private void WriteRemarks(Table table, string[] marks)
        {
            for (int i = 0; i < marks.Length; i++)
            {
                _html.Open("p", ("class", "remark"), ("id", MarkId(i)));
                _html.Element("sup", Letter(i), ("class", "mark")).Text($" {marks[i]}").Close().Line();
            }

            foreach (string note in table.Notes)
                _html.Element("p", note, ("class", "remark")).Line();
        }

        private string MarkId(int mark) => $"table-{_tables}-{Letter(mark)}";

        private static string Letter(int mark) => mark < 26 ? $"{(char)('a' + mark)}" : $"{Letter((mark / 26) - 1)}{Letter(mark % 26)}";

        private void WriteCell(Cell cell, Column column, bool isHeading, string[] marks)
        {
            bool undefined = cell.Estimate is { IsDefined: false };
            string? css = (column.IsNumeric, undefined) switch { (true, true) => "number undefined", (true, false) => "number", _ => null };
            _html.Open(isHeading ? "th" : "td", ("scope", isHeading ? "row" : null), ("class", css));

            // A line may break between a value and its interval, not inside either.
            _html.Text(cell.Estimate is null ? cell.Print(column) : cell.Print(column).Replace(" to ", "\u00A0to\u00A0", StringComparison.Ordinal));
            if (cell.Estimate?.Note is string note)
            {
                int mark = Array.IndexOf(marks, note);
                _html.Open("sup").Element("a", Letter(mark), ("class", "mark"), ("href", $"#{MarkId(mark)}"), ("aria-label", $"note {Letter(mark)}: {note}")).Close();
            }

            _html.Close();
        }

        private void WriteFigure(Figure figure)
        {
            int number = ++_figures;
            _html.Open("figure", ("id", $"figure-{number}")).Line().Raw(figure.Render($"f{number}", standalone: false));
            _html.Open("figcaption").Element("strong", $"Figure {number}. {figure.Title}").Line();
            WriteCaptionPart("What is shown", figure.Caption.Shows);
            WriteCaptionPart("How to read it", figure.Caption.Reading);
            WriteCaptionPart("What it does not mean", figure.Caption.Limits);
            _html.Close().Close().Line();
        }

        private void WriteCaptionPart(string heading, string text)
        {
            if (text.Length > 0)
                _html.Open("p").Element("b", $"{heading}.").Text($" {text}").Close().Line();
        }
    }
}
