namespace MlNetXai.Reporting.Drawing;

/// <summary>How one class, method or curve looks. Dash and marker are each enough to tell sixteen apart; from the ninth on the colours and shapes come again, with hollow markers.</summary>
internal readonly record struct SeriesStyle(string Color, string? Dash, int Marker)
{
    private const int Shapes = 8;

    private static readonly string?[] Dashes =
    [
        null, "7 3", "2.5 3", "9 3 2 3", "12 4", "5 2 1.5 2 1.5 2", "4 4", "1 3",
        "16 3 2 3", "7 3 2 3 2 3", "2 3 2 8", "12 3 5 3", "1 7", "9 8", "5 3 5 8", "16 3 2 3 2 3",
    ];

    /// <summary>A comparison that is no result: grey, dashed, without marker.</summary>
    public static SeriesStyle Baseline { get; } = new("muted", "4 3", -1);

    public static SeriesStyle Of(int index)
    {
        int i = index % Dashes.Length;
        return new($"c{i % Shapes}", Dashes[i], i);
    }

    /// <summary>Draws the marker about (x, y); nothing for a style without.</summary>
    public void DrawMarker(SvgCanvas canvas, double x, double y, double r = 3.2)
    {
        if (Marker < 0)
            return;
        string N(double value) => Drawing.Markup.Number(value);
        string shape = (Marker % Shapes) switch
        {
            0 => $"M{N(x - r)} {N(y)}a{N(r)} {N(r)} 0 1 0 {N(2 * r)} 0a{N(r)} {N(r)} 0 1 0 {N(-2 * r)} 0z",
            1 => $"M{N(x - r)} {N(y - r)}h{N(2 * r)}v{N(2 * r)}h{N(-2 * r)}z",
            2 => $"M{N(x)} {N(y - (1.3 * r))}L{N(x + (1.2 * r))} {N(y + r)}L{N(x - (1.2 * r))} {N(y + r)}z",
            3 => $"M{N(x)} {N(y - (1.4 * r))}L{N(x + (1.4 * r))} {N(y)}L{N(x)} {N(y + (1.4 * r))}L{N(x - (1.4 * r))} {N(y)}z",
            4 => $"M{N(x)} {N(y + (1.3 * r))}L{N(x + (1.2 * r))} {N(y - r)}L{N(x - (1.2 * r))} {N(y - r)}z",
            5 => $"M{N(x - (1.5 * r))} {N(y - (1.2 * r))}L{N(x + (1.5 * r))} {N(y + (1.2 * r))}v{N(-2.4 * r)}L{N(x - (1.5 * r))} {N(y + (1.2 * r))}z",
            6 => $"M{N(x - (1.2 * r))} {N(y - (1.5 * r))}h{N(2.4 * r)}L{N(x - (1.2 * r))} {N(y + (1.5 * r))}h{N(2.4 * r)}z",
            _ => $"M{N(x - r)} {N(y - (1.2 * r))}L{N(x + (1.3 * r))} {N(y)}L{N(x - r)} {N(y + (1.2 * r))}z",
        };
        canvas.Path(shape, Marker < Shapes ? $"{Color} surface-s thin" : $"surface {Color}-s mid");
    }
}
