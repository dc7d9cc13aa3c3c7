using MlNetXai.Reporting.Reports;
using MlNetXai.Runs.Evaluating;

namespace MlNetXai.Runs.Publishing;

/// <summary>The few numbers that matter most, as they stand at the top of the report and at the end of the demo.</summary>
internal static class EcgHeadlines
{
    public static IReadOnlyList<Headline> Of(EcgMetrics metrics)
    {
        List<Headline> lines =
        [
            Headline.Percent("Test accuracy", metrics.Test.Accuracy, $"always guessing {metrics.Test.MajorityClass}: {Texts.Percent(metrics.Test.MajorityShare)}"),
            Headline.Percent("Balanced accuracy", metrics.Test.BalancedAccuracy, $"by chance: {Texts.Percent(1.0 / metrics.Classes.Count)}"),
        ];
        if (metrics.Splits.Count > 1)
        {
            lines.Add(new(
                $"Mean test accuracy of {metrics.Splits.Count} splits",
                Texts.Percent(metrics.MeanAccuracy),
                $"balanced {Texts.Percent(metrics.MeanBalancedAccuracy)}, always guessing {metrics.Test.MajorityClass}: {Texts.Percent(metrics.MeanMajorityShare)}"));
        }

        if (metrics.ScoreReduction is { } reduction)
        {
            MethodReduction best = reduction.Methods.MaxBy(method => method.Reduction.Average(point => point.Value))!;
            lines.Add(new(
                "Largest score reduction, mean over α",
                $"{Texts.Number(best.Reduction.Average(point => point.Value), 2)} logits",
                $"{best.Method}; same number of samples at random: {Texts.Number(best.PairedRandom.Average(point => point.Value), 2)}"));
        }

        if (metrics.Localisation.Where(row => row.Class == "all").MaxBy(row => row.AveragePrecision.Value) is { } found)
        {
            lines.Add(Headline.Number(
                "Best agreement with the known truth (AUPRC)", found.AveragePrecision, 2, $"{found.Method}; by chance: {Texts.Number(found.BaseRate, 2)}"));
        }

        return lines;
    }
}
