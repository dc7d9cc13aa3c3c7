using System.Globalization;

namespace MlNetXai.Reporting.Drawing;

/// <summary>A colour in sRGB, 8 bits per part.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>Relative luminance, 0–1 (WCAG 2.2).</summary>
    public double Luminance => (0.2126 * Linear(R)) + (0.7152 * Linear(G)) + (0.0722 * Linear(B));

    /// <summary>Reads <c>#rrggbb</c>.</summary>
    public static Rgb Parse(string hex)
    {
        int value = int.Parse(hex.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new((byte)(value >> 16), (byte)(value >> 8), (byte)value);
    }

    /// <summary>From OKLab: lightness 0–1, green–red a, blue–yellow b; parts outside sRGB are cut off.</summary>
    /// <remarks>Ottosson 2020, "A perceptual color space for image processing".</remarks>
    public static Rgb FromOklab(double lightness, double a, double b)
    {
        double l = Cube(lightness + (0.3963377774 * a) + (0.2158037573 * b));
        double m = Cube(lightness - (0.1055613458 * a) - (0.0638541728 * b));
        double s = Cube(lightness - (0.0894841775 * a) - (1.2914855480 * b));
        return new(
            Encode((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s)),
            Encode((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s)),
            Encode((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s)));
    }

    /// <summary>Contrast ratio of two colours, 1–21 (WCAG 2.2, 1.4.3).</summary>
    public static double Contrast(Rgb one, Rgb other)
    {
        (double low, double high) = one.Luminance < other.Luminance ? (one.Luminance, other.Luminance) : (other.Luminance, one.Luminance);
        return (high + 0.05) / (low + 0.05);
    }

    /// <inheritdoc/>
    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}";

    private static double Linear(byte part)
    {
        double share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    private static byte Encode(double linear)
    {
        double share = Math.Clamp(linear, 0, 1);
        share = share <= 0.0031308 ? 12.92 * share : (1.055 * Math.Pow(share, 1 / 2.4)) - 0.055;
        return (byte)Math.Round(share * 255);
    }

    private static double Cube(double x) => x * x * x;
}
