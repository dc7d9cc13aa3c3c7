using System.Xml.Linq;
using MlNetXai.Reporting.Drawing;
using MlNetXai.Reporting.Tests.Figures;
using Xunit;

namespace MlNetXai.Reporting.Tests.Drawing;

public class SeriesStyleTests
{
    private static readonly SeriesStyle[] Sixteen = [.. Enumerable.Range(0, 16).Select(SeriesStyle.Of)];

    [Fact]
    public void Of_SixteenSeries_DifferInDash()
    {
        Assert.Equal(16, Sixteen.Select(style => style.Dash).Distinct().Count());
    }

    [Fact]
    public void DrawMarker_SixteenSeries_DifferInOutlineOrFilling()
    {
        Assert.Equal(16, Sixteen.Select(Marker).Distinct().Count());
    }

    [Fact]
    public void DrawMarker_NinthSeries_HasColourAndOutlineOfTheFirstAndIsHollow()
    {
        Assert.Equal(SeriesStyle.Of(0).Color, SeriesStyle.Of(8).Color);
        Assert.Equal(Marker(SeriesStyle.Of(0)) with { IsHollow = true }, Marker(SeriesStyle.Of(8)));
    }

    private static (string Outline, bool IsHollow) Marker(SeriesStyle style)
    {
        SvgCanvas canvas = new("id");
        style.DrawMarker(canvas, 10, 10);
        XElement path = XElement.Parse(canvas.Finish("title", "description", 20, standalone: false)).Descendants(SvgReading.Svg + "path").Single();
        return (path.Attribute("d")!.Value, path.Attribute("class")!.Value.Split(' ')[0] == "surface");
    }
}
