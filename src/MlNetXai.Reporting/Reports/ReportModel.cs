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
/// <param name="Value">The number as printed, with unit.</param>
/// <param name="Detail">What it must be read beside, e.g. "always guessing N: 76.2 %".</param>
public sealed record Headline(string Label, string Value, string Detail = "");
