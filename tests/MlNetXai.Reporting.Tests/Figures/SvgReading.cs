using System.Globalization;
using System.Xml.Linq;
using MlNetXai.Reporting.Drawing;
using MlNetXai.Reporting.Figures;

namespace MlNetXai.Reporting.Tests.Figures;

/// <summary>Reads figures back: their elements, and about where their text stands.</summary>
internal static class SvgReading
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static XElement Read(Figure figure) => XElement.Parse(figure.ToSvg());

    public static IEnumerable<string> Texts(XElement svg) => svg.Descendants(Svg + "text").Select(text => text.Value);

    public static Box ViewBox(XElement svg)
    {
        double[] parts = [.. svg.Attribute("viewBox")!.Value.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
        return new(parts[0], parts[1], parts[2], parts[3]);
    }

    /// <summary>About the box of ink of a text: estimated width, from capital height down to the baseline.</summary>
    public static Box BoxOf(XElement text)
    {
        string css = text.Attribute("class")!.Value;
        double size = text.Attribute("style") is not null ? 15 : css.Contains("small", StringComparison.Ordinal) ? FigureStyle.SmallSize : FigureStyle.TextSize;
        double width = TextWidth.Of(text.Value, size) * (css.Contains("strong", StringComparison.Ordinal) ? TextWidth.Bold : 1), height = 0.7 * size;
        if (text.Attribute("transform") is XAttribute transform)
        {
            string[] place = transform.Value["translate(".Length..transform.Value.IndexOf(')', StringComparison.Ordinal)].Split(' ');
            return new(Number(place[0]) - height, Number(place[1]) - (width / 2), height, width);
        }

        double x = Number(text.Attribute("x")!.Value), y = Number(text.Attribute("y")!.Value);
        double left = text.Attribute("text-anchor")?.Value switch { "middle" => x - (width / 2), "end" => x - width, _ => x };
        return new(left, y - height, width, height);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
