using MlNetXai.Reporting.Reports;
using MlNetXai.Runs.Evaluating;

namespace MlNetXai.Runs.Publishing;

/// <summary>Sections of the report about what explanations say together; each only where its step was done.</summary>
internal static class GlobalSections
{
    /// <summary>Most methods whose agreement is printed class by class; that of more stands in the file.</summary>
    private const int MostMethodsPerClass = 3;

    /// <summary>What the methods say of whole classes.</summary>
    public static IEnumerable<ReportSection> Classes(EcgFigures figures, EcgMetrics? metrics)
    {
        if (metrics is { ClassAverages.Count: > 0 })
        {
            bool hasWaves = metrics.Segments.Any(segment => segment.Cut == "waves");
            yield return new(
                "From one beat to the class",
                [
                    "What a method says of single beats, averaged over the beats of a class: sample by sample, and over eleven segments of equal length"
                    + $"{(hasWaves ? ", and over segments between the true bounds of the waves" : "")}. Of a method that is read by its magnitude the magnitudes are averaged: it says how much, not for or "
                    + "against. A class counts by label; a segment that none of its beats has is undefined. The numbers stand in measures/class-averages.csv and measures/segments.csv.",
                    .. Runs(metrics),
                    .. metrics.LastQuarterShares.Count > 0 ? (ReportBlock[])[GlobalTables.LastQuarterShares(metrics)] : [],
                    .. figures.OfClasses.Select(figure => (ReportBlock)figure.Figure),
                ]);
        }

        if (metrics is { Counterfactuals.Count: > 0 })
        {
            yield return new(
                "What would change the class?",
                [
                    "For each beat, the shortest window that changes the network's answer when it is copied from a similar training beat of another class and another patient.",
                    .. figures.Counterfactuals is { } pairs ? (ReportBlock[])[pairs] : [],
                    GlobalTables.Counterfactuals(metrics),
                ]);
        }

        if (figures.ClassModel is { } model)
        {
            yield return new(
                "What does the network look for?",
                [model, .. metrics is { ClassModels.Count: > 0 } ? (ReportBlock[])[GlobalTables.ClassModels(metrics)] : []]);
        }
    }

    /// <summary>What the methods say of each other, and of themselves.</summary>
    public static IEnumerable<ReportSection> Checks(EcgFigures figures, EcgMetrics metrics)
    {
        List<ReportBlock> blocks = [];
        if (figures.Agreement is { } agreement)
        {
            blocks.AddRange([agreement, GlobalTables.AgreementInShort(metrics, perClass: agreement.Methods.Count <= MostMethodsPerClass)]);
        }

        if (metrics.Completeness.Count > 0)
        {
            blocks.Add(GlobalTables.Completeness(metrics));
            if (metrics.Completeness.Any(method => method.Steps.Count > 0))
                blocks.Add(GlobalTables.Steps(metrics));
        }

        if (blocks.Count > 0)
            yield return new("Do the methods agree, and do they add up?", blocks);
    }

    /// <summary>Whose beats are averaged, where several runs were evaluated together.</summary>
    private static IEnumerable<ReportBlock> Runs(EcgMetrics metrics) => metrics.Splits.Count < 2 || metrics.AveragedRuns.Count == 0 ? [] :
    [
        $"Averages and segments are of the explained beats of {string.Join(", ", metrics.AveragedRuns)}; everything else here is of those of {metrics.Splits[0].Run}."
        + string.Concat(metrics.RunsNotAveraged.Select(run => $" Left out is {run}.")),
    ];
}
