using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>A figure: plain numbers in, SVG text out. Undefined values (NaN) leave a gap.</summary>
/// <remarks>Colours follow the reader's light or dark setting and print as light. Text stays text, in the system's own font.</remarks>
public abstract record Figure
{
    private protected Figure()
    {
    }

    /// <summary>One line above the drawing, also its accessible name.</summary>
    public required string Title { get; init; }

    /// <summary>What is shown, how to read it, and what it does not mean; by default the figure's own words.</summary>
    public FigureCaption Caption { get => field ?? DefaultCaption; init; }

    private protected abstract FigureCaption DefaultCaption { get; }

    /// <summary>The figure as a file of its own, with its style inside.</summary>
    /// <exception cref="ShapeException">Lists that belong together differ in length; the message names both.</exception>
    public string ToSvg() => Render("figure", standalone: true);

    /// <summary>Writes the figure as a file of its own, whole or not at all.</summary>
    /// <param name="path">The file, e.g. "averages.svg".</param>
    /// <exception cref="ShapeException">Lists that belong together differ in length; the message names both.</exception>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public void SaveSvg(string path) => AtomicFile.WriteText(path, ToSvg());

    /// <param name="id">Prefix of the ids in the drawing; unique on a page.</param>
    /// <param name="standalone">Whether title and style are inside.</param>
    internal string Render(string id, bool standalone)
    {
        SvgCanvas canvas = new(id);
        double height = Draw(canvas);
        return canvas.Finish(Title, Caption.Shows, height, standalone);
    }

    /// <summary>Draws from y = 0 down, <see cref="SvgCanvas.Width"/> wide; returns the height used.</summary>
    private protected abstract double Draw(SvgCanvas canvas);

    /// <summary>Throws unless a list has as many values as another.</summary>
    private protected static void RequireCount(int count, int expected, string what)
    {
        if (count != expected)
            throw new ShapeException($"{what} has {count} values, not {expected}.");
    }
}
