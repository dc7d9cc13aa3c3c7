using MlNetXai.Cli.Terminals;
using MlNetXai.Runs.Evaluating;

namespace MlNetXai.Cli.Texts;

/// <summary>What <c>evaluate</c> says at its end.</summary>
internal static class MetricsTexts
{
    public static void Write(Terminal terminal, EcgMetrics metrics)
    {
        terminal.Output.WriteLine($"Test: {Numbers.Count(metrics.Test.Rows)} beats of {metrics.Test.Patients} patients; 95 % intervals over patients.");
        terminal.Table(
            ["Split", "Accuracy", "Balanced accuracy", $"Share of {metrics.Test.MajorityClass}"],
            metrics.Splits.Select(split =>
                (IReadOnlyList<string>)[split.Run, Numbers.Percent(split.Accuracy), Numbers.Percent(split.BalancedAccuracy), Numbers.Percent(split.MajorityShare)]));
        terminal.Output.WriteLine($"Always guessing {metrics.Test.MajorityClass} scores the last column: read accuracy beside it.");

        terminal.Table(
            ["Class", "Beats", "Precision", "Recall", "F1"],
            metrics.Test.PerClass.Select(row =>
                (IReadOnlyList<string>)[row.Class, Numbers.Count(row.Support), Numbers.Percent(row.Precision), Numbers.Percent(row.Recall), Numbers.Percent(row.F1)]));

        if (metrics.ScoreReduction is { } reduction)
        {
            int[] shown = [.. reduction.Alpha.Select((alpha, index) => (alpha, index)).Where(point => point.index % 5 == 0 && point.index > 0).Select(point => point.index)];
            terminal.Output.WriteLine($"Score reduction over α, {Numbers.Count(metrics.ExplainedRows)} beats of {metrics.ExplainedPatients} patients:");
            terminal.Table(
                ["Method", .. shown.Select(index => $"α {reduction.Alpha[index]:0.00}")],
                [
                    .. reduction.Methods.Select(method => (IReadOnlyList<string>)[method.Method, .. shown.Select(index => Numbers.Number(method.Reduction[index].Value))]),
                    ["random", .. shown.Select(index => Numbers.Number(reduction.Random[index].Value))],
                ]);
        }

        if (metrics.Splits.Count > 1 && metrics.ClassAverages.Count > 0)
        {
            terminal.Wrapped($"Explanations are measured on the beats of {metrics.Splits[0].Run}; averages over classes and segments are of those of {string.Join(", ", metrics.AveragedRuns)}.");
            foreach (string run in metrics.RunsNotAveraged)
                terminal.Wrapped($"note: left out of the averages is {run}.");
        }

        if (metrics.Localisation.Count > 0)
        {
            terminal.Output.WriteLine("Agreement with the known truth, all classes:");
            terminal.Table(
                ["Method", "AUPRC", "by chance", "Pointing game"],
                metrics.Localisation.Where(row => row.Class == "all").Select(row =>
                    (IReadOnlyList<string>)[row.Method, Numbers.Number(row.AveragePrecision), Numbers.Number(row.BaseRate), Numbers.Percent(row.PointingGame)]));
        }
    }
}
