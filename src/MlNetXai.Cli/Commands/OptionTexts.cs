using System.Globalization;

namespace MlNetXai.Cli.Commands;

/// <summary>Reads lists that stand in one word on the command line.</summary>
internal static class OptionTexts
{
    public static string[] Words(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static (int First, int Second, int Third) ThreeCounts(string text, string option)
    {
        int[]? counts = FindCounts(text);
        return counts?.Length == 3
            ? (counts[0], counts[1], counts[2])
            : throw new UsageException($"{option} is '{text}'; write three numbers above 0, e.g. 33,5,9.");
    }

    public static int[] Counts(string text, string option) => FindCounts(text) ?? throw new UsageException($"{option} is '{text}'; write numbers above 0, e.g. 128,256,128.");

    public static T OneOf<T>(string text, string option, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        List<string> words = [];
        foreach ((string word, T value) in choices)
        {
            if (word == text)
                return value;
            words.Add(word);
        }

        throw new UsageException($"{option} is '{text}'; write one of {string.Join(", ", words)}.");
    }

    // Null unless they are numbers above 0, at least one.
    private static int[]? FindCounts(string text)
    {
        int[] counts = [.. Words(text).Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : -1)];
        return counts.Length > 0 && counts.Min() >= 1 ? counts : null;
    }
}
