using System.Globalization;

namespace MlNetXai.Runs.Explaining;

/// <summary>Which beats are asked for: a number, all, or a list of record and sample.</summary>
public sealed record RowRequest
{
    /// <summary>Number of rows to draw, or null.</summary>
    public int? Count { get; private init; }

    /// <summary>Beats named one by one, or null.</summary>
    public IReadOnlyList<RowKey>? Keys { get; private init; }

    /// <summary>Reads <c>1000</c>, <c>all</c> or <c>100:20013,101:7777</c>.</summary>
    /// <exception cref="ArgumentException">The text is none of these.</exception>
    public static RowRequest Parse(string text)
    {
        if (text == "all")
            return new();
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0)
            return new() { Count = count };

        List<RowKey> keys = [];
        foreach (string part in text.Split(','))
        {
            int colon = part.LastIndexOf(':');
            if (colon <= 0 || !long.TryParse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long sample))
                throw new ArgumentException($"'{part}' does not name rows; write a number above 0 (1000), 'all', or records and samples (100:20013,101:7777).");
            keys.Add(new(part[..colon], sample));
        }

        return new() { Keys = keys };
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Keys is not null ? string.Join(',', Keys) : Count?.ToString(CultureInfo.InvariantCulture) ?? "all";
}

/// <summary>Names a beat: its record and the sample of its R peak.</summary>
/// <param name="Record">Record.</param>
/// <param name="Sample">Sample of the R peak, from 0.</param>
public readonly record struct RowKey(string Record, long Sample)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Record}:{Sample}");
}
