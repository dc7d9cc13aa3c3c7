namespace MlNetXai.Reporting.Drawing;

/// <summary>The colours of figures and report on a light or a dark ground.</summary>
internal sealed record Theme
{
    /// <summary>Steps of the colour map.</summary>
    public const int MapSteps = 32;

    private static readonly Rgb Black = new(0, 0, 0);
    private static readonly Rgb White = new(255, 255, 255);

    public required Rgb Surface { get; init; }

    /// <summary>Ground of cards, table headings and notes.</summary>
    public required Rgb Raised { get; init; }

    public required Rgb Ink { get; init; }

    /// <summary>Secondary text.</summary>
    public required Rgb Muted { get; init; }

    public required Rgb Grid { get; init; }

    public required Rgb Axis { get; init; }

    public required Rgb Link { get; init; }

    public required Rgb Warning { get; init; }

    /// <summary>Colours of classes and methods, by order. Shape and dash tell them apart too.</summary>
    public required IReadOnlyList<Rgb> Series { get; init; }

    /// <summary>Colours of 0–1: lightness goes one way, away from the ground, so that much stands out and grey print keeps the order; hue goes
    /// between yellow and blue, which the common kinds of colour blindness tell apart.</summary>
    public required IReadOnlyList<Rgb> Map { get; init; }

    /// <summary>Colours of 0 to −1: from the colour of 0 just as steadily away from the ground, in a hue of its own.</summary>
    public required IReadOnlyList<Rgb> NegativeMap { get; init; }

    public static Theme Light { get; } = new()
    {
        Surface = Rgb.Parse("#ffffff"),
        Raised = Rgb.Parse("#f4f6f8"),
        Ink = Rgb.Parse("#1a1f26"),
        Muted = Rgb.Parse("#515b68"),
        Grid = Rgb.Parse("#e2e6ea"),
        Axis = Rgb.Parse("#7d8792"),
        Link = Rgb.Parse("#005a9c"),
        Warning = Rgb.Parse("#8a4b00"),
        Series = [.. new[] { "#005fa3", "#c24a00", "#00795a", "#8a3a90", "#7a5c00", "#b3174c", "#3d6b8c", "#4a4f57" }.Select(Rgb.Parse)],
        Map = Ramp(0.86, 0.27, (0, 0.045), (0, -0.125)),
        NegativeMap = Ramp(0.86, 0.27, (0, 0.045), (0.1, 0.05)),
    };

    public static Theme Dark { get; } = new()
    {
        Surface = Rgb.Parse("#14181d"),
        Raised = Rgb.Parse("#1e242b"),
        Ink = Rgb.Parse("#e8ebef"),
        Muted = Rgb.Parse("#aab4bf"),
        Grid = Rgb.Parse("#2b323a"),
        Axis = Rgb.Parse("#7f8a96"),
        Link = Rgb.Parse("#7cc0ff"),
        Warning = Rgb.Parse("#ffc46b"),
        Series = [.. new[] { "#5eb1f2", "#ff9559", "#43cc9f", "#d994de", "#dcbb4f", "#ff86a8", "#9dc3dd", "#c3c9d1" }.Select(Rgb.Parse)],
        Map = Ramp(0.44, 0.95, (0, -0.05), (0, 0.15)),
        NegativeMap = Ramp(0.44, 0.88, (0, -0.05), (0.11, 0)),
    };

    /// <summary>Step of the colour map for a value; outside 0–1 is cut off.</summary>
    public static int MapStep(double value) => (int)Math.Round(Math.Clamp(value, 0, 1) * (MapSteps - 1));

    /// <summary>Name of the colour of a value −1–1; outside is cut off. Text on it has the colour "on-" and the name.</summary>
    public static string MapName(double value) => FormattableString.Invariant($"{(value < 0 ? 'n' : 'm')}{MapStep(Math.Abs(value))}");

    /// <summary>The colour of text on a colour: black or white, whichever stands out more.</summary>
    public static Rgb TextOn(Rgb ground) => Rgb.Contrast(Black, ground) >= Rgb.Contrast(White, ground) ? Black : White;

    private static Rgb[] Ramp(double fromLightness, double toLightness, (double Red, double Yellow) from, (double Red, double Yellow) to) =>
    [
        .. Enumerable.Range(0, MapSteps).Select(step =>
        {
            double share = step / (MapSteps - 1.0);
            return Rgb.FromOklab(fromLightness + (share * (toLightness - fromLightness)), from.Red + (share * (to.Red - from.Red)), from.Yellow + (share * (to.Yellow - from.Yellow)));
        }),
    ];
}
