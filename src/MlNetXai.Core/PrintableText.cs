namespace MlNetXai;

/// <summary>Texts that may hold names from files, made safe to print.</summary>
public static class PrintableText
{
    /// <summary>The text with every control character, which a terminal would obey, as \uXXXX.</summary>
    /// <param name="text">The text.</param>
    public static string Escape(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(sign => char.IsControl(sign) ? $"\\u{(int)sign:x4}" : $"{sign}")) : text;
}
