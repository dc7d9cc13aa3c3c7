using MlNetXai.Cli.Terminals;
using MlNetXai.Runs.Demonstration;

namespace MlNetXai.Cli.Texts;

/// <summary>What <c>demo</c> says at its end.</summary>
internal static class DemoTexts
{
    public static void Write(Terminal terminal, DemoResult result)
    {
        MetricsTexts.Write(terminal, result.Metrics);
        terminal.Output.WriteLine();
        if (result.IsSmoke)
            terminal.Output.WriteLine("Smoke test: too little data and training; these numbers mean nothing.");
        foreach ((string label, string value) in result.Headlines)
            terminal.Output.WriteLine($"{label}: {value}");
        terminal.Output.WriteLine($"Explained: {Numbers.Count(result.Metrics.ExplainedRows)} of {Numbers.Count(result.Metrics.Test.Rows)} test beats.");
        terminal.Output.WriteLine($"Report: {result.ReportPath}");
    }
}
