using System.Globalization;
using System.Xml.Linq;
using MlNetXai.Reporting.Drawing;
using MlNetXai.Reporting.Figures;
using Xunit;

namespace MlNetXai.Reporting.Tests.Figures;

/// <summary>What every figure must keep to.</summary>
public class FigureConformanceTests
{
    public static TheoryData<string> Names => [.. Samples.All.Concat(Samples.Edges).Select(figure => $"{figure.GetType().Name}: {figure.Title}")];

    [Fact]
    public void Samples_HoldOneOfEveryKind()
    {
        IEnumerable<Type> kinds = typeof(Figure).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Figure)));

        Assert.Equal(kinds.Select(kind => kind.Name).Order(), Samples.All.Select(figure => figure.GetType().Name).Order());
        Assert.Equal(kinds.Select(kind => kind.Name).Order(), Samples.Edges.Select(figure => figure.GetType().Name).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToSvg_IsWellFormedWithTitleAndDescription(string name)
    {
        Figure figure = Of(name);

        XElement svg = SvgReading.Read(figure);

        Assert.Equal(SvgReading.Svg + "svg", svg.Name);
        Assert.Equal("img", svg.Attribute("role")!.Value);
        string[] ids = [.. svg.DescendantsAndSelf().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(svg.Attribute("aria-labelledby")!.Value.Split(' '), ids);
        Assert.Equal(figure.Title, svg.Element(SvgReading.Svg + "title")!.Value);
        Assert.NotEmpty(svg.Element(SvgReading.Svg + "desc")!.Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToSvg_NumbersAreFiniteAndIndependentOfCulture(string name)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string expected = Of(name).ToSvg();
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = comma;

            Assert.Equal(expected, Of(name).ToSvg());
            Assert.DoesNotMatch("NaN|Infinity|∞", expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToSvg_TextStaysInsideTheDrawing(string name)
    {
        XElement svg = SvgReading.Read(Of(name));
        Box all = SvgReading.ViewBox(svg);

        Assert.All(svg.Descendants(SvgReading.Svg + "text"), text =>
        {
            Box box = SvgReading.BoxOf(text);
            Assert.True(box.X >= all.X - 1 && box.Right <= all.Right + 1 && box.Y >= all.Y && box.Bottom <= all.Bottom, $"'{text.Value}' at {box} leaves {all}");
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToSvg_TextsDoNotCoverEachOther(string name)
    {
        // Widths are estimated high, for the widest font: a tenth may go.
        Box[] boxes = [.. SvgReading.Read(Of(name)).Descendants(SvgReading.Svg + "text").Where(text => text.Value.Length > 0).Select(SvgReading.BoxOf)];
        string[] texts = [.. SvgReading.Read(Of(name)).Descendants(SvgReading.Svg + "text").Where(text => text.Value.Length > 0).Select(text => text.Value)];

        for (int i = 0; i < boxes.Length; i++)
        {
            for (int j = i + 1; j < boxes.Length; j++)
                Assert.False(Overlap(boxes[i], boxes[j]), $"'{texts[i]}' {boxes[i]} covers '{texts[j]}' {boxes[j]}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToSvg_NeedsNoNetworkFontOrScript(string name)
    {
        string svg = Of(name).ToSvg().Replace(SvgReading.Svg.NamespaceName, "", StringComparison.Ordinal);

        Assert.All(["http", "url(", "@import", "@font-face", "<script", "<image", "<foreignObject"], word => Assert.DoesNotContain(word, svg, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToSvg_EveryClassIsInTheStyleSheet(string name)
    {
        IEnumerable<string> classes = SvgReading.Read(Of(name)).DescendantsAndSelf().Attributes("class").SelectMany(attribute => attribute.Value.Split(' ')).Distinct();

        Assert.All(classes, css => Assert.Contains($".{css}", FigureStyle.Css, StringComparison.Ordinal));
    }

    [Fact]
    public void ToSvg_StyleSheet_KnowsDarkAndPrint()
    {
        string style = SvgReading.Read(Samples.Confusion()).Element(SvgReading.Svg + "style")!.Value;

        Assert.Contains("@media screen and (prefers-color-scheme:dark)", style, StringComparison.Ordinal);
        Assert.Contains("@media print", style, StringComparison.Ordinal);
    }

    private static bool Overlap(Box a, Box b)
    {
        double width = Math.Min(a.Right, b.Right) - Math.Max(a.X, b.X), height = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Y, b.Y);
        return width > 0.1 * Math.Min(a.Width, b.Width) && height > 0.1 * Math.Min(a.Height, b.Height);
    }

    private static Figure Of(string name) => Samples.All.Concat(Samples.Edges).First(figure => $"{figure.GetType().Name}: {figure.Title}" == name);
}
