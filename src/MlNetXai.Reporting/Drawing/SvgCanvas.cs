using System.Text;

namespace MlNetXai.Reporting.Drawing;

/// <summary>Where text stands relative to its x.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>Collects the drawing of one figure, in units of about a CSS pixel, y downwards. Colours are class names of <see cref="FigureStyle"/>.</summary>
/// <param name="id">Prefix of the ids in the drawing; unique on a page.</param>
internal sealed class SvgCanvas(string id)
{
    public const double Width = 720;

    private const double TitleSize = 15;
    private const double TitleLine = 20;
    private readonly Markup _body = new();

    public void Line(double x1, double y1, double x2, double y2, string css, string? dash = null) =>
        _body.Empty("line", ("class", css), ("x1", N(x1)), ("y1", N(y1)), ("x2", N(x2)), ("y2", N(y2)), ("stroke-dasharray", dash));

    public void Rectangle(Box box, string css, double radius = 0) =>
        _body.Empty(
            "rect", ("class", css), ("x", N(box.X)), ("y", N(box.Y)), ("width", N(box.Width)), ("height", N(box.Height)), ("rx", radius > 0 ? N(radius) : null));

    public void Path(string data, string css, string? dash = null)
    {
        if (data.Length > 0)
            _body.Empty("path", ("class", css), ("d", data), ("stroke-dasharray", dash));
    }

    /// <summary>Text with its baseline at y, cut short where it is wider than <paramref name="width"/>.</summary>
    public void Text(double x, double y, string text, string css = "ink", Anchor anchor = Anchor.Start, double width = Width) =>
        _body.Element(
            "text", TextWidth.Fit(text, SizeOf(css), width), ("class", css), ("x", N(x)), ("y", N(y)), ("text-anchor", Name(anchor)));

    /// <summary>Text that runs upwards, centred at (x, y).</summary>
    public void TextUpwards(double x, double y, string text, string css, double width) =>
        _body.Element(
            "text", TextWidth.Fit(text, SizeOf(css), width), ("class", css), ("text-anchor", "middle"), ("transform", $"translate({N(x)} {N(y)}) rotate(-90)"));

    /// <summary>Path data through points; a point that is not finite leaves a gap.</summary>
    public static string Through(IEnumerable<(double X, double Y)> points)
    {
        StringBuilder data = new();
        char command = 'M';
        foreach ((double x, double y) in points)
        {
            if (!double.IsFinite(x) || !double.IsFinite(y))
            {
                command = 'M';
                continue;
            }

            data.Append(command).Append(N(x)).Append(' ').Append(N(y));
            command = 'L';
        }

        return data.ToString();
    }

    /// <summary>The drawing as an <c>svg</c> element; a file of its own has title, style and ground inside.</summary>
    public string Finish(string title, string description, double height, bool standalone)
    {
        IReadOnlyList<string> titleLines = standalone ? TextWidth.Wrap(title, TitleSize * TextWidth.Bold, Width - 16) : [];
        double top = titleLines.Count * TitleLine + (standalone ? 10 : 0);
        Box all = new(0, -top, Width, height + top);

        Markup svg = new();
        svg.Open(
            "svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", "fig"), ("role", "img"), ("aria-labelledby", $"{id}-title {id}-desc"),
            ("viewBox", $"{N(all.X)} {N(all.Y)} {N(all.Width)} {N(all.Height)}"), ("width", standalone ? N(all.Width) : null), ("height", standalone ? N(all.Height) : null));
        svg.Element("title", title, ("id", $"{id}-title")).Element("desc", description, ("id", $"{id}-desc"));
        if (standalone)
        {
            svg.Open("style").Text(FigureStyle.Css.Replace("\"", "'", StringComparison.Ordinal)).Close();
            svg.Empty("rect", ("class", "surface"), ("x", N(all.X)), ("y", N(all.Y)), ("width", N(all.Width)), ("height", N(all.Height)));
            for (int i = 0; i < titleLines.Count; i++)
                svg.Element("text", titleLines[i], ("class", "ink strong"), ("style", $"font-size:{N(TitleSize)}px"), ("x", "8"), ("y", N(-top + ((i + 1) * TitleLine))));
        }

        return svg.Raw(_body.ToString()).Close().Line().ToString();
    }

    private static double SizeOf(string css)
    {
        double size = css.Contains("small", StringComparison.Ordinal) ? FigureStyle.SmallSize : FigureStyle.TextSize;
        return css.Contains("strong", StringComparison.Ordinal) ? size * TextWidth.Bold : size;
    }

    private static string? Name(Anchor anchor) => anchor switch { Anchor.Middle => "middle", Anchor.End => "end", _ => null };

    private static string N(double value) => Markup.Number(value);
}
