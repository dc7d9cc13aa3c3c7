using MlNetXai.Cli.Terminals;
using MlNetXai.Reporting;
using MlNetXai.Runs.Comparing;

namespace MlNetXai.Cli.Texts;

/// <summary>What <c>compare</c> says at its end.</summary>
internal static class ComparisonTexts
{
    // What 80 columns hold beside the longest name of a method.
    private static readonly (string Heading, ComparisonMeasure Measure, string Figure)[] Columns =
    [
        ("ms", ComparisonMeasure.Attributions, "ms-per-row"), ("score\nred.", ComparisonMeasure.ScoreReduction, "reduction"), ("above\nrandom", ComparisonMeasure.ScoreReduction, "above-random"),
        ("AOPC", ComparisonMeasure.DeletionInsertion, "aopc"), ("max-\nsens.", ComparisonMeasure.MaxSensitivity, "max-sensitivity"), ("random\nnet", ComparisonMeasure.ParameterRandomisation, "random-network"),
    ];

    public static void Write(Terminal terminal, EcgComparisonResult result)
    {
        foreach (ComparedModel network in result.Comparison.Networks)
        {
            terminal.Output.WriteLine($"{network.Name}: {Numbers.Count(result.Comparison.Rows.Count)} test beats, signed values (intervals and magnitudes stand in the report)");
            terminal.Table(
                ["Method", .. Columns.Select(column => column.Heading)],
                result.Cells.Where(cell => cell.Network == network.Name).GroupBy(cell => cell.Method).Select(method => (IReadOnlyList<string>)
                    [method.Key, .. Columns.Select(column => Text(method.FirstOrDefault(cell => cell.Measure == column.Measure), column.Figure))]));
        }

        foreach (string finding in result.Findings)
            terminal.Output.WriteLine(finding);
        if (result.Missing.Count > 0)
            terminal.Output.WriteLine($"The table is not whole: {Numbers.Count(result.Missing.Count)} cells are missing. The same command computes them.");
        terminal.Output.WriteLine(result.ReportPath);
    }

    private static string Text(ComparisonCell? cell, string figure) => cell is null ? "–" : NumberText.Fixed(cell.Value(figure).Value, 2);
}
