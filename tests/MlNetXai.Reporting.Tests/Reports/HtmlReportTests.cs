using System.Xml.Linq;
using MlNetXai.Reporting.Reports;
using MlNetXai.Reporting.Tables;
using MlNetXai.Reporting.Tests.Figures;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Reporting.Tests.Reports;

public class HtmlReportTests
{
    private static readonly XElement Page = Parse(SampleReport.Model);

    [Fact]
    public void Format_Sample_HasThisOutline()
    {
        string[] outline =
        [
            .. Page.Descendants().Where(element => element.Name.LocalName is "h1" or "h2" or "h3" or "caption" or "strong" or "footer")
                .Select(element => $"{element.Name.LocalName} {element.Value}"),
        ];

        Assert.Equal(
            [
                "h1 What an LSTM looks at in heartbeats: synthetic ECG",
                "h2 1. Data card",
                "caption Table 1. Beats per class and part (number of patients who have such beats)",
                "caption Table 2. Beats left out, by label",
                "h3 Rules",
                "h2 2. Model card",
                "h3 Intended use",
                "h3 Not for",
                "h3 Training",
                "h3 Results",
                "strong Figure 1. Training history",
                "h3 Limits",
                "h3 Licence and citation",
                "h2 3. Results",
                "caption Table 3. Results per class on the test part",
                "strong Figure 2. Test accuracy of five patient splits",
                "strong Figure 3. Confusion matrix, test beats",
                "h2 4. What the network looks at",
                "strong Figure 4. Temporal output scores along beats",
                "strong Figure 5. ECG with P, Q, R, S and T labelled",
                "strong Figure 6. Beats with salience as colour",
                "h2 5. How the methods compare",
                "strong Figure 7. Score reduction over the threshold α",
                "strong Figure 8. Learned mask: choice of λ1 on validation beats",
                "strong Figure 9. Share of salience inside each wave's window",
                "h2 6. Settings and choices",
                "h2 7. Limits",
                "footer MlNetXai 0.1.0, MIT licence.",
            ],
            outline);
    }

    [Fact]
    public void Format_Page_HasLanguageTitleAndLandmarks()
    {
        Assert.Equal("en", Page.Attribute("lang")!.Value);
        Assert.Equal(SampleReport.Model.Title, Page.Element("head")!.Element("title")!.Value);
        Assert.All(["header", "nav", "main", "footer"], landmark => Assert.Single(Page.Element("body")!.Elements(landmark)));
    }

    [Fact]
    public void Format_Ids_AreUniqueAndLinksLeadToThem()
    {
        string[] ids = [.. Page.Descendants().Attributes("id").Select(id => id.Value)];

        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Page.Descendants("a").Attributes("href"), link => Assert.Contains(link.Value[1..], ids));
        Assert.All(Page.Descendants().Attributes("aria-labelledby").SelectMany(label => label.Value.Split(' ')), label => Assert.Contains(label, ids));
    }

    [Fact]
    public void Format_Tables_HaveCaptionsAndScopedHeadings()
    {
        Assert.All(Page.Descendants("table"), table =>
        {
            Assert.Single(table.Elements("caption"));
            Assert.All(table.Element("thead")!.Descendants("th"), heading => Assert.Equal("col", heading.Attribute("scope")!.Value));
            Assert.All(table.Element("tbody")!.Descendants("th"), heading => Assert.Equal("row", heading.Attribute("scope")!.Value));
        });
    }

    [Fact]
    public void Format_Figures_SaysWhatIsShownHowToReadItAndWhatItDoesNotMean()
    {
        Assert.All(Page.Descendants("figure"), figure =>
        {
            Assert.Equal("img", figure.Element(SvgReading.Svg + "svg")!.Attribute("role")!.Value);
            Assert.Equal(["What is shown.", "How to read it.", "What it does not mean."], figure.Descendants("b").Select(part => part.Value));
        });
    }

    [Fact]
    public void Format_Estimates_PrintIntervalUndefinedAndMarkOfFewPatients()
    {
        XElement table = Page.Descendants("table").Last();

        Assert.Contains(table.Descendants("td"), cell => cell.Value == "93.0\u00A0% (88.0\u00A0to\u00A097.0)");
        Assert.Contains(table.Descendants("td"), cell => cell.Attribute("class")?.Value == "number undefined" && cell.Value == "undefined");
        XElement mark = table.Descendants("a").First();
        Assert.Equal("note a: 2 patients, unreliable", mark.Attribute("aria-label")!.Value);
        Assert.Equal("a 2 patients, unreliable", Page.Descendants("p").Single(note => note.Attribute("id")?.Value == mark.Attribute("href")!.Value[1..]).Value);
    }

    [Fact]
    public void Format_Page_NeedsNoNetworkAndNoScript()
    {
        string html = HtmlReport.Format(SampleReport.Model).Replace("xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal);

        Assert.All(["http:", "https:", "//", "<script", "<link", "@import", "url(", "src="], word => Assert.DoesNotContain(word, html, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Format_Style_StandsOnceAndKnowsDarkAndA4()
    {
        string style = Assert.Single(Page.Descendants(), element => element.Name.LocalName == "style").Value;

        Assert.All(["prefers-color-scheme:dark", "@page{size:A4", "table-header-group", "break-inside:avoid"], rule => Assert.Contains(rule, style, StringComparison.Ordinal));
    }

    [Fact]
    public void Format_TextWithMarkup_IsEscapedEverywhere()
    {
        const string Attack = "<script>alert('x')</script> & \"quotes\"";
        ReportModel model = new()
        {
            Title = Attack,
            Summary = Attack,
            Warnings = [Attack],
            Headlines = [new(Attack, Attack, Attack, Attack)],
            Sections =
            [
                new(Attack, [
                    Attack, new HeadingBlock(Attack), new WarningBlock(Attack), new ListBlock([Attack]), new FactsBlock([new(Attack, Attack)]),
                    new Table { Caption = Attack, Columns = [new(Attack)], Rows = [[Attack]], Notes = [Attack] },
                    Samples.Confusion() with { Title = Attack, Caption = new(Attack, Attack, Attack), Classes = [Attack], Counts = [[1]] },
                ]),
            ],
            Footer = Attack,
        };

        Assert.DoesNotContain("<script", HtmlReport.Format(model), StringComparison.Ordinal);
        Assert.Equal(Attack, Parse(model).Descendants("h1").Single().Value);
    }

    [Fact]
    public void Format_NothingButTitle_IsAPageStill()
    {
        XElement page = Parse(new() { Title = "Empty", Summary = "", Sections = [] });

        Assert.Equal("Empty", page.Descendants("h1").Single().Value);
        Assert.Empty(page.Descendants("footer"));
    }

    [Fact]
    public void Write_File_HoldsTheReport()
    {
        using TemporaryFolder folder = new();

        HtmlReport.Write(folder.File("report.html"), SampleReport.Model);

        Assert.Equal(HtmlReport.Format(SampleReport.Model), File.ReadAllText(folder.File("report.html")));
    }

    [Fact]
    public void Write_FigureThatDoesNotFit_LeavesNoFile()
    {
        using TemporaryFolder folder = new();
        ReportModel model = SampleReport.Model with { Sections = [new("x", [Samples.Confusion() with { Counts = [] }])] };

        Assert.Throws<ShapeException>(() => HtmlReport.Write(folder.File("report.html"), model));

        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void Write_FolderIsAFile_NamesThePath()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("taken"), "");

        OutputException error = Assert.Throws<OutputException>(() => HtmlReport.Write(folder.File("taken/report.html"), SampleReport.Model));

        Assert.Contains("taken", error.Message, StringComparison.Ordinal);
    }

    private static XElement Parse(ReportModel model)
    {
        string html = HtmlReport.Format(model);
        Assert.StartsWith("<!DOCTYPE html>\n", html, StringComparison.Ordinal);
        return XElement.Parse(html["<!DOCTYPE html>\n".Length..]);
    }
}
