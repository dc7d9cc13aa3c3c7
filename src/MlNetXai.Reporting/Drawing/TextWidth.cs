using System.Text;

namespace MlNetXai.Reporting.Drawing;

/// <summary>Estimates how wide text is, before anyone has drawn it.</summary>
/// <remarks>Advance widths of DejaVu Sans, the widest of the fonts asked for, so that text laid out by them fits with the others too.</remarks>
internal static class TextWidth
{
    /// <summary>How much wider semi-bold text is.</summary>
    public const double Bold = 1.1;

    /// <summary>Hundredths of the font size for ' ' … '~'.</summary>
    private static ReadOnlySpan<byte> Ascii =>
    [
        32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
        100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50,
        50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
    ];

    public static double Of(string text, double size)
    {
        int hundredths = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            hundredths += rune.Value switch
            {
                >= ' ' and <= '~' => Ascii[rune.Value - ' '],
                '¹' or '²' or '³' or '⁰' or (>= '⁴' and <= '⁹') => 40,
                '⁻' => 53,
                < 0x2E80 => 84,
                _ => 100,
            };
        }

        return hundredths * size / 100;
    }

    /// <summary>The text, cut short with an ellipsis where it is wider than <paramref name="width"/>.</summary>
    public static string Fit(string text, double size, double width)
    {
        if (Of(text, size) <= width)
            return text;
        int length = text.Length;
        while (length > 0 && Of(text[..length], size) + size > width)
            length--;
        if (length > 0 && char.IsHighSurrogate(text[length - 1]))
            length--;
        return text[..length].TrimEnd() + "…";
    }

    /// <summary>The text in lines no wider than <paramref name="width"/>, cut at blanks; a single word that is wider is cut short.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double width)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Of(longer, size) > width)
            {
                lines.Add(Fit(line, size, width));
                longer = word;
            }

            line = longer;
        }

        lines.Add(Fit(line, size, width));
        return lines;
    }
}
