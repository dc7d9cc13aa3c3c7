namespace MlNetXai.Reporting.Reports;

/// <summary>What a model is, how it was made, and what it must not be used for.</summary>
/// <remarks>Headings after Mitchell et al. 2019, "Model cards for model reporting", arXiv:1810.03993.</remarks>
public sealed record ModelCard
{
    /// <summary>Name and version.</summary>
    public required string Name { get; init; }

    /// <summary>Architecture, parameters, input and output, by name.</summary>
    public required IReadOnlyList<Fact> Details { get; init; }

    /// <summary>What it is for.</summary>
    public required string IntendedUse { get; init; }

    /// <summary>What it must not be used for.</summary>
    public required string OutOfScope { get; init; }

    /// <summary>Settings of training, by name.</summary>
    public required IReadOnlyList<Fact> Training { get; init; }

    /// <summary>Results, as words, tables and figures.</summary>
    public IReadOnlyList<ReportBlock> Results { get; init; } = [];

    /// <summary>Known limits.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>Licence of the weights, data they were learned from, and how to cite both, by name.</summary>
    public IReadOnlyList<Fact> Citation { get; init; } = [];

    /// <summary>The card as a section of the report; <see cref="MarkdownSection"/> makes a file of it.</summary>
    public ReportSection ToSection()
    {
        List<ReportBlock> blocks = [new FactsBlock([new("Model", Name), .. Details])];
        blocks.AddRange([new HeadingBlock("Intended use"), IntendedUse, new HeadingBlock("Not for"), OutOfScope]);
        blocks.AddRange([new HeadingBlock("Training"), new FactsBlock(Training)]);
        if (Results.Count > 0)
            blocks.AddRange([new HeadingBlock("Results"), .. Results]);
        if (Limits.Count > 0)
            blocks.AddRange([new HeadingBlock("Limits"), new ListBlock(Limits)]);
        if (Citation.Count > 0)
            blocks.AddRange([new HeadingBlock("Licence and citation"), new FactsBlock(Citation)]);
        return new("Model card", blocks);
    }
}
