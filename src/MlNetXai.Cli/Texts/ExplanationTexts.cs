using MlNetXai.Cli.Terminals;
using MlNetXai.Reporting.Tables;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Cli.Texts;

/// <summary>What <c>explain</c> says at its end.</summary>
internal static class ExplanationTexts
{
    public static void Write(Terminal terminal, EcgExplanationResult result)
    {
        if (result.Rows > 0)
        {
            terminal.Output.WriteLine(
                $"{Numbers.Count(result.Rows)} beats of {result.Patients} patients explained ({string.Join(", ", result.RowsPerClass.Select(pair => $"{pair.Key} {Numbers.Count(pair.Value)}"))}).");
        }

        if (result.Sweep is { } sweep)
        {
            terminal.Table(
                ["λ1", "mean reduction", "mean of mask minima"],
                sweep.Curves.Select(curve => (IReadOnlyList<string>)[$"{curve.Lambda1}", Numbers.Number(curve.MeanReduction, 3), Numbers.Number(curve.MaskMinimum, 3)]));
            terminal.Output.WriteLine($"λ1 = {sweep.Chosen} reduces the score of {sweep.Rows} validation beats most.");
        }

        if (result.Diagnostics.Count > 0)
        {
            terminal.Output.WriteLine();
            terminal.Table(new Table
            {
                Caption = "What the methods say of themselves:",
                Columns = [new("Method"), new("Figure"), new("Smallest", ColumnKind.Number), new("Median", ColumnKind.Number), new("Largest", ColumnKind.Number)],
                Rows =
                [
                    .. result.Diagnostics.Select(line => (IReadOnlyList<Cell>)
                        [line.Method, line.Name, Numbers.Short(line.Smallest), Numbers.Short(line.Median), Numbers.Short(line.Largest)]),
                ],
            });
            terminal.Output.WriteLine();
        }

        foreach (string note in result.Notes)
            terminal.Wrapped($"note: {note}");
        foreach (string file in result.Files)
            terminal.Output.WriteLine(file);
    }
}
