namespace MlNetXai.Reporting.Tables;

/// <summary>What a column holds, and so how it is printed and aligned.</summary>
public enum ColumnKind
{
    /// <summary>Words; left.</summary>
    Text,

    /// <summary>Whole numbers, thousands apart; right.</summary>
    Count,

    /// <summary>Numbers with or without interval; right.</summary>
    Number,

    /// <summary>Shares 0–1, printed in per cent, with or without interval; right. Files keep the share.</summary>
    Percent,
}

/// <summary>A column of a <see cref="Table"/>.</summary>
/// <param name="Name">Heading, with the unit where there is one, e.g. "Loss (nats)".</param>
/// <param name="Kind">What it holds. Default text.</param>
public sealed record Column(string Name, ColumnKind Kind = ColumnKind.Text)
{
    /// <summary>Digits after the point where the kind has any, 0–15. Default 1 for per cent, 3 for numbers.</summary>
    public int Decimals { get; init => field = Require.Between(value, 0, 15); } = Kind == ColumnKind.Percent ? 1 : 3;

    /// <summary>Name in files, e.g. "test_accuracy"; by default the heading in lower case, other signs than letters and digits as one underscore.</summary>
    public string Key { get => field ?? DefaultKey(Name); init; }

    internal bool IsNumeric => Kind != ColumnKind.Text;

    private static string DefaultKey(string name) =>
        string.Join('_', new string([.. name.ToLowerInvariant().Select(sign => char.IsLetterOrDigit(sign) ? sign : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
