using System.Globalization;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.Reporting.Reports;

/// <summary>What a model was trained and tested on, and which beats were left out by which rule.</summary>
public sealed record DataCard
{
    /// <summary>Name of the data set, with its version.</summary>
    public required string Name { get; init; }

    /// <summary>Where it comes from: address or generator with seed.</summary>
    public required string Source { get; init; }

    /// <summary>Licence of the data.</summary>
    public required string Licence { get; init; }

    /// <summary>How to cite the data, with DOI; empty = none.</summary>
    public string Citation { get; init; } = "";

    /// <summary>Whether no patient stands behind the data. Default false.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>Number of records.</summary>
    public required int Records { get; init; }

    /// <summary>Number of patients.</summary>
    public required int Patients { get; init; }

    /// <summary>Samples per second.</summary>
    public required double SamplingRateHz { get; init; }

    /// <summary>Lead or channel used, and what happens where it is missing.</summary>
    public required string Lead { get; init; }

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Training, validation and test.</summary>
    public required IReadOnlyList<DataPart> Parts { get; init; }

    /// <summary>Annotations that no detected beat matched, by label.</summary>
    public required IReadOnlyList<LabelCount> Missed { get; init; }

    /// <summary>Beats with a label outside the classes, by label; left out.</summary>
    public required IReadOnlyList<LabelCount> OtherLabels { get; init; }

    /// <summary>Detected beats that no annotation matched; left out.</summary>
    public required long Unlabelled { get; init; }

    /// <summary>Rules of filtering, detection, labelling and splitting, by name.</summary>
    public required IReadOnlyList<Fact> Rules { get; init; }

    /// <summary>What was found amiss while loading.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The card as a section of the report.</summary>
    /// <exception cref="ShapeException">A part has another number of counts than there are classes.</exception>
    public ReportSection ToSection()
    {
        List<ReportBlock> blocks = [];
        if (IsSynthetic)
            blocks.Add(new WarningBlock("These recordings are synthetic: no patient stands behind them, and numbers computed from them say nothing about patients."));
        blocks.Add(new FactsBlock(
        [
            new("Data set", Name),
            new("Source", Source),
            new("Licence", Licence),
            .. Citation.Length > 0 ? [new Fact("Citation", Citation)] : Array.Empty<Fact>(),
            new("Records", NumberText.Count(Records)),
            new("Patients", NumberText.Count(Patients)),
            new("Sampling rate", $"{SamplingRateHz.ToString(CultureInfo.InvariantCulture)} Hz"),
            new("Lead", Lead),
        ]));
        blocks.Add(PartTable());
        blocks.Add(LossTable());
        blocks.Add(new HeadingBlock("Rules"));
        blocks.Add(new FactsBlock(Rules));
        if (Warnings.Count > 0)
            blocks.AddRange([new HeadingBlock("Found while loading"), new ListBlock(Warnings)]);
        return new("Data card", blocks);
    }

    private Table PartTable() => new()
    {
        Caption = "Beats per class and part (number of patients who have such beats)",
        Columns = [new("Part"), new("Patients", ColumnKind.Count), .. Classes.Select(name => new Column(name, ColumnKind.Count)), new("Beats", ColumnKind.Count)],
        Rows = [.. Parts.Select(PartRow)],
    };

    private IReadOnlyList<Cell> PartRow(DataPart part)
    {
        Require.Length<ClassCount>([.. part.Beats], Classes.Count, $"Beats of part {part.Name}");
        IEnumerable<Cell> perClass = part.Beats.Select(count => (Cell)$"{NumberText.Count(count.Beats)} ({NumberText.Count(count.Patients)})");
        return [part.Name, part.Patients, .. perClass, part.Beats.Sum(count => count.Beats)];
    }

    private Table LossTable()
    {
        string[] labels = [.. Missed.Concat(OtherLabels).Select(count => count.Label).Distinct()];
        return new()
        {
            Caption = "Beats left out, by label",
            Columns = [new("Label"), new("Annotated but not detected", ColumnKind.Count), new("Detected but of another class", ColumnKind.Count)],
            Rows =
            [
                .. labels.Select(label => (IReadOnlyList<Cell>)[label, Sum(Missed, label), Sum(OtherLabels, label)]),
                ["all", Missed.Sum(count => count.Beats), OtherLabels.Sum(count => count.Beats)],
            ],
            Notes = [$"Detected but not annotated within the tolerance, so without a label: {NumberText.Count(Unlabelled)} beats, left out too."],
        };
    }

    private static long Sum(IReadOnlyList<LabelCount> counts, string label) => counts.Where(count => count.Label == label).Sum(count => count.Beats);
}

/// <summary>Training, validation or test part of a data set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Patients">Number of patients.</param>
/// <param name="Beats">Beats and patients per class.</param>
public sealed record DataPart(string Name, int Patients, IReadOnlyList<ClassCount> Beats);

/// <summary>Beats of one class.</summary>
/// <param name="Beats">Number of beats.</param>
/// <param name="Patients">Number of patients who have such beats.</param>
public readonly record struct ClassCount(long Beats, int Patients);

/// <summary>Beats with one label.</summary>
/// <param name="Label">Annotation symbol, e.g. "V".</param>
/// <param name="Beats">Number of beats.</param>
public readonly record struct LabelCount(string Label, long Beats);
