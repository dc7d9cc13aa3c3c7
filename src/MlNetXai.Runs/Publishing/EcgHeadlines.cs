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
            new("Test accuracy", Texts.Percent(metrics.Test.Accuracy), $"always guessing {metrics.Test.MajorityClass}: {Texts.Percent(metrics.Test.MajorityShare)}"),
            new("Balanced accuracy", Texts.Percent(metrics.Test.BalancedAccuracy), $"by chance: {Texts.Percent(1.0 / metrics.Classes.Count)}"),
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
                $"{best.Method} {Texts.Number(best.Reduction.Average(point => point.Value), 2)} logits",
                $"same number of samples at random: {Texts.Number(best.PairedRandom.Average(point => point.Value), 2)}"));
        }

        if (metrics.Localisation.Where(row => row.Class == "all").MaxBy(row => row.AveragePrecision.Value) is { } found)
        {
            lines.Add(new(
                "Best agreement with the known truth",
                $"{found.Method}, AUPRC {Texts.Number(found.AveragePrecision.Value, 2)}",
                $"by chance: {Texts.Number(found.BaseRate, 2)}"));
        }

        return lines;
    }
}
