namespace MlNetXai.Reporting.Reports;

/// <summary>Everything a report says, in order; <see cref="HtmlReport"/> prints it and computes nothing.</summary>
public sealed record ReportModel
{
    /// <summary>Heading and window title.</summary>
    public required string Title { get; init; }

    /// <summary>What was done, to what, in two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>Warnings that must be read first, e.g. that synthetic data say nothing about patients.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The few numbers that matter most.</summary>
    public IReadOnlyList<Headline> Headlines { get; init; } = [];

    /// <summary>The sections, in order; they make the table of contents.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }

    /// <summary>Last line, e.g. program version and licence.</summary>
    public string Footer { get; init; } = "";
}

/// <summary>A number above all others.</summary>
/// <param name="Label">What it is, e.g. "Test accuracy".</param>
/// <param name="Value">The number as printed, with unit and without interval.</param>
/// <param name="Detail">What it must be read beside, e.g. "always guessing N: 76.2 %".</param>
/// <param name="Interval">Its interval as printed; empty = none.</param>
public sealed record Headline(string Label, string Value, string Detail = "", string Interval = "")
{
    /// <summary>A share 0–1 in per cent, with its interval and note.</summary>
    public static Headline Percent(string label, Estimate share, string detail = "") =>
        new(label, NumberText.Percent(share.Value), detail, IntervalOf(share.Times(100), 1));

    /// <summary>A number with its interval and note.</summary>
    public static Headline Number(string label, Estimate value, int decimals, string detail = "") =>
        new(label, NumberText.Fixed(value.Value, decimals), detail, IntervalOf(value, decimals));

    private static string IntervalOf(Estimate printed, int decimals)
    {
        string interval = printed.HasInterval ? $"{NumberText.Fixed(printed.Low, decimals)} to {NumberText.Fixed(printed.High, decimals)}" : "";
        return printed.Note is null ? interval : $"{interval} [{printed.Note}]".Trim();
    }
}
